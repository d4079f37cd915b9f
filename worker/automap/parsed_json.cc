#include "worker/automap/parsed_json.h"

#include <rapidjson/error/en.h>

#include <string>

namespace redline::automap {

ParsedJson::ParsedJson(std::string_view text, const StoredAt& at) {
  // Iterative, because the depth of a stored text is not ours to choose.
  constexpr unsigned kFlags =
      rapidjson::kParseFullPrecisionFlag | rapidjson::kParseIterativeFlag;
  document_.Parse<kFlags>(text.data(), text.size());
  if (document_.HasParseError()) {
    Refuse(at, std::string("is not valid JSON (") +
                   rapidjson::GetParseError_En(document_.GetParseError()) + " at byte " +
                   std::to_string(document_.GetErrorOffset()) + ")");
  }
}

}  // namespace redline::automap
