#include "shm/histogram_snapshot.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <functional>
#include <memory>
#include <numeric>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "shm/histogram_buckets.h"
#include "shm/shared_histogram.h"
#include "tests/shm/shared_histogram_peer.h"

namespace redline::shm {
namespace {

using namespace std::chrono_literals;
using std::chrono::microseconds;

HistogramSnapshot SnapshotOf(const std::vector<std::int64_t>& values) {
  SharedHistogram histogram;
  for (const std::int64_t value : values) histogram.Record(microseconds(value));
  return HistogramSnapshot(histogram);
}

std::vector<std::int64_t> OneTo(std::int64_t last) {
  std::vector<std::int64_t> values(static_cast<std::size_t>(last));
  std::iota(values.begin(), values.end(), 1);
  return values;
}

TEST(HistogramSnapshot, HasNoAnswersWithoutValues) {
  const HistogramSnapshot snapshot = SnapshotOf({});
  EXPECT_EQ(snapshot.count(), 0U);
  EXPECT_EQ(snapshot.Mean(), std::nullopt);
  EXPECT_EQ(snapshot.Min(), std::nullopt);
  EXPECT_EQ(snapshot.Max(), std::nullopt);
  EXPECT_EQ(snapshot.Percentile(50), std::nullopt);
  EXPECT_EQ(snapshot.Percentile(100), std::nullopt);
  EXPECT_TRUE(snapshot.buckets().empty());
}

TEST(HistogramSnapshot, KnowsCountMeanMinAndMaxExactly) {
  // Values that share buckets with others, so that no figure can come from a bucket.
  const HistogramSnapshot snapshot = SnapshotOf({1'000'001, 7'777'777, 123'456'789});
  EXPECT_EQ(snapshot.count(), 3U);
  EXPECT_EQ(snapshot.Min(), 1'000'001us);
  EXPECT_EQ(snapshot.Max(), 123'456'789us);
  EXPECT_DOUBLE_EQ(snapshot.Mean()->count(), (1'000'001 + 7'777'777 + 123'456'789) / 3.0);
}

TEST(HistogramSnapshot, ComesApartIntoPartsAndBack) {
  const HistogramSnapshot snapshot = SnapshotOf({5, 5, 1'000'001, 700'000'000});
  const HistogramSnapshot::Parts parts = snapshot.ToParts();
  EXPECT_EQ(parts.count, 4U);
  EXPECT_EQ(parts.sum, 701'000'011U);
  EXPECT_EQ(parts.min, 5U);
  EXPECT_EQ(parts.max, 700'000'000U);
  ASSERT_EQ(parts.buckets.size(), 3U);
  EXPECT_EQ(parts.buckets[0], std::pair(std::size_t{5}, std::uint64_t{2}));
  const HistogramSnapshot again(parts);
  EXPECT_EQ(again.buckets(), snapshot.buckets());
  EXPECT_EQ(again.Mean(), snapshot.Mean());
  EXPECT_EQ(again.Min(), snapshot.Min());
  EXPECT_EQ(again.Max(), snapshot.Max());
  EXPECT_EQ(HistogramSnapshot(SnapshotOf({}).ToParts()).Max(), std::nullopt);
}

TEST(HistogramSnapshot, MayKnowAMeanAlone) {
  const HistogramSnapshot snapshot(HistogramSnapshot::Parts{
      .count = 4, .sum = 10, .min = {}, .max = {}, .buckets = {}});
  EXPECT_EQ(snapshot.count(), 4U);
  EXPECT_EQ(snapshot.Mean(), HistogramSnapshot::Microseconds(2.5));
  EXPECT_EQ(snapshot.Min(), std::nullopt);
  EXPECT_EQ(snapshot.Max(), std::nullopt);
  EXPECT_EQ(snapshot.Percentile(50), std::nullopt);
  EXPECT_EQ(snapshot.Percentile(100), std::nullopt);
}

TEST(HistogramSnapshot, TellsWhatCameSinceAnEarlierLook) {
  SharedHistogram histogram;
  histogram.Record(3us);
  histogram.Record(2s);
  const HistogramSnapshot earlier(histogram);
  histogram.Record(100us);
  histogram.Record(300us);
  const HistogramSnapshot since = HistogramSnapshot(histogram).Since(earlier);
  EXPECT_EQ(since.count(), 2U);
  EXPECT_EQ(since.Mean(), 200us);
  EXPECT_EQ(since.Min(), 100us);
  EXPECT_NEAR(since.Max()->count(), 300, 4);
  EXPECT_NEAR(since.Percentile(50)->count(), 100, 1);
  EXPECT_EQ(HistogramSnapshot(histogram).Since(HistogramSnapshot(histogram)).Max(),
            std::nullopt);
}

TEST(HistogramSnapshot, DoesNotChangeWithItsHistogram) {
  SharedHistogram histogram;
  histogram.Record(1us);
  const HistogramSnapshot snapshot(histogram);
  histogram.Record(2us);
  EXPECT_EQ(snapshot.count(), 1U);
  EXPECT_EQ(snapshot.Max(), 1us);
}

TEST(HistogramSnapshot, EndsItsBucketsAtTheLastThatHoldsAValue) {
  EXPECT_EQ(SnapshotOf({3, 5}).buckets(), (std::vector<std::uint64_t>{0, 0, 0, 1, 0, 1}));
}

TEST(HistogramSnapshot, HasNoPercentilesWithoutBuckets) {
  SharedHistogram histogram;
  histogram.Record(5us);
  const HistogramSnapshot snapshot(histogram, HistogramSnapshot::Buckets::kNone);
  EXPECT_EQ(snapshot.Percentile(50), std::nullopt);
  EXPECT_EQ(snapshot.count(), 1U);
  EXPECT_EQ(snapshot.Mean(), 5us);
  EXPECT_EQ(snapshot.Min(), 5us);
  EXPECT_EQ(snapshot.Max(), 5us);
}

TEST(HistogramSnapshot, GivesTheOnlyValueForEachPercentile) {
  const HistogramSnapshot snapshot = SnapshotOf({123'457});
  for (const double percent : {0.0, 50.0, 99.9, 100.0}) {
    EXPECT_EQ(snapshot.Percentile(percent), 123'457us) << percent;
  }
}

TEST(HistogramSnapshot, GivesTheSmallestValueForPercentile0) {
  EXPECT_EQ(SnapshotOf({3, 4, 5}).Percentile(0), 3us);
}

TEST(HistogramSnapshot, GivesTheExactMaximumForPercentile100) {
  EXPECT_EQ(SnapshotOf({1, 1'000'001}).Percentile(100), 1'000'001us);
}

TEST(HistogramSnapshot, GivesTheLowerOfTwoValuesForTheMedian) {
  EXPECT_EQ(SnapshotOf({10, 20}).Percentile(50), 10us);
}

TEST(HistogramSnapshot, KeepsPercentilesBetweenMinimumAndMaximum) {
  // Both ends of one bucket: its middle is neither.
  const std::size_t bucket = BucketOf(1'000'000);
  const auto low = static_cast<std::int64_t>(LowestInBucket(bucket));
  const auto high = static_cast<std::int64_t>(LowestInBucket(bucket + 1) - 1);
  EXPECT_EQ(SnapshotOf({low, low}).Percentile(99), microseconds(low));
  EXPECT_EQ(SnapshotOf({high, high}).Percentile(1), microseconds(high));
}

// The p-th percentile of the values 1 to 100 is p: the (p/100 × 100)-th smallest.
TEST(HistogramSnapshot, TakesTheExactRankForEachWholePercent) {
  const HistogramSnapshot snapshot = SnapshotOf(OneTo(100));
  for (int percent = 1; percent <= 100; ++percent) {
    EXPECT_EQ(snapshot.Percentile(percent), microseconds(percent));
  }
}

TEST(HistogramSnapshot, TakesTheExactRankForTenthsOfAPercent) {
  // 870 values of 10 µs and 130 of 20 µs: the last 10 is at 87.0 percent.
  std::vector<std::int64_t> values(1000, 20);
  for (int tenths = 1; tenths < 1000; ++tenths) {
    values[static_cast<std::size_t>(tenths - 1)] = 10;
    const HistogramSnapshot snapshot = SnapshotOf(values);
    ASSERT_EQ(snapshot.Percentile(tenths / 10.0), 10us) << tenths;
    ASSERT_EQ(snapshot.Percentile((tenths + 1) / 10.0), 20us) << tenths;
  }
}

TEST(HistogramSnapshot, RefusesAnInvalidPercentile) {
  const HistogramSnapshot snapshot = SnapshotOf({1});
  EXPECT_DEATH(snapshot.Percentile(-0.1), "no such percentile");
  EXPECT_DEATH(snapshot.Percentile(100.1), "no such percentile");
  EXPECT_DEATH(snapshot.Percentile(std::nan("")), "no such percentile");
}

TEST(HistogramSnapshot, HasPercentilesOfTheCountedValuesBesideAFullBucket) {
  constexpr std::uint32_t kFull = std::numeric_limits<std::uint32_t>::max();
  SharedHistogram histogram;
  histogram.Record(10us);
  histogram.Record(20us);
  SharedHistogramPeer::SetBucket(histogram, 10, kFull);
  SharedHistogramPeer::SetBucket(histogram, 20, kFull);
  EXPECT_EQ(HistogramSnapshot(histogram).Percentile(50), 10us);
  EXPECT_EQ(HistogramSnapshot(histogram).Percentile(50.1), 20us);
}

TEST(HistogramSnapshot, HasNoMinimumWhenReadBetweenAValuesCountAndItsMinimum) {
  SharedHistogram histogram;
  SharedHistogramPeer::SetCount(histogram, 1);
  EXPECT_EQ(HistogramSnapshot(histogram).Min(), std::nullopt);
}

TEST(HistogramSnapshot, RecordsAsASharedHistogramDoes) {
  SharedHistogram histogram;
  HistogramSnapshot snapshot;
  for (const auto value : {-3us, 0us, 1us, 127us, 128us, 129us, 1'000'000us}) {
    histogram.Record(value);
    snapshot.Record(value);
  }
  snapshot.Record(1h);
  histogram.Record(1h);
  const HistogramSnapshot shared(histogram);
  EXPECT_EQ(snapshot.count(), shared.count());
  EXPECT_EQ(snapshot.Mean(), shared.Mean());
  EXPECT_EQ(snapshot.Min(), shared.Min());
  EXPECT_EQ(snapshot.Max(), shared.Max());
  EXPECT_EQ(snapshot.buckets(), shared.buckets());
}

TEST(HistogramSnapshot, MergesWithoutLoss) {
  std::mt19937_64 random(3);
  std::uniform_int_distribution<std::int64_t> microseconds_up_to_a_minute(0, 60'000'000);
  std::vector<std::int64_t> all;
  HistogramSnapshot merged;
  for (int part = 0; part < 10; ++part) {
    std::vector<std::int64_t> values(1000);
    for (auto& value : values) value = microseconds_up_to_a_minute(random) >> part;
    all.insert(all.end(), values.begin(), values.end());
    merged.Merge(SnapshotOf(values));
  }
  const HistogramSnapshot whole = SnapshotOf(all);
  EXPECT_EQ(merged.count(), whole.count());
  EXPECT_EQ(merged.Mean(), whole.Mean());
  EXPECT_EQ(merged.Min(), whole.Min());
  EXPECT_EQ(merged.Max(), whole.Max());
  EXPECT_EQ(merged.buckets(), whole.buckets());
}

TEST(HistogramSnapshot, MergingNothingChangesNothing) {
  HistogramSnapshot snapshot = SnapshotOf({5});
  snapshot.Merge(HistogramSnapshot());
  EXPECT_EQ(snapshot.Min(), 5us);
  EXPECT_EQ(snapshot.Max(), 5us);
  EXPECT_EQ(snapshot.count(), 1U);
}

TEST(HistogramSnapshot, MergesBucketsBeyond32Bits) {
  SharedHistogram histogram;
  histogram.Record(1us);
  SharedHistogramPeer::SetBucket(histogram, 1, std::numeric_limits<std::uint32_t>::max());
  HistogramSnapshot snapshot(histogram);
  snapshot.Merge(HistogramSnapshot(histogram));
  EXPECT_EQ(snapshot.buckets()[1], 2 * ((std::uint64_t{1} << 32) - 1));
}

// The percentiles of a million values against the values themselves, sorted.
struct Distribution {
  std::string name;
  std::function<double(std::mt19937_64&)> draw;
};

class HistogramSnapshotPercentiles : public ::testing::TestWithParam<Distribution> {};

TEST_P(HistogramSnapshotPercentiles, AreWithinOnePercentOfAMillionSortedValues) {
  constexpr std::size_t kValues = 1'000'000;
  std::mt19937_64 random(42);
  std::vector<std::int64_t> values(kValues);
  for (auto& value : values) value = std::llround(GetParam().draw(random));
  const HistogramSnapshot snapshot = SnapshotOf(values);
  std::sort(values.begin(), values.end());
  for (const double percent : {0.1, 1.0, 5.0, 10.0, 25.0, 50.0, 75.0, 90.0, 95.0, 99.0,
                               99.9, 99.99, 99.999, 100.0}) {
    // In whole thousandths of a percent, so that the rank is exact.
    const auto rank =
        static_cast<std::size_t>(std::llround(percent * 1000)) * (kValues / 100'000);
    const auto exact = static_cast<double>(values[rank - 1]);
    EXPECT_NEAR(snapshot.Percentile(percent)->count(), exact, exact * 0.01) << percent;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Distributions, HistogramSnapshotPercentiles,
    ::testing::Values(
        Distribution{"Uniform",
                     [](std::mt19937_64& random) {
                       return std::uniform_real_distribution<>(0, 10e6)(random);
                     }},
        Distribution{"LogNormal",
                     [](std::mt19937_64& random) {
                       return std::min(600e6,
                                       std::lognormal_distribution<>(6, 2)(random));
                     }},
        Distribution{"TwoPeaks",
                     [](std::mt19937_64& random) {
                       const bool slow = std::bernoulli_distribution(0.02)(random);
                       return std::exponential_distribution<>(slow ? 1e-6 : 1e-2)(random);
                     }}),
    [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace redline::shm
