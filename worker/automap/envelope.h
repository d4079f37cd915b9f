// The text that a hash holds for each item of a list: the item's position and its JSON.
//
//   {"i":0,"json":{"id":"d5ba981d5b5b","bedrooms":2}}
//
// Texts that are spelled just so, as both redline and the original spell them, are read
// and moved to another position without a JSON parser, and what follows the position is
// then neither looked at nor changed. Any other spelling is read by one.
#ifndef REDLINE_WORKER_AUTOMAP_ENVELOPE_H_
#define REDLINE_WORKER_AUTOMAP_ENVELOPE_H_

#include <rapidjson/document.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "worker/automap/mapper_error.h"
#include "worker/automap/parsed_json.h"

namespace redline::automap {

struct EnvelopeHead {
  std::size_t position = 0;
  // Where the text after the position begins; 0 if the text is spelled otherwise.
  std::size_t rest = 0;
};

// Throws MapperError if the text is not an envelope.
EnvelopeHead ReadEnvelopeHead(std::string_view text, const StoredAt& at);

// The item's JSON. Throws MapperError if the text is not an envelope.
const rapidjson::Value& EnvelopeItem(const ParsedJson& envelope, const StoredAt& at);

// Appends `text`, whose head is `head`, with another position. REQUIRES: head.rest != 0.
void AppendEnvelopeAt(std::string& out, std::size_t position, std::string_view text,
                      const EnvelopeHead& head);

// Appends what stands before the item's JSON; "}" ends the envelope.
void BeginEnvelope(std::string& out, std::size_t position);

}  // namespace redline::automap

#endif  // REDLINE_WORKER_AUTOMAP_ENVELOPE_H_
