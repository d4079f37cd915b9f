// Writes strings and numbers as JavaScript's JSON.stringify does, byte for byte
// (ECMA-262: QuoteJSONString, Number::toString), so that what redline stores does not
// differ from what the original stores.
//
// RapidJSON, which reads JSON here, is not used to write it: it spells control characters
// and numbers otherwise (\u001F for \u001f, 100.0 for 100, 1e21 for 1e+21).
//
// Each function appends to `out`.
#ifndef REDLINE_WORKER_AUTOMAP_JSON_TEXT_H_
#define REDLINE_WORKER_AUTOMAP_JSON_TEXT_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace redline::automap {

// The text of a JSON string without its quotes. `text` is UTF-8, and kept as it is but
// for quotes, backslashes and control characters.
void AppendJsonEscaped(std::string& out, std::string_view text);

// The same with its quotes.
void AppendJsonString(std::string& out, std::string_view text);

// The shortest text that reads back as the same number; null if it is not finite.
void AppendJsonNumber(std::string& out, double number);

void AppendJsonInteger(std::string& out, std::int64_t number);
void AppendJsonInteger(std::string& out, std::uint64_t number);

}  // namespace redline::automap

#endif  // REDLINE_WORKER_AUTOMAP_JSON_TEXT_H_
