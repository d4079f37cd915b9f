// Random numbers for a task's values. Zipf's stand in worker/task/zipf_distribution.h.
//
// Written by hand where the standard library's would keep state or draw several numbers.
// Pure functions of the generator's state.
#ifndef REDLINE_WORKER_TASK_RANDOM_VALUES_H_
#define REDLINE_WORKER_TASK_RANDOM_VALUES_H_

#include <cmath>
#include <cstdint>

#include "base/split_mix.h"

namespace redline::worker {

// At least 0 and less than 1, in steps of 2^-53.
inline double UnitReal(SplitMix& random) {
  return static_cast<double>(random() >> 11) * 0x1p-53;
}

// Each from `first` to `last` is as likely, to within 2^-64 of their number. REQUIRES:
// first <= last.
inline std::int64_t UniformWhole(std::int64_t first, std::int64_t last,
                                 SplitMix& random) {
  const std::uint64_t count =
      static_cast<std::uint64_t>(last) - static_cast<std::uint64_t>(first) + 1;
  if (count == 0) return static_cast<std::int64_t>(random());  // All there are.
  // The high half of a product of 128 bits, which a division would take longer for.
  const auto product = static_cast<unsigned __int128>(random()) * count;
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(first) +
                                   static_cast<std::uint64_t>(product >> 64));
}

// By Marsaglia and Bray's polar method (1964). REQUIRES: deviation >= 0.
inline double NormalReal(double mean, double deviation, SplitMix& random) {
  while (true) {
    const double x = 2 * UnitReal(random) - 1;
    const double y = 2 * UnitReal(random) - 1;
    const double square = x * x + y * y;
    if (square >= 1 || square == 0) continue;
    return mean + deviation * x * std::sqrt(-2 * std::log(square) / square);
  }
}

inline double ExponentialReal(double mean, SplitMix& random) {
  return -mean * std::log1p(-UnitReal(random));
}

}  // namespace redline::worker

#endif  // REDLINE_WORKER_TASK_RANDOM_VALUES_H_
