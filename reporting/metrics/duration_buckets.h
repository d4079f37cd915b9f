// A histogram in the buckets that metrics have: how many durations were at most 50 µs,
// 100 µs, 250 µs and so on, up to 100 s.
//
// A count is made of whole buckets of the histogram (shm/histogram_buckets.h), and of
// those alone that lie below the bound: it holds no longer duration than the bound says,
// and may lack some that are at most 0.7 % shorter than it (up to 100 µs: none). So a
// percentile that is estimated from them is, apart from how coarse they are, never too
// good.
//
// Pure functions.
#ifndef REDLINE_REPORTING_METRICS_DURATION_BUCKETS_H_
#define REDLINE_REPORTING_METRICS_DURATION_BUCKETS_H_

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "shm/histogram_snapshot.h"

namespace redline::reporting {

struct DurationBound {
  // In seconds, as OpenMetrics wants a number to be written; in both dialects, because
  // Prometheus 2 takes "1" and "1.0" for two buckets.
  std::string_view seconds;
  std::uint64_t microseconds;
};

inline constexpr std::array kDurationBounds = std::to_array<DurationBound>({
    {"5e-05", 50},        {"0.0001", 100},        {"0.00025", 250},
    {"0.0005", 500},      {"0.001", 1'000},       {"0.0025", 2'500},
    {"0.005", 5'000},     {"0.01", 10'000},       {"0.025", 25'000},
    {"0.05", 50'000},     {"0.1", 100'000},       {"0.25", 250'000},
    {"0.5", 500'000},     {"1.0", 1'000'000},     {"2.5", 2'500'000},
    {"5.0", 5'000'000},   {"10.0", 10'000'000},   {"25.0", 25'000'000},
    {"50.0", 50'000'000}, {"100.0", 100'000'000},
});

// For each bound, how many values were at most as long.
std::vector<std::uint64_t> CountsUpTo(const shm::HistogramSnapshot& histogram);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_METRICS_DURATION_BUCKETS_H_
