#include "reporting/published/page_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <system_error>
#include <utility>

#include "base/ascii.h"

namespace redline::reporting {
namespace {

constexpr std::string_view kDigits = "0123456789";

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Whether "," and three digits begin the text, and no fourth.
bool BeginsThousands(std::string_view text) {
  return text.size() >= 4 && text[0] == ',' && IsDigit(text[1]) && IsDigit(text[2]) &&
         IsDigit(text[3]) && (text.size() == 4 || !IsDigit(text[4]));
}

// The number that the text begins with, which is then removed from it.
std::optional<double> TakeNumber(std::string_view& text) {
  std::string digits;
  while (!text.empty() && IsDigit(text[0])) {
    digits += text[0];
    text.remove_prefix(1);
    if (BeginsThousands(text)) text.remove_prefix(1);
  }
  // A fraction and an exponent.
  digits += text;
  double number = 0;
  const char* const begin = digits.data();
  const auto [end, error] = std::from_chars(begin, begin + digits.size(), number);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(text.size() - static_cast<std::size_t>(begin + digits.size() - end));
  const bool in_thousands = !text.empty() && (text[0] == 'k' || text[0] == 'K') &&
                            (text.size() == 1 || !IsLetter(text[1]));
  if (in_thousands) {
    number *= 1000;
    text.remove_prefix(1);
  }
  if (!std::isfinite(number) || number < 0) return std::nullopt;
  return number;
}

}  // namespace

std::string WithoutInvisible(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kInvisible = {
      {{"\u00a0", " "}, {"\u202f", " "}, {"\ufeff", ""}, {"\u200b", ""}}};
  std::string plain(text);
  for (const auto& [character, visible] : kInvisible) {
    std::size_t at = 0;
    while ((at = plain.find(character, at)) != std::string::npos) {
      plain.replace(at, character.size(), visible);
      at += visible.size();
    }
  }
  return plain;
}

std::string WithSingleSpaces(std::string_view text) {
  std::string out;
  for (std::string_view rest = Trim(text); !rest.empty();) {
    const std::size_t end = std::min(rest.find_first_of(" \t"), rest.size());
    out.append(out.empty() ? "" : " ").append(rest.substr(0, end));
    rest = Trim(rest.substr(end));
  }
  return out;
}

std::optional<double> ParseFigure(std::string_view text) {
  const auto number = TakeNumber(text);
  return text.empty() ? number : std::nullopt;
}

std::optional<std::uint64_t> ParseCount(std::string_view text) {
  const auto number = ParseFigure(text);
  if (!number || *number > static_cast<double>(kLargestCount) ||
      std::floor(*number) != *number) {
    return std::nullopt;
  }
  return static_cast<std::uint64_t>(*number);
}

std::optional<double> FigureAfter(std::string_view text, std::string_view marker) {
  const std::size_t found = text.find(marker);
  if (found == std::string_view::npos) return std::nullopt;
  text.remove_prefix(found + marker.size());
  const std::size_t digit = text.find_first_of(kDigits);
  if (digit == std::string_view::npos) return std::nullopt;
  text.remove_prefix(digit);
  return TakeNumber(text);
}

}  // namespace redline::reporting
