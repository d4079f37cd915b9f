// A histogram of durations that one process writes while others read it.
//
// Fixed size, no pointers: it lies in the shared segment (or in ordinary memory, where a
// process wants one for itself). There is exactly one writer, which calls Record; any
// thread of any process may read the fields at any time through HistogramSnapshot.
//
// Memory order: all accesses are relaxed. A reader beside a running writer may see a
// value's count before its bucket or the other way round, which is enough for a live
// view. A reader that has seen the writer end (waitpid, join) sees every value.
//
// Count, sum, min and max are exact 64-bit values. A bucket holds up to 2^32 - 1 values
// and then stays there: percentiles of more values than that in one bucket of one worker
// are of the values counted.
#ifndef REDLINE_SHM_SHARED_HISTOGRAM_H_
#define REDLINE_SHM_SHARED_HISTOGRAM_H_

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "shm/histogram_buckets.h"

namespace redline::shm {

class SharedHistogram {
 public:
  // Records one duration; a negative one counts as 0. Writer only.
  void Record(std::chrono::microseconds duration) {
    const std::uint64_t value =
        duration.count() < 0 ? 0 : static_cast<std::uint64_t>(duration.count());
    // Relaxed loads and stores instead of read-modify-write: there is only one writer.
    Set(count_, Get(count_) + 1);
    Set(sum_, Get(sum_) + value);
    if (value < Get(min_)) Set(min_, value);
    if (value > Get(max_)) Set(max_, value);
    std::atomic<std::uint32_t>& bucket = buckets_[BucketOf(value)];
    const std::uint32_t in_bucket = bucket.load(std::memory_order_relaxed);
    if (in_bucket != std::numeric_limits<std::uint32_t>::max()) {
      bucket.store(in_bucket + 1, std::memory_order_relaxed);
    }
  }

  // Records how late a tick of a timer was noticed, and each one after it that was missed
  // in the meantime: late, late − interval, … down to 0. One value for all of them would
  // be coordinated omission. (HdrHistogram's recordValueWithExpectedInterval does it so.)
  // REQUIRES: interval > 0. Writer only.
  void RecordTicks(std::chrono::microseconds late, std::chrono::microseconds interval) {
    do {
      Record(late);
      late -= interval;
    } while (late.count() >= 0);
  }

 private:
  friend class HistogramSnapshot;
  friend class SharedHistogramPeer;  // Tests forge counts near their limits.

  // Relaxed, as said above: values carry no other data with them.
  static std::uint64_t Get(const std::atomic<std::uint64_t>& field) {
    return field.load(std::memory_order_relaxed);
  }
  static void Set(std::atomic<std::uint64_t>& field, std::uint64_t value) {
    field.store(value, std::memory_order_relaxed);
  }

  std::atomic<std::uint64_t> count_{0};
  std::atomic<std::uint64_t> sum_{0};  // microseconds
  std::atomic<std::uint64_t> min_{std::numeric_limits<std::uint64_t>::max()};
  std::atomic<std::uint64_t> max_{0};
  std::array<std::atomic<std::uint32_t>, kBucketCount> buckets_{};
};

static_assert(std::atomic<std::uint64_t>::is_always_lock_free);
static_assert(std::atomic<std::uint32_t>::is_always_lock_free);
static_assert(std::is_standard_layout_v<SharedHistogram>);
static_assert(sizeof(SharedHistogram) == 4 * 8 + 1544 * 4);

}  // namespace redline::shm

#endif  // REDLINE_SHM_SHARED_HISTOGRAM_H_
