#include "reporting/metrics/duration_buckets.h"

#include <cstddef>

#include "shm/histogram_buckets.h"

namespace redline::reporting {

std::vector<std::uint64_t> CountsUpTo(const shm::HistogramSnapshot& histogram) {
  const std::vector<std::uint64_t>& buckets = histogram.buckets();
  std::vector<std::uint64_t> counts;
  std::uint64_t count = 0;
  std::size_t next = 0;
  for (const DurationBound& bound : kDurationBounds) {
    for (; next < buckets.size(); ++next) {
      const std::uint64_t longest = shm::LowestInBucket(next + 1) - 1;
      if (longest > bound.microseconds) break;
      count += buckets[next];
    }
    counts.push_back(count);
  }
  return counts;
}

}  // namespace redline::reporting
