#include "worker/automap/envelope.h"

#include <charconv>
#include <cstdint>
#include <system_error>

#include "worker/automap/json_text.h"

namespace redline::automap {
namespace {

constexpr std::string_view kBeforePosition = R"({"i":)";
constexpr std::string_view kAfterPosition = R"(,"json":{)";
constexpr std::string_view kEnd = "}}";

}  // namespace

EnvelopeHead ReadEnvelopeHead(std::string_view text, const StoredAt& at) {
  if (text.starts_with(kBeforePosition) && text.ends_with(kEnd)) {
    EnvelopeHead head;
    const auto [end, error] = std::from_chars(text.data() + kBeforePosition.size(),
                                              text.data() + text.size(), head.position);
    head.rest = static_cast<std::size_t>(end - text.data());
    if (error == std::errc() && text.substr(head.rest).starts_with(kAfterPosition)) {
      return head;
    }
  }
  const ParsedJson envelope(text, at);
  EnvelopeItem(envelope, at);
  const auto position = envelope.root().FindMember("i");
  if (position == envelope.root().MemberEnd() || !position->value.IsUint64()) {
    Refuse(at, "has no position \"i\"");
  }
  return {.position = position->value.GetUint64()};
}

const rapidjson::Value& EnvelopeItem(const ParsedJson& envelope, const StoredAt& at) {
  if (envelope.root().IsObject()) {
    const auto item = envelope.root().FindMember("json");
    if (item != envelope.root().MemberEnd()) return item->value;
  }
  Refuse(at, "has no \"json\" of an item");
}

void AppendEnvelopeAt(std::string& out, std::size_t position, std::string_view text,
                      const EnvelopeHead& head) {
  out += kBeforePosition;
  AppendJsonInteger(out, std::uint64_t{position});
  out += text.substr(head.rest);
}

void BeginEnvelope(std::string& out, std::size_t position) {
  out += kBeforePosition;
  AppendJsonInteger(out, std::uint64_t{position});
  out += R"(,"json":)";
}

}  // namespace redline::automap
