#include "base/text/number_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace redline {
namespace {

// Enough for the longest double in fixed notation: 309 digits, a sign, a point, decimals.
using Buffer = std::array<char, 400>;

}  // namespace

std::string DecimalText(std::optional<double> value, int decimals) {
  if (!value || !std::isfinite(*value)) return kAbsent;
  Buffer buffer;
  const auto end = std::to_chars(buffer.begin(), buffer.end(), *value,
                                 std::chars_format::fixed, decimals)
                       .ptr;
  std::string text(buffer.begin(), end);
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  return text == "-0" ? "0" : text;
}

std::string ConstantText(double value) {
  if (!std::isfinite(value)) return kAbsent;
  if (value == 0) return "0";  // Also for -0.
  const double magnitude = std::abs(value);
  const auto format = magnitude >= 1e-6 && magnitude < 1e21
                          ? std::chars_format::fixed
                          : std::chars_format::scientific;
  Buffer buffer;
  const auto end = std::to_chars(buffer.begin(), buffer.end(), value, format).ptr;
  return {buffer.begin(), end};
}

std::string CountText(std::uint64_t count) { return std::to_string(count); }

std::string Plural(std::uint64_t count, std::string_view noun) {
  return CountText(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

std::string FigureText(std::optional<double> value) {
  constexpr int kDecimals = 2;
  constexpr int kMostDecimals = 6;
  constexpr int kSignificantDigits = 3;
  if (!value || *value == 0 || !(std::abs(*value) < 1)) {
    return DecimalText(value, kDecimals);
  }
  const int zeros = -static_cast<int>(std::floor(std::log10(std::abs(*value)))) - 1;
  return DecimalText(value, std::min(zeros + kSignificantDigits, kMostDecimals));
}

std::string BytesText(double bytes) {
  constexpr double kStep = 1024;
  constexpr std::array kUnits{" bytes", " KB", " MB", " GB", " TB"};
  std::size_t unit = 0;
  // A value that would be rounded to 1024 of a unit is 1 of the next.
  while (unit + 1 < kUnits.size() && bytes >= kStep - 0.5) {
    bytes /= kStep;
    ++unit;
  }
  const int decimals = bytes >= 100 || unit == 0 ? 0 : bytes >= 10 ? 1 : 2;
  return DecimalText(bytes, decimals) + kUnits[unit];
}

std::string MillisecondsText(
    std::optional<std::chrono::duration<double, std::milli>> duration) {
  if (!duration) return kAbsent;
  return FigureText(duration->count());
}

std::string SecondsText(std::optional<std::chrono::duration<double>> duration) {
  if (!duration) return kAbsent;
  return FigureText(duration->count());
}

}  // namespace redline
