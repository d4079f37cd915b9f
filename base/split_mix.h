// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators",
// 2014): the same numbers from a seed on every machine, 64 random bits each.
//
// A plain value; a UniformRandomBitGenerator.
#ifndef REDLINE_BASE_SPLIT_MIX_H_
#define REDLINE_BASE_SPLIT_MIX_H_

#include <cstdint>
#include <limits>

namespace redline {

class SplitMix {
 public:
  using result_type = std::uint64_t;

  explicit SplitMix(std::uint64_t seed) : state_(seed) {}

  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }

  result_type operator()() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

 private:
  std::uint64_t state_;
};

}  // namespace redline

#endif  // REDLINE_BASE_SPLIT_MIX_H_
