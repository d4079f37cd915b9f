#include "base/text/text_encoding.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

namespace redline {
namespace {

constexpr std::string_view kUtf8Mark = "\xef\xbb\xbf";
constexpr char32_t kReplacement = 0xfffd;

enum class ByteOrder { kLittleEndian, kBigEndian };

// The byte order of a text in UTF-16; nothing for others.
std::optional<ByteOrder> Utf16OrderOf(std::string_view content) {
  if (content.size() < 2) return std::nullopt;
  const std::string_view begin = content.substr(0, 2);
  if (begin == "\xff\xfe") return ByteOrder::kLittleEndian;
  if (begin == "\xfe\xff") return ByteOrder::kBigEndian;
  // Pages and results begin with ASCII.
  if (content[0] != '\0' && content[1] == '\0') return ByteOrder::kLittleEndian;
  if (content[0] == '\0' && content[1] != '\0') return ByteOrder::kBigEndian;
  return std::nullopt;
}

void Append(char32_t character, std::string& out) {
  const auto continuation = [&](int shift) {
    out += static_cast<char>(0x80 | (character >> shift & 0x3f));
  };
  if (character < 0x80) {
    out += static_cast<char>(character);
  } else if (character < 0x800) {
    out += static_cast<char>(0xc0 | character >> 6);
    continuation(0);
  } else if (character < 0x10000) {
    out += static_cast<char>(0xe0 | character >> 12);
    continuation(6);
    continuation(0);
  } else {
    out += static_cast<char>(0xf0 | character >> 18);
    continuation(12);
    continuation(6);
    continuation(0);
  }
}

std::string FromUtf16(std::string_view content, ByteOrder order) {
  const auto unit = [&](std::size_t at) -> char32_t {
    const auto first = static_cast<unsigned char>(content[at]);
    const auto second = static_cast<unsigned char>(content[at + 1]);
    return order == ByteOrder::kBigEndian ? first << 8 | second : second << 8 | first;
  };
  std::string out;
  std::size_t at = 0;
  for (; at + 1 < content.size(); at += 2) {
    char32_t character = unit(at);
    const bool is_high = character >= 0xd800 && character < 0xdc00;
    if (is_high && at + 3 < content.size() && unit(at + 2) >= 0xdc00 &&
        unit(at + 2) < 0xe000) {
      character = 0x10000 + ((character - 0xd800) << 10) + (unit(at + 2) - 0xdc00);
      at += 2;
    } else if (character >= 0xd800 && character < 0xe000) {
      character = kReplacement;  // Half of a pair.
    }
    Append(character, out);
  }
  if (at < content.size()) Append(kReplacement, out);  // Cut in a character.
  return out;
}

}  // namespace

std::string ToUtf8(std::string content) {
  const auto order = Utf16OrderOf(content);
  if (order) content = FromUtf16(content, *order);
  if (content.starts_with(kUtf8Mark)) content.erase(0, kUtf8Mark.size());
  return content;
}

std::string_view KindOfBinary(std::string_view content) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kKinds = {
      {{"\x1f\x8b", "compressed (gzip); unpack it first"},
       {"PK\x03\x04", "an archive (zip); unpack it first"},
       {"\x28\xb5\x2f\xfd", "compressed (zstd); unpack it first"},
       {"%PDF", "a PDF, not text"},
       {"\x89PNG", "a picture, not text"}}};
  for (const auto& [begin, kind] : kKinds) {
    if (content.starts_with(begin)) return kind;
  }
  return {};
}

}  // namespace redline
