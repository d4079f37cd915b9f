#include "base/text/display_text.h"

#include <algorithm>
#include <array>

namespace redline {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

struct Character {
  char32_t code_point;
  std::size_t bytes;
  bool valid;
};

// The first character of a text that is not empty.
Character FirstCharacter(std::string_view text) {
  constexpr Character kInvalid{0xFFFD, 1, false};
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return {first, 1, true};

  const std::size_t bytes = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < bytes) return kInvalid;
  char32_t code_point = first & (0x7F >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return kInvalid;
    code_point = code_point << 6 | (byte(i) & 0x3F);
  }
  // Overlong forms, UTF-16 surrogates and what lies beyond Unicode.
  constexpr std::array<char32_t, 5> kSmallest{0, 0, 0x80, 0x800, 0x10000};
  if (code_point < kSmallest[bytes] || code_point > 0x10FFFF ||
      (code_point >= 0xD800 && code_point <= 0xDFFF)) {
    return kInvalid;
  }
  return {code_point, bytes, true};
}

bool IsControl(char32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); }

// The length of a sequence of SGR that the text begins with; 0 if it does with none.
std::size_t LengthOfSgr(std::string_view text) {
  if (!text.starts_with("\x1b[")) return 0;
  const std::size_t end = text.find_first_not_of("0123456789;", 2);
  return end != std::string_view::npos && text[end] == 'm' ? end + 1 : 0;
}

struct Range {
  char32_t first;
  char32_t last;
};

template <std::size_t kSize>
bool IsIn(const std::array<Range, kSize>& ranges, char32_t c) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](Range range) { return c >= range.first && c <= range.last; });
}

// The blocks of Unicode's EastAsianWidth.txt (W and F) and DerivedGeneralCategory.txt
// (Mn, Cf) that text may hold; not every code point of them.
constexpr std::array<Range, 5> kZeroWidth{{{0x0300, 0x036F},
                                           {0x200B, 0x200F},
                                           {0x20D0, 0x20F0},
                                           {0xFE00, 0xFE0F},
                                           {0xFEFF, 0xFEFF}}};
constexpr std::array<Range, 9> kDoubleWidth{{{0x1100, 0x115F},
                                             {0x2E80, 0xA4CF},
                                             {0xAC00, 0xD7A3},
                                             {0xF900, 0xFAFF},
                                             {0xFE30, 0xFE6F},
                                             {0xFF00, 0xFF60},
                                             {0xFFE0, 0xFFE6},
                                             {0x1F300, 0x1FAFF},
                                             {0x20000, 0x3FFFD}}};

// Marks, embeddings, overrides and isolates of the Unicode Bidirectional Algorithm
// (UAX #9), and the separators of lines and paragraphs.
constexpr std::array<Range, 4> kMisleading{
    {{0x061C, 0x061C}, {0x200E, 0x200F}, {0x2028, 0x202E}, {0x2066, 0x2069}}};

std::size_t WidthOf(char32_t c) {
  if (c < 0x300) return IsControl(c) ? 0 : 1;
  if (IsIn(kZeroWidth, c)) return 0;
  return IsIn(kDoubleWidth, c) ? 2 : 1;
}

}  // namespace

std::size_t DisplayWidth(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const Character character = FirstCharacter(text);
    width += WidthOf(character.code_point);
    text.remove_prefix(character.bytes);
  }
  return width;
}

std::string_view CutToWidth(std::string_view text, std::size_t cells) {
  std::size_t end = 0;
  while (end < text.size()) {
    const Character character = FirstCharacter(text.substr(end));
    const std::size_t width = WidthOf(character.code_point);
    if (width > cells) break;
    cells -= width;
    end += character.bytes;
  }
  return text.substr(0, end);
}

std::vector<std::string_view> WrapToWidth(std::string_view text, std::size_t cells) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    std::string_view line = CutToWidth(text, cells);
    std::string_view rest = text.substr(line.size());
    if (line.empty()) break;
    if (!rest.empty() && rest.front() != ' ') {
      const std::size_t blank = line.rfind(' ');
      if (blank != std::string_view::npos && blank > 0) {
        line = line.substr(0, blank);
        rest = text.substr(blank);
      }
    }
    lines.push_back(line);
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    text = rest;
  }
  return lines;
}

std::string ToValidUtf8(std::string_view text) {
  std::string valid;
  valid.reserve(text.size());
  while (!text.empty()) {
    const Character character = FirstCharacter(text);
    valid += character.valid ? text.substr(0, character.bytes) : kReplacement;
    text.remove_prefix(character.bytes);
  }
  return valid;
}

std::string ToPrintable(std::string_view text) {
  std::string printable;
  printable.reserve(text.size());
  while (!text.empty()) {
    const Character character = FirstCharacter(text);
    if (!character.valid) {
      printable += kReplacement;
    } else if (IsControl(character.code_point) ||
               IsIn(kMisleading, character.code_point)) {
      printable += ' ';
    } else {
      printable += text.substr(0, character.bytes);
    }
    text.remove_prefix(character.bytes);
  }
  return printable;
}

std::string ToPrintableLines(std::string_view text) {
  std::string lines;
  lines.reserve(text.size());
  while (!text.empty()) {
    if (const std::size_t sgr = LengthOfSgr(text); sgr > 0) {
      lines += text.substr(0, sgr);
      text.remove_prefix(sgr);
    } else if (text.front() == '\n') {
      lines += '\n';
      text.remove_prefix(1);
    } else {
      const std::size_t end = std::min(text.find_first_of("\n\x1b", 1), text.size());
      lines += ToPrintable(text.substr(0, end));
      text.remove_prefix(end);
    }
  }
  return lines;
}

}  // namespace redline
