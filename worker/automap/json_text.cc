#include "worker/automap/json_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>

namespace redline::automap {
namespace {

// How a byte is written: itself, or a backslash and a letter.
struct Spelling {
  char letter;
  bool escaped;
};

constexpr std::array<Spelling, 256> kSpellings = [] {
  std::array<Spelling, 256> spellings{};
  for (std::size_t c = 0; c < spellings.size(); ++c) {
    spellings[c] = {static_cast<char>(c), false};
  }
  for (std::size_t c = 0; c < 0x20; ++c) spellings[c] = {'u', true};
  spellings['\b'] = {'b', true};
  spellings['\t'] = {'t', true};
  spellings['\n'] = {'n', true};
  spellings['\f'] = {'f', true};
  spellings['\r'] = {'r', true};
  spellings['"'] = {'"', true};
  spellings['\\'] = {'\\', true};
  return spellings;
}();

template <typename Integer>
void AppendInteger(std::string& out, Integer number) {
  char digits[24];
  out.append(digits, std::to_chars(digits, digits + sizeof(digits), number).ptr);
}

}  // namespace

void AppendJsonEscaped(std::string& out, std::string_view text) {
  constexpr std::size_t kLongest = 6;  // \u001f
  char block[512];
  std::size_t size = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const Spelling spelling = kSpellings[byte];
    // Without a branch: JSON in a string has a quote every few bytes, and a processor
    // cannot predict which.
    block[size] = '\\';
    block[size + spelling.escaped] = spelling.letter;
    size += 1 + spelling.escaped;
    if (spelling.letter == 'u' && spelling.escaped) {
      constexpr char kHex[] = "0123456789abcdef";
      block[size++] = '0';
      block[size++] = '0';
      block[size++] = kHex[byte >> 4];
      block[size++] = kHex[byte & 15];
    }
    if (size > sizeof(block) - kLongest) {
      out.append(block, size);
      size = 0;
    }
  }
  out.append(block, size);
}

void AppendJsonString(std::string& out, std::string_view text) {
  out += '"';
  AppendJsonEscaped(out, text);
  out += '"';
}

void AppendJsonNumber(std::string& out, double number) {
  if (!std::isfinite(number)) {
    out += "null";
    return;
  }
  if (number == 0) {
    out += '0';  // Minus zero has no sign there.
    return;
  }
  if (number < 0) out += '-';
  // The shortest digits d.ddde±x; JavaScript has them in other places.
  char text[32];
  const char* const end = std::to_chars(text, text + sizeof(text), std::fabs(number),
                                        std::chars_format::scientific)
                              .ptr;
  std::string digits;
  const char* c = text;
  for (; *c != 'e'; ++c) {
    if (*c != '.') digits += *c;
  }
  ++c;
  if (*c == '+') ++c;
  int exponent = 0;
  std::from_chars(c, end, exponent);

  const int size = static_cast<int>(digits.size());
  const int point = exponent + 1;  // The number of digits before the point.
  if (point > 21 || point < -5) {
    out += digits[0];
    if (size > 1) out.append(".").append(digits, 1);
    out += exponent < 0 ? "e-" : "e+";
    AppendInteger(out, std::abs(exponent));
  } else if (point <= 0) {
    out.append("0.").append(static_cast<std::size_t>(-point), '0').append(digits);
  } else if (point >= size) {
    out.append(digits).append(static_cast<std::size_t>(point - size), '0');
  } else {
    out.append(digits, 0, static_cast<std::size_t>(point)).append(".");
    out.append(digits, static_cast<std::size_t>(point));
  }
}

void AppendJsonInteger(std::string& out, std::int64_t number) {
  AppendInteger(out, number);
}
void AppendJsonInteger(std::string& out, std::uint64_t number) {
  AppendInteger(out, number);
}

}  // namespace redline::automap
