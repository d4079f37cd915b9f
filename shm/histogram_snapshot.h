// A histogram at one moment: an ordinary value to copy, merge and ask.
//
// Counts are 64-bit, so merging any number of workers is lossless. Durations come out as
// double microseconds; a question about no values has no answer (nullopt), never 0.
//
// Percentiles follow HdrHistogram's definition: the value of the bucket in which the
// ceil(p/100 × count)-th smallest value lies, here the bucket's middle (within 0.8 % of
// the value), kept between the exact minimum and maximum.
#ifndef REDLINE_SHM_HISTOGRAM_SNAPSHOT_H_
#define REDLINE_SHM_HISTOGRAM_SNAPSHOT_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "shm/shared_histogram.h"

namespace redline::shm {

class HistogramSnapshot {
 public:
  using Microseconds = std::chrono::duration<double, std::micro>;

  // The parts to read of a shared histogram: without its buckets there are no
  // percentiles, but six kilobytes less to read.
  enum class Buckets { kAll, kNone };

  // A histogram as a file keeps it. Unknown parts are absent; a mean has count and sum
  // only.
  struct Parts {
    std::uint64_t count = 0;
    std::uint64_t sum = 0;  // microseconds
    std::optional<std::uint64_t> min;
    std::optional<std::uint64_t> max;
    // By bucket, only those that hold any.
    std::vector<std::pair<std::size_t, std::uint64_t>> buckets;
  };

  HistogramSnapshot() = default;
  explicit HistogramSnapshot(const SharedHistogram& histogram,
                             Buckets buckets = Buckets::kAll);
  // REQUIRES: every bucket is below kBucketCount.
  explicit HistogramSnapshot(const Parts& parts);

  Parts ToParts() const;

  // Adds one value, as SharedHistogram::Record would.
  void Record(std::chrono::microseconds duration);
  // Adds all values of another histogram.
  void Merge(const HistogramSnapshot& other);
  // The values that came after `earlier`, a look at the same histogram. How many they are
  // is counted in the buckets; their minimum and maximum are known to a bucket's width.
  HistogramSnapshot Since(const HistogramSnapshot& earlier) const;

  std::uint64_t count() const { return count_; }
  std::chrono::microseconds sum() const {
    return std::chrono::microseconds(static_cast<std::int64_t>(sum_));
  }
  std::optional<Microseconds> Mean() const;
  std::optional<Microseconds> Min() const;
  std::optional<Microseconds> Max() const;
  // REQUIRES: 0 <= percent <= 100.
  std::optional<Microseconds> Percentile(double percent) const;

  // How many values each bucket holds; ends at the last bucket that holds any.
  const std::vector<std::uint64_t>& buckets() const { return buckets_; }

 private:
  std::uint64_t count_ = 0;
  std::uint64_t sum_ = 0;
  std::uint64_t min_ = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t max_ = 0;
  std::vector<std::uint64_t> buckets_;
};

}  // namespace redline::shm

#endif  // REDLINE_SHM_HISTOGRAM_SNAPSHOT_H_
