// A text of bounded length that can lie in shared memory.
//
// Plain bytes, zero-terminated and zero-filled; trivially copyable. It has no
// synchronisation of its own: whoever owns the struct around it says when it may be read.
#ifndef REDLINE_SHM_FIXED_STRING_H_
#define REDLINE_SHM_FIXED_STRING_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace redline::shm {

template <std::size_t kSize>
class FixedString {
 public:
  // The longest text that fits, in bytes.
  static constexpr std::size_t kMaxLength = kSize - 1;

  // Keeps what fits of the text, in whole UTF-8 characters; false if it had to be cut.
  bool Assign(std::string_view text) {
    std::size_t kept = std::min(text.size(), kMaxLength);
    const auto continues_a_character = [&](std::size_t i) {
      return i < text.size() && (text[i] & 0xc0) == 0x80;
    };
    while (kept > 0 && continues_a_character(kept)) --kept;
    bytes_.fill('\0');
    std::copy_n(text.data(), kept, bytes_.data());
    return kept == text.size();
  }

  // Ends at the first zero byte, or at the end: bytes of another process are not trusted.
  std::string_view view() const {
    const auto end = std::find(bytes_.begin(), bytes_.end(), '\0');
    return {bytes_.data(), static_cast<std::size_t>(end - bytes_.begin())};
  }

 private:
  std::array<char, kSize> bytes_{};
};

}  // namespace redline::shm

#endif  // REDLINE_SHM_FIXED_STRING_H_
