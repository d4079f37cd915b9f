#include "runner/issue/pacer.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

namespace redline::runner {
namespace {

using namespace std::chrono_literals;
using std::chrono::nanoseconds;

// Any moment; a machine that has been up for a month.
constexpr Pacer::TimePoint kStart(30 * 24h + 123456789ns);

Pacer PacerOf(double rate, Pacer::Duration duration) {
  return Pacer(LoadShape::Constant(rate, duration), kStart);
}

std::uint64_t TotalOf(double rate, Pacer::Duration duration) {
  return PacerOf(rate, duration).total();
}

// The due time, in more digits than a double has.
nanoseconds ExactOffset(std::uint64_t n, double rate) {
  return nanoseconds(std::llroundl(static_cast<long double>(n) * 1e9L / rate));
}

class PacerAtRate : public ::testing::TestWithParam<double> {
 protected:
  // An hour of tasks.
  Pacer pacer_ = PacerOf(GetParam(), 1h);
};

TEST_P(PacerAtRate, IsDueWithoutDriftToTheNanosecond) {
  std::mt19937_64 random(5);
  for (int i = 0; i < 10'000; ++i) {
    const std::uint64_t n = random() % pacer_.total();
    const nanoseconds offset = pacer_.DueTime(n) - kStart;
    ASSERT_LE(std::abs((offset - ExactOffset(n, GetParam())).count()), 1) << n;
  }
}

TEST_P(PacerAtRate, CountsATaskFromTheNanosecondAtWhichItIsDue) {
  std::mt19937_64 random(6);
  for (int i = 0; i < 10'000; ++i) {
    const std::uint64_t n = random() % pacer_.total();
    ASSERT_EQ(pacer_.DueBy(pacer_.DueTime(n)), n + 1);
    ASSERT_EQ(pacer_.DueBy(pacer_.DueTime(n) - 1ns), n);
  }
}

TEST_P(PacerAtRate, HasItsLastTaskBeforeTheEndAndTheNextNot) {
  EXPECT_LT(pacer_.DueTime(pacer_.total() - 1), pacer_.end());
  EXPECT_GE(pacer_.DueTime(pacer_.total()), pacer_.end());
}

TEST_P(PacerAtRate, HasRateTimesDurationTasks) {
  EXPECT_EQ(pacer_.total(),
            static_cast<std::uint64_t>(std::ceil(GetParam() * 3600.0L - 1e-6L)));
}

TEST_P(PacerAtRate, NeverOwesFewerTasksAsTimeGoesOn) {
  std::uint64_t last = 0;
  const auto step = nanoseconds(static_cast<std::int64_t>(0.37e9 / GetParam()) + 1);
  for (auto time = kStart; time < kStart + 10'000 * step; time += step) {
    const std::uint64_t due = pacer_.DueBy(time);
    ASSERT_GE(due, last);
    ASSERT_LE(due, last + 1);
    last = due;
  }
}

INSTANTIATE_TEST_SUITE_P(Rates, PacerAtRate,
                         ::testing::Values(0.5, 3.0, 7.0, 100.0 / 3, 333.3, 1000.0,
                                           20'000.0, 123'456.789, 1e7));

// Offsets in milliseconds are exact here: the and cases.md's rates.
TEST(Pacer, IsDueEachTwoSecondsAtHalfATaskPerSecond) {
  const Pacer pacer = PacerOf(0.5, 10s);
  for (std::uint64_t n = 0; n < 5; ++n) EXPECT_EQ(pacer.DueTime(n), kStart + n * 2s);
}

TEST(Pacer, RoundsThirdsOfASecondOnceEachAndNeverAddsTheRoundingsUp) {
  const Pacer pacer = PacerOf(3, 1h);
  EXPECT_EQ(pacer.DueTime(1), kStart + 333'333'333ns);
  EXPECT_EQ(pacer.DueTime(2), kStart + 666'666'667ns);
  EXPECT_EQ(pacer.DueTime(3), kStart + 1s);
  EXPECT_EQ(pacer.DueTime(3 * 3600), kStart + 1h);
}

TEST(Pacer, HasTheTasksThatCasesAskFor) {
  EXPECT_EQ(TotalOf(2, 10s), 20U);
  EXPECT_EQ(TotalOf(0.5, 10s), 5U);
  EXPECT_EQ(TotalOf(10, 10s), 100U);
  EXPECT_EQ(TotalOf(10'000'000, 5s), 50'000'000U);
}

TEST(Pacer, RoundsTheTasksOfAPhaseUp) {
  EXPECT_EQ(TotalOf(3, 500ms), 2U);
  EXPECT_EQ(TotalOf(0.001, 100ms), 1U);
  EXPECT_EQ(TotalOf(333.3, 10s), 3333U);
}

// A tenth of a rate is not exact: 0.7000000000000001 times 10 is not more than 7 tasks.
TEST(Pacer, IsNotMisledByARateThatIsADoubleTooHigh) {
  for (int rate = 1; rate <= 2000; ++rate) {
    const auto expected = static_cast<std::uint64_t>(rate);
    ASSERT_EQ(TotalOf(rate * 0.1, 10s), expected) << rate;
  }
}

TEST(Pacer, HasNoTaskInAPhaseOfNoLength) {
  const Pacer pacer = PacerOf(1000, 0s);
  EXPECT_EQ(pacer.total(), 0U);
  EXPECT_EQ(pacer.end(), kStart);
  EXPECT_EQ(pacer.DueBy(kStart), 0U);
  EXPECT_EQ(pacer.DueBy(kStart + 1h), 0U);
}

TEST(Pacer, HasOneTaskInAPhaseOfANanosecond) { EXPECT_EQ(TotalOf(1000, 1ns), 1U); }

TEST(Pacer, HasNothingDueBeforeTheStart) {
  const Pacer pacer = PacerOf(1e9, 1s);
  EXPECT_EQ(pacer.DueBy(kStart - 1ns), 0U);
  EXPECT_EQ(pacer.DueBy(Pacer::TimePoint::min()), 0U);
}

TEST(Pacer, HasItsFirstTaskDueAtTheStart) {
  EXPECT_EQ(PacerOf(1, 1s).DueTime(0), kStart);
  EXPECT_EQ(PacerOf(1, 1s).DueBy(kStart), 1U);
}

TEST(Pacer, HasAllTasksDueAtTheEndAndNeverMore) {
  const Pacer pacer = PacerOf(1000, 10s);
  EXPECT_EQ(pacer.DueBy(pacer.end()), 10'000U);
  EXPECT_EQ(pacer.DueBy(kStart + 100 * 365 * 24h), 10'000U);
  EXPECT_EQ(pacer.DueBy(Pacer::TimePoint::max()), 10'000U);
}

TEST(Pacer, CountsBeyond32Bits) {
  constexpr std::uint64_t kTasks = (std::uint64_t{1} << 32) + 5;
  const Pacer pacer = PacerOf(1e6, 2h);
  ASSERT_GT(pacer.total(), kTasks);
  EXPECT_EQ(pacer.DueTime(kTasks), kStart + kTasks * 1us);
  EXPECT_EQ(pacer.DueBy(kStart + kTasks * 1us), kTasks + 1);
  EXPECT_EQ(pacer.DueBy(kStart + kTasks * 1us - 1ns), kTasks);
}

// Where a counter of 31 or 32 bits would start again, at the rate that gets there
// soonest.
TEST(Pacer, IsExactOnBothSidesOf31And32Bits) {
  std::vector<std::uint64_t> tasks;
  for (const int bits : {31, 32, 33, 34}) {
    const std::uint64_t power = std::uint64_t{1} << bits;
    for (std::uint64_t n = power - 2; n <= power + 2; ++n) tasks.push_back(n);
  }
  // Due times go on beyond the phase. In a short one first: the total of a long one is
  // adjusted by its due times, which takes for ever if they are wrong.
  const Pacer short_one = PacerOf(1e7, 1s);
  for (const std::uint64_t n : tasks) {
    ASSERT_EQ(short_one.DueTime(n), kStart + n * 100ns) << n;
  }
  const Pacer pacer = PacerOf(1e7, 1h);
  for (const std::uint64_t n : tasks) {
    const auto due = kStart + n * 100ns;
    ASSERT_EQ(pacer.DueBy(due - 1ns), n);
    ASSERT_EQ(pacer.DueBy(due), n + 1);
    ASSERT_EQ(pacer.DueBy(due + 99ns), n + 1);
  }
}

TEST(Pacer, CountsAWeekAtTheHighestRateOfTheSettings) {
  const Pacer pacer = PacerOf(1e9, 7 * 24h);
  EXPECT_EQ(pacer.total(), 604'800'000'000'000U);
  EXPECT_EQ(pacer.DueTime(604'799'999'999'999), pacer.end() - 1ns);
}

TEST(Pacer, IsExactAfterAWeekOfThirds) {
  const Pacer pacer = PacerOf(3, 7 * 24h);
  EXPECT_EQ(pacer.DueTime(604'799 * 3 + 1), kStart + 604'799s + 333'333'333ns);
}

TEST(Pacer, CanBeStartedAtTheClocksOrigin) {
  const Pacer pacer(LoadShape::Constant(10, 1s), Pacer::TimePoint());
  EXPECT_EQ(pacer.DueTime(1), Pacer::TimePoint(100ms));
  EXPECT_EQ(pacer.DueBy(Pacer::TimePoint(99ms)), 1U);
}

}  // namespace
}  // namespace redline::runner
