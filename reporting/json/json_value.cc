#include "reporting/json/json_value.h"

#include <rapidjson/error/en.h>

#include <cstddef>

namespace redline::reporting {
namespace {

// RapidJSON's exact reading of a number takes as long as the number is, and fails of some
// that have hundreds of digits. Nobody measures such a one.
void CheckNumbers(std::string_view text) {
  constexpr std::size_t kLongest = 64;
  bool in_string = false;
  std::size_t length = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      in_string = c != '"';
      continue;
    }
    in_string = c == '"';
    const bool of_number = (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' ||
                           c == 'e' || c == 'E';
    length = of_number ? length + 1 : 0;
    if (length > kLongest) {
      throw ResultError(
          "is not a result that redline wrote: it has a number of more "
          "than 64 characters (byte " +
          std::to_string(i) + ").");
    }
  }
}

}  // namespace

rapidjson::Document ParseJson(std::string_view text) {
  CheckNumbers(text);
  rapidjson::Document document;
  // Iterative: a text of a million brackets is no reason to run out of stack.
  document.Parse<rapidjson::kParseIterativeFlag | rapidjson::kParseFullPrecisionFlag |
                 rapidjson::kParseValidateEncodingFlag>(text.data(), text.size());
  if (!document.HasParseError()) return document;
  const std::size_t offset = document.GetErrorOffset();
  if (offset >= text.size() || text.empty()) {
    throw ResultError("is incomplete JSON: it ends after " + std::to_string(text.size()) +
                      " bytes, in the middle.");
  }
  throw ResultError(std::string("is not JSON: ") +
                    rapidjson::GetParseError_En(document.GetParseError()) + " (byte " +
                    std::to_string(offset) + ").");
}

JsonValue JsonValue::operator[](std::string_view key) const {
  const std::string path =
      path_.empty() ? std::string(key) : path_ + "." + std::string(key);
  if (!has_value()) return JsonValue(nullptr, path);
  if (!value_->IsObject()) ThrowIsNot("an object");
  const auto found = value_->FindMember(rapidjson::Value(
      rapidjson::StringRef(key.data(), static_cast<rapidjson::SizeType>(key.size()))));
  return JsonValue(found == value_->MemberEnd() ? nullptr : &found->value, path);
}

std::vector<JsonValue> JsonValue::Elements() const {
  std::vector<JsonValue> elements;
  if (!has_value()) return elements;
  if (!value_->IsArray()) ThrowIsNot("an array");
  elements.reserve(value_->Size());
  for (const rapidjson::Value& element : value_->GetArray()) {
    elements.push_back(
        JsonValue(&element, path_ + "[" + std::to_string(elements.size()) + "]"));
  }
  return elements;
}

std::vector<std::pair<std::string, JsonValue>> JsonValue::Members() const {
  std::vector<std::pair<std::string, JsonValue>> members;
  if (!has_value()) return members;
  if (!value_->IsObject()) ThrowIsNot("an object");
  for (const auto& member : value_->GetObject()) {
    const std::string name(member.name.GetString(), member.name.GetStringLength());
    members.emplace_back(name, JsonValue(&member.value, path_ + "." + name));
  }
  return members;
}

std::optional<double> JsonValue::Number() const {
  if (!has_value()) return std::nullopt;
  if (!value_->IsNumber()) ThrowIsNot("a number");
  return value_->GetDouble();
}

std::optional<std::uint64_t> JsonValue::Count() const {
  if (!has_value()) return std::nullopt;
  // None larger is exact in every reader of JSON, and sums of them may not overflow.
  constexpr std::uint64_t kLargest = std::uint64_t{1} << 53;
  if (!value_->IsUint64()) ThrowIsNot("a whole number");
  if (value_->GetUint64() > kLargest) ThrowIsNot("a whole number up to 2^53");
  return value_->GetUint64();
}

std::string JsonValue::Text() const {
  if (!has_value()) return "";
  if (!value_->IsString()) ThrowIsNot("a text");
  return {value_->GetString(), value_->GetStringLength()};
}

bool JsonValue::Bool() const {
  if (!has_value()) return false;
  if (!value_->IsBool()) ThrowIsNot("true or false");
  return value_->GetBool();
}

void JsonValue::ThrowIsNot(std::string_view wanted) const {
  throw ResultError(
      "is not a result that redline wrote: " + (path_.empty() ? "it" : path_) +
      " is not " + std::string(wanted) + ".");
}

}  // namespace redline::reporting
