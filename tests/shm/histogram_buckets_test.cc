#include "shm/histogram_buckets.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <random>

namespace redline::shm {
namespace {

constexpr std::uint64_t kHighest = kHighestTrackableMicroseconds;

static_assert(kHighest == 10ULL * 60 * 1'000'000);
static_assert(kBucketCount == 1544);
static_assert(BucketOf(0) == 0);

// How far the value that stands for `value` is from it, as a share of it.
double ErrorOf(std::uint64_t value) {
  const double exact = static_cast<double>(value);
  return std::abs(MiddleOfBucket(BucketOf(value)) - exact) / exact;
}

TEST(HistogramBuckets, MapTheLowestValueOfEachBucketBackToIt) {
  for (std::size_t bucket = 0; bucket < kBucketCount; ++bucket) {
    ASSERT_EQ(BucketOf(LowestInBucket(bucket)), bucket);
  }
}

TEST(HistogramBuckets, MapTheHighestValueOfEachBucketBackToIt) {
  for (std::size_t bucket = 0; bucket < kBucketCount; ++bucket) {
    ASSERT_EQ(BucketOf(LowestInBucket(bucket + 1) - 1), bucket);
  }
}

TEST(HistogramBuckets, RiseStrictly) {
  for (std::size_t bucket = 0; bucket < kBucketCount; ++bucket) {
    ASSERT_LT(LowestInBucket(bucket), LowestInBucket(bucket + 1));
  }
}

TEST(HistogramBuckets, NeverFallAsValuesRise) {
  std::size_t last = 0;
  for (std::uint64_t value = 0; value < 1'000'000; ++value) {
    const std::size_t bucket = BucketOf(value);
    ASSERT_TRUE(bucket == last || bucket == last + 1) << value;
    last = bucket;
  }
}

TEST(HistogramBuckets, AreExactBelow128Microseconds) {
  for (std::uint64_t value = 0; value < 128; ++value) {
    ASSERT_EQ(MiddleOfBucket(BucketOf(value)), static_cast<double>(value));
  }
}

TEST(HistogramBuckets, AreWithinOnePercentOfEachSmallValue) {
  for (std::uint64_t value = 1; value < 100'000; ++value) {
    ASSERT_LE(ErrorOf(value), 0.01) << value;
  }
}

TEST(HistogramBuckets, AreWithinOnePercentUpToTenMinutes) {
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> exponent(
      0, std::log(static_cast<double>(kHighest)));
  for (int i = 0; i < 200'000; ++i) {
    const auto value = static_cast<std::uint64_t>(std::exp(exponent(random)));
    ASSERT_LE(ErrorOf(value), 0.01) << value;
  }
  EXPECT_LE(ErrorOf(kHighest), 0.01);
}

TEST(HistogramBuckets, AreWithinOnePercentOnBothSidesOfEachPowerOfTwo) {
  for (std::uint64_t power = 2; power < kHighest; power *= 2) {
    ASSERT_LE(ErrorOf(power - 1), 0.01) << power;
    ASSERT_LE(ErrorOf(power), 0.01) << power;
    ASSERT_LE(ErrorOf(power + 1), 0.01) << power;
  }
}

TEST(HistogramBuckets, CountTenMinutesInTheLastBucket) {
  EXPECT_EQ(BucketOf(kHighest), kBucketCount - 1);
}

TEST(HistogramBuckets, ClampWhatIsAboveTenMinutes) {
  EXPECT_EQ(BucketOf(kHighest + 1), kBucketCount - 1);
  EXPECT_EQ(BucketOf(std::numeric_limits<std::uint64_t>::max()), kBucketCount - 1);
}

}  // namespace
}  // namespace redline::shm
