#include "shm/shared_histogram.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <limits>
#include <thread>

#include "shm/histogram_buckets.h"
#include "shm/histogram_snapshot.h"
#include "tests/shm/shared_histogram_peer.h"

namespace redline::shm {
namespace {

using namespace std::chrono_literals;
using Peer = SharedHistogramPeer;

constexpr std::uint32_t kFull = std::numeric_limits<std::uint32_t>::max();

TEST(SharedHistogram, CountsAValueInItsBucketOnly) {
  SharedHistogram histogram;
  histogram.Record(1000us);
  for (std::size_t bucket = 0; bucket < kBucketCount; ++bucket) {
    ASSERT_EQ(Peer::Bucket(histogram, bucket), bucket == BucketOf(1000) ? 1U : 0U);
  }
}

TEST(SharedHistogram, CountsANegativeDurationAsZero) {
  SharedHistogram histogram;
  histogram.Record(-5us);
  const HistogramSnapshot snapshot(histogram);
  EXPECT_EQ(snapshot.count(), 1U);
  EXPECT_EQ(snapshot.Min(), 0us);
  EXPECT_EQ(snapshot.Max(), 0us);
  EXPECT_EQ(snapshot.Mean(), 0us);
  EXPECT_EQ(Peer::Bucket(histogram, 0), 1U);
}

TEST(SharedHistogram, CountsAPunctualTickOnce) {
  SharedHistogram histogram;
  histogram.RecordTicks(0us, 10ms);
  histogram.RecordTicks(9'999us, 10ms);
  EXPECT_EQ(HistogramSnapshot(histogram).count(), 2U);
}

TEST(SharedHistogram, CountsEachTickThatWasMissedWithItsOwnLateness) {
  SharedHistogram histogram;
  histogram.RecordTicks(25ms, 10ms);
  const HistogramSnapshot snapshot(histogram);
  EXPECT_EQ(snapshot.count(), 3U);
  EXPECT_EQ(snapshot.sum(), 25ms + 15ms + 5ms);
}

TEST(SharedHistogram, FillsABucketToItsLastCount) {
  SharedHistogram histogram;
  Peer::SetBucket(histogram, 7, kFull - 1);
  histogram.Record(7us);
  EXPECT_EQ(Peer::Bucket(histogram, 7), kFull);
}

TEST(SharedHistogram, LeavesAFullBucketFullInsteadOfStartingAgainAtZero) {
  SharedHistogram histogram;
  Peer::SetBucket(histogram, 7, kFull);
  histogram.Record(7us);
  EXPECT_EQ(Peer::Bucket(histogram, 7), kFull);
}

TEST(SharedHistogram, KeepsCountAndSumExactBesideAFullBucket) {
  SharedHistogram histogram;
  Peer::SetBucket(histogram, 7, kFull);
  Peer::SetCount(histogram, kFull);
  Peer::SetSum(histogram, std::uint64_t{kFull} * 7);
  histogram.Record(7us);
  const HistogramSnapshot snapshot(histogram);
  EXPECT_EQ(snapshot.count(), std::uint64_t{1} << 32);
  EXPECT_EQ(snapshot.Mean(), 7us);
}

TEST(SharedHistogram, RecordsWhatIsAboveTenMinutesExactlyButInTheLastBucket) {
  SharedHistogram histogram;
  histogram.Record(1h);
  const HistogramSnapshot snapshot(histogram);
  EXPECT_EQ(snapshot.Max(), 1h);
  EXPECT_EQ(snapshot.Mean(), 1h);
  EXPECT_EQ(Peer::Bucket(histogram, kBucketCount - 1), 1U);
}

TEST(SharedHistogram, CanBeReadWhileItIsWritten) {
  constexpr std::uint64_t kValues = 200'000;
  SharedHistogram histogram;
  std::thread writer([&] {
    for (std::uint64_t i = 0; i < kValues; ++i) {
      histogram.Record(std::chrono::microseconds(100 + i % 1000));
    }
  });
  std::uint64_t last = 0;
  while (last < kValues) {
    const HistogramSnapshot snapshot(histogram);
    EXPECT_GE(snapshot.count(), last);
    last = snapshot.count();
    if (const auto max = snapshot.Max()) {
      EXPECT_LE(*max, 1099us);
    }
  }
  writer.join();
  EXPECT_EQ(HistogramSnapshot(histogram).count(), kValues);
}

}  // namespace
}  // namespace redline::shm
