// Texts of ASCII letters and spaces. Pure functions, independent of the locale, unlike
// the C library's.
#ifndef REDLINE_BASE_ASCII_H_
#define REDLINE_BASE_ASCII_H_

#include <algorithm>
#include <string>
#include <string_view>

namespace redline {

// Without spaces, tabs and line ends at either end.
constexpr std::string_view Trim(std::string_view text) {
  constexpr std::string_view kSpaces = " \t\r\n\v\f";
  const auto first = text.find_first_not_of(kSpaces);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpaces) - first + 1);
}

inline std::string LowerCase(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return lower;
}

inline std::string UpperCase(std::string_view text) {
  std::string upper(text);
  std::ranges::transform(upper, upper.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return upper;
}

}  // namespace redline

#endif  // REDLINE_BASE_ASCII_H_
