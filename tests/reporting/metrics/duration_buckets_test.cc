#include "reporting/metrics/duration_buckets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <charconv>
#include <chrono>
#include <cstdint>
#include <string>

namespace redline::reporting {
namespace {

using std::chrono::microseconds;
using ::testing::Each;

std::uint64_t CountUpTo(std::string_view seconds, std::uint64_t value) {
  shm::HistogramSnapshot histogram;
  histogram.Record(microseconds(value));
  const std::vector<std::uint64_t> counts = CountsUpTo(histogram);
  for (std::size_t i = 0; i < kDurationBounds.size(); ++i) {
    if (kDurationBounds[i].seconds == seconds) return counts.at(i);
  }
  ADD_FAILURE() << "no bound " << seconds;
  return 0;
}

TEST(DurationBuckets, AreNamedBySeconds) {
  for (const DurationBound& bound : kDurationBounds) {
    double seconds = 0;
    std::from_chars(bound.seconds.begin(), bound.seconds.end(), seconds);
    EXPECT_DOUBLE_EQ(seconds * 1e6, static_cast<double>(bound.microseconds));
  }
}

TEST(DurationBuckets, HoldWhatIsAsLongAsTheirBound) {
  EXPECT_EQ(CountUpTo("5e-05", 50), 1U);
  EXPECT_EQ(CountUpTo("0.0001", 100), 1U);
}

TEST(DurationBuckets, HoldNothingThatIsLonger) {
  for (const DurationBound& bound : kDurationBounds) {
    EXPECT_EQ(CountUpTo(bound.seconds, bound.microseconds + 1), 0U) << bound.seconds;
  }
}

TEST(DurationBuckets, LackOnlyWhatIsWithin7PerMilleOfTheirBound) {
  for (const DurationBound& bound : kDurationBounds) {
    EXPECT_EQ(CountUpTo(bound.seconds, bound.microseconds * 993 / 1000), 1U)
        << bound.seconds;
  }
}

TEST(DurationBuckets, CountWhatShorterOnesDo) {
  shm::HistogramSnapshot histogram;
  for (const int value : {20, 70, 70, 400, 90'000'000, 300'000'000}) {
    histogram.Record(microseconds(value));
  }
  const std::vector<std::uint64_t> counts = CountsUpTo(histogram);
  EXPECT_EQ(counts[0], 1U);
  EXPECT_EQ(counts[1], 3U);
  EXPECT_EQ(counts[2], 3U);
  EXPECT_EQ(counts[3], 4U);
  EXPECT_EQ(counts.back(), 5U);
}

TEST(DurationBuckets, OfNoValuesCountNone) {
  EXPECT_THAT(CountsUpTo(shm::HistogramSnapshot()), Each(0U));
}

}  // namespace
}  // namespace redline::reporting
