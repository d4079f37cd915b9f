// A value of JSON and the way to it, so that whoever reads it can say what is wrong with
// it, and where.
#ifndef REDLINE_REPORTING_JSON_JSON_VALUE_H_
#define REDLINE_REPORTING_JSON_JSON_VALUE_H_

#include <rapidjson/document.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reporting/json/result_error.h"

namespace redline::reporting {

// The text may come from anywhere and hold anything. Throws ResultError.
rapidjson::Document ParseJson(std::string_view text);

// A view of a value in a document, which outlives it. A member that is missing is, like
// one that is null, without a value. Whatever is not of the type that is asked for throws
// ResultError.
class JsonValue {
 public:
  explicit JsonValue(const rapidjson::Value& value) : value_(&value) {}

  bool has_value() const { return value_ != nullptr && !value_->IsNull(); }
  // "messaging.tasks_sent"; empty for the whole document.
  const std::string& path() const { return path_; }

  JsonValue operator[](std::string_view key) const;

  // None if there is no value.
  std::vector<JsonValue> Elements() const;

  // The members with their names; none if there is no value.
  std::vector<std::pair<std::string, JsonValue>> Members() const;

  // Nothing if there is no value.
  std::optional<double> Number() const;

  // Up to 2^53. Nothing if there is no value.
  std::optional<std::uint64_t> Count() const;

  // Empty if there is no value.
  std::string Text() const;

  // False if there is no value.
  bool Bool() const;

  [[noreturn]] void ThrowIsNot(std::string_view wanted) const;

 private:
  JsonValue(const rapidjson::Value* value, std::string path)
      : value_(value), path_(std::move(path)) {}

  const rapidjson::Value* value_;
  std::string path_;
};

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_JSON_JSON_VALUE_H_
