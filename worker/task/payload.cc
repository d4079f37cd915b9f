#include "worker/task/payload.h"

#include <algorithm>
#include <cstdint>
#include <deque>

#include "worker/task/random_values.h"

namespace redline::worker {
namespace {

// Of 2^6 characters each: letters, digits, and two that break words.
constexpr std::string_view kPrintable =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -";
static_assert(kPrintable.size() == 64);
constexpr std::string_view kHexDigits = "0123456789abcdef";

// Below this, a text is made each time: there are as many of the pool's as it has places
// to begin at, too few for a short one that is to be unlike any other.
constexpr std::size_t kWorthThePool = 64;
constexpr std::size_t kPoolSize = 64 * 1024;

// Each character is one of the alphabet's, chosen by so many bits.
void FillWith(std::string_view alphabet, unsigned bits, std::size_t size,
              SplitMix& random, std::string& out) {
  out.resize(size);
  std::uint64_t drawn = 0;
  unsigned left = 0;
  for (char& character : out) {
    if (left < bits) {
      drawn = random();
      left = 64;
    }
    character = alphabet[drawn & (alphabet.size() - 1)];
    drawn >>= bits;
    left -= bits;
  }
}

void FillWithText(std::size_t size, SplitMix& random, std::string& out) {
  FillWith(kPrintable, 6, size, random, out);
}

void FillWithBytes(std::size_t size, SplitMix& random, std::string& out) {
  out.resize(size);
  std::uint64_t drawn = 0;
  for (std::size_t i = 0; i < size; ++i, drawn >>= 8) {
    if (i % 8 == 0) drawn = random();
    out[i] = static_cast<char>(drawn);
  }
}

using Fill = void (*)(std::size_t size, SplitMix& random, std::string& out);

class Pool {
 public:
  explicit Pool(Fill fill) : fill_(fill) {
    SplitMix random(0);
    fill_(kPoolSize, random, grown_.emplace_back());
  }

  std::string_view Draw(std::size_t size, SplitMix& random, std::string& buffer) {
    if (size < kWorthThePool) {
      fill_(size, random, buffer);
      return buffer;
    }
    const auto begin = static_cast<std::size_t>(UniformWhole(0, kPoolSize - 1, random));
    if (begin + size > grown_.back().size()) Grow(kPoolSize + size);
    return std::string_view(grown_.back()).substr(begin, size);
  }

 private:
  // What was there before stays, because it may wait to be sent.
  void Grow(std::size_t size) {
    std::string longer = grown_.back();
    const std::size_t enough = std::max(size, 2 * longer.size());
    while (longer.size() < enough) longer.append(grown_.front());
    grown_.push_back(std::move(longer));
  }

  const Fill fill_;
  std::deque<std::string> grown_;
};

}  // namespace

std::string_view PrintableText(std::size_t size, SplitMix& random, std::string& buffer) {
  static Pool pool(FillWithText);
  return pool.Draw(size, random, buffer);
}

std::string_view RandomBytes(std::size_t size, SplitMix& random, std::string& buffer) {
  static Pool pool(FillWithBytes);
  return pool.Draw(size, random, buffer);
}

std::string_view HexDigits(std::size_t size, SplitMix& random, std::string& buffer) {
  FillWith(kHexDigits, 4, size, random, buffer);
  return buffer;
}

}  // namespace redline::worker
