// The bucket arithmetic of redline's histograms: log-linear, 1 µs to 10 min.
//
// Values below 128 µs have a bucket each. Above, every doubling is cut into 64 buckets
// of equal width, so that a bucket is at most 1/64 of its values wide and its middle is
// within 1/128 (0.8 %) of each of them. The scheme is HdrHistogram's with 128 sub-buckets
// (http://hdrhistogram.org); values above ten minutes count in the last bucket.
//
// Pure functions of whole microseconds; no state.
#ifndef REDLINE_SHM_HISTOGRAM_BUCKETS_H_
#define REDLINE_SHM_HISTOGRAM_BUCKETS_H_

#include <bit>
#include <cstddef>
#include <cstdint>

namespace redline::shm {

inline constexpr std::uint64_t kHighestTrackableMicroseconds = 600'000'000;

namespace internal {
inline constexpr unsigned kExactBits = 7;
inline constexpr std::size_t kExactBuckets = std::size_t{1} << kExactBits;
inline constexpr std::size_t kBucketsPerOctave = kExactBuckets / 2;
}  // namespace internal

// The bucket in which a value counts.
constexpr std::size_t BucketOf(std::uint64_t microseconds) {
  using namespace internal;
  if (microseconds < kExactBuckets) return microseconds;
  if (microseconds > kHighestTrackableMicroseconds) {
    microseconds = kHighestTrackableMicroseconds;
  }
  const unsigned shift = std::bit_width(microseconds) - kExactBits;
  return kExactBuckets + (shift - 1) * kBucketsPerOctave +
         ((microseconds >> shift) - kBucketsPerOctave);
}

inline constexpr std::size_t kBucketCount = BucketOf(kHighestTrackableMicroseconds) + 1;

// The smallest value that counts in a bucket.
constexpr std::uint64_t LowestInBucket(std::size_t bucket) {
  using namespace internal;
  if (bucket < kExactBuckets) return bucket;
  const std::size_t above = bucket - kExactBuckets;
  const unsigned shift = static_cast<unsigned>(above / kBucketsPerOctave) + 1;
  return (kBucketsPerOctave + above % kBucketsPerOctave) << shift;
}

// The value that stands for a bucket: the middle of the values that count in it.
constexpr double MiddleOfBucket(std::size_t bucket) {
  const double first = static_cast<double>(LowestInBucket(bucket));
  const double last = static_cast<double>(LowestInBucket(bucket + 1) - 1);
  return (first + last) / 2;
}

}  // namespace redline::shm

#endif  // REDLINE_SHM_HISTOGRAM_BUCKETS_H_
