// A setting's value. Plain values; units are in the names of the settings.
#ifndef REDLINE_RUNNER_SETTINGS_SETTING_VALUE_H_
#define REDLINE_RUNNER_SETTINGS_SETTING_VALUE_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace redline::runner {

class Value {
 public:
  // REQUIRES of each accessor: this is the setting's type.
  template <class T>
  explicit Value(T value) : value_(std::move(value)) {}

  bool on() const { return std::get<bool>(value_); }
  std::int64_t whole() const { return std::get<std::int64_t>(value_); }
  double real() const { return std::get<double>(value_); }
  const std::string& text() const { return std::get<std::string>(value_); }

  // A number of either type.
  double number() const {
    const auto* const whole = std::get_if<std::int64_t>(&value_);
    return whole == nullptr ? real() : static_cast<double>(*whole);
  }
  // A number of seconds.
  std::chrono::duration<double> seconds() const {
    return std::chrono::duration<double>(real());
  }
  std::chrono::milliseconds rounded_seconds() const {
    return std::chrono::round<std::chrono::milliseconds>(seconds());
  }
  // Nothing for the empty text.
  std::optional<std::string> given_text() const {
    return text().empty() ? std::nullopt : std::optional(text());
  }

 private:
  std::variant<bool, std::int64_t, double, std::string> value_;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_SETTINGS_SETTING_VALUE_H_
