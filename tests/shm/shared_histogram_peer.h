// Forges the contents of a histogram: what no test could record one by one.
#ifndef REDLINE_TESTS_SHM_SHARED_HISTOGRAM_PEER_H_
#define REDLINE_TESTS_SHM_SHARED_HISTOGRAM_PEER_H_

#include <cstddef>
#include <cstdint>

#include "shm/shared_histogram.h"

namespace redline::shm {

class SharedHistogramPeer {
 public:
  static void SetBucket(SharedHistogram& histogram, std::size_t bucket,
                        std::uint32_t count) {
    histogram.buckets_[bucket] = count;
  }
  static std::uint32_t Bucket(const SharedHistogram& histogram, std::size_t bucket) {
    return histogram.buckets_[bucket];
  }
  static void SetCount(SharedHistogram& histogram, std::uint64_t count) {
    histogram.count_ = count;
  }
  static void SetSum(SharedHistogram& histogram, std::uint64_t microseconds) {
    histogram.sum_ = microseconds;
  }
};

}  // namespace redline::shm

#endif  // REDLINE_TESTS_SHM_SHARED_HISTOGRAM_PEER_H_
