#include "runner/issue/load_shape.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <vector>

#include "runner/issue/pacer.h"

namespace redline::runner {
namespace {

using namespace std::chrono_literals;
using std::chrono::nanoseconds;

constexpr Pacer::TimePoint kStart(30 * 24h + 123456789ns);

LoadStage Ramp(nanoseconds duration, double from, double to) {
  return {.duration = duration, .from = from, .to = to};
}
LoadStage Flat(nanoseconds duration, double rate) { return Ramp(duration, rate, rate); }

// How many tasks are due in [from, to) after the start.
std::uint64_t DueIn(const Pacer& pacer, nanoseconds from, nanoseconds to) {
  return pacer.DueBy(kStart + to - 1ns) - pacer.DueBy(kStart + from - 1ns);
}

std::vector<std::uint64_t> TasksOfStages(const LoadShape& shape) {
  const Pacer pacer(shape, kStart);
  std::vector<std::uint64_t> tasks(shape.stage_count());
  for (std::uint64_t n = 0; n < pacer.total(); ++n) ++tasks[pacer.ArrivalOf(n).stage];
  return tasks;
}

// From the formula of a stage from rate a to b in d seconds, in more digits than a double
// has and by subtraction: x seconds before the end.
nanoseconds ExactOffsetOfARampTo0(std::uint64_t n, long double a, long double d) {
  const long double left = a * d / 2 - static_cast<long double>(n);
  const long double seconds = d - std::sqrt(2 * left * d / a);
  return nanoseconds(std::llroundl(seconds * 1e9L));
}

TEST(LoadShape, AddsUpTheTrapezoidsUnderItsRates) {
  const LoadShape shape(
      {Ramp(30s, 0, 500), Flat(2min, 500), Ramp(1min, 500, 2000), Flat(30s, 4000)});
  EXPECT_EQ(shape.total(), 7500 + 60'000 + 75'000 + 120'000);
  EXPECT_EQ(shape.duration(), 4min);
  EXPECT_EQ(shape.BeginOf(2), 2min + 30s);
  EXPECT_EQ(shape.EndOf(2), 3min + 30s);
  EXPECT_EQ(shape.PositionAt(30s), 7500);
  EXPECT_DOUBLE_EQ(shape.PositionAt(15s), 1875);
  EXPECT_EQ(shape.PositionAt(-1s), 0);
  EXPECT_EQ(shape.PositionAt(1h), shape.total());
}

TEST(LoadShape, GivesEachStageTheTasksOfItsTrapezoid) {
  EXPECT_EQ(TasksOfStages(LoadShape({Ramp(30s, 0, 500), Flat(20s, 500),
                                     Ramp(10s, 500, 2000), Flat(3s, 4000)})),
            (std::vector<std::uint64_t>{7500, 10'000, 12'500, 12'000}));
}

TEST(LoadShape, LosesNoTaskWhereAStageEndsBetweenTwo) {
  // 3.5, 10.5 and 1 tasks: the integral is 15.
  EXPECT_EQ(TasksOfStages(LoadShape({Flat(1s, 3.5), Ramp(3s, 3.5, 3.5), Flat(1s, 1)})),
            (std::vector<std::uint64_t>{4, 10, 1}));
}

TEST(LoadShape, IsNotMisledByASumThatIsADoubleTooHigh) {
  for (int tenths = 1; tenths <= 2000; ++tenths) {
    const auto tasks = static_cast<std::uint64_t>(tenths);
    ASSERT_EQ(TasksOfStages(LoadShape({Flat(10s, tenths * 0.1), Flat(1s, 1)})),
              (std::vector<std::uint64_t>{tasks, 1}))
        << tenths;
  }
}

TEST(LoadShape, RisesFrom0ByTheSquareRootToTheNanosecond) {
  // 100 tasks/s² : task n is due after √(2n / 100) s.
  const Pacer pacer(LoadShape({Ramp(30s, 0, 3000)}), kStart);
  EXPECT_EQ(pacer.total(), 45'000U);
  EXPECT_EQ(pacer.DueTime(0), kStart);
  EXPECT_EQ(pacer.DueTime(50), kStart + 1s);
  EXPECT_EQ(pacer.DueTime(2), kStart + 200ms);
  EXPECT_EQ(pacer.DueTime(20'000), kStart + 20s);
}

TEST(LoadShape, HasExactlyTheTasksOfEachSecondOfARamp) {
  const Pacer pacer(LoadShape({Ramp(30s, 0, 3000), Flat(30s, 3000), Flat(10s, 5000)}),
                    kStart);
  for (int second = 0; second < 30; ++second) {
    // The integral of 100 t: 50 of (s + 1)² − s².
    ASSERT_EQ(DueIn(pacer, second * 1s, (second + 1) * 1s),
              static_cast<std::uint64_t>(50 * (2 * second + 1)))
        << second;
  }
  for (int second = 30; second < 60; ++second) {
    ASSERT_EQ(DueIn(pacer, second * 1s, (second + 1) * 1s), 3000U) << second;
  }
  for (int second = 60; second < 70; ++second) {
    ASSERT_EQ(DueIn(pacer, second * 1s, (second + 1) * 1s), 5000U) << second;
  }
  EXPECT_EQ(pacer.total(), 45'000U + 90'000U + 50'000U);
}

TEST(LoadShape, FallsTo0WithoutLosingTheLastTasks) {
  const Pacer pacer(LoadShape({Ramp(20s, 1000, 0)}), kStart);
  EXPECT_EQ(pacer.total(), 10'000U);
  // One task before the end of 10000: √(2 · 1 · 20 / 1000) = 0.2 s are left.
  EXPECT_EQ(pacer.DueTime(9999), kStart + 19'800ms);
  for (std::uint64_t n = 1; n < pacer.total(); ++n) {
    ASSERT_GT(pacer.DueTime(n), pacer.DueTime(n - 1)) << n;
  }
}

TEST(LoadShape, IsExactInARampOfABillionTasksDownTo0) {
  constexpr double kRate = 1e7;
  const Pacer pacer(LoadShape({Ramp(200s, kRate, 0)}), kStart);
  EXPECT_EQ(pacer.total(), 1'000'000'000U);
  std::mt19937_64 random(7);
  for (int i = 0; i < 10'000; ++i) {
    const std::uint64_t n = random() % pacer.total();
    const nanoseconds offset = pacer.DueTime(n) - kStart;
    ASSERT_LE(std::abs((offset - ExactOffsetOfARampTo0(n, kRate, 200)).count()), 1) << n;
    ASSERT_EQ(pacer.DueBy(pacer.DueTime(n) - 1ns) <= n, true);
    ASSERT_GT(pacer.DueBy(pacer.DueTime(n)), n);
  }
}

TEST(LoadShape, CountsATaskFromTheNanosecondAtWhichItIsDue) {
  const Pacer pacer(LoadShape({Ramp(30s, 0, 333.3), Flat(7s, 100.0 / 3), Flat(3s, 0),
                               Ramp(10s, 700, 0.5)}),
                    kStart);
  for (std::uint64_t n = 0; n < pacer.total(); ++n) {
    ASSERT_EQ(pacer.DueBy(pacer.DueTime(n)), n + 1) << n;
    ASSERT_EQ(pacer.DueBy(pacer.DueTime(n) - 1ns), n) << n;
  }
}

TEST(LoadShape, HasNoTaskInAPause) {
  const LoadShape shape({Flat(2s, 10), Flat(5s, 0), Flat(1s, 10)});
  EXPECT_EQ(TasksOfStages(shape), (std::vector<std::uint64_t>{20, 0, 10}));
  const Pacer pacer(shape, kStart);
  EXPECT_EQ(pacer.DueTime(19), kStart + 1900ms);
  // Not as the pause begins, when the rate gets to 20 tasks, but when it has ended.
  EXPECT_EQ(pacer.DueTime(20), kStart + 7s);
}

TEST(LoadShape, MayEndWithAPause) {
  const Pacer pacer(LoadShape({Flat(2s, 10), Flat(5s, 0)}), kStart);
  EXPECT_EQ(pacer.total(), 20U);
  EXPECT_EQ(pacer.end(), kStart + 7s);
  EXPECT_GE(pacer.DueTime(20), pacer.end());
}

TEST(Pacer, PutsTheTasksOfAFleetsDynosEvenlyBetweenEachOther) {
  const LoadShape all({Ramp(10s, 0, 300), Flat(10s, 300)});
  const LoadShape third({Ramp(10s, 0, 100), Flat(10s, 100)});
  const Pacer together(all, kStart);
  std::vector<Pacer> dynos;
  for (int dyno = 0; dyno < 3; ++dyno) dynos.emplace_back(third, kStart, 1, dyno / 3.0);
  EXPECT_EQ(dynos[0].total() + dynos[1].total() + dynos[2].total(), together.total());
  for (std::uint64_t n = 0; n < together.total(); ++n) {
    const nanoseconds offset = dynos[n % 3].DueTime(n / 3) - together.DueTime(n);
    ASSERT_LE(std::abs(offset.count()), 1) << n;
  }
}

TEST(Pacer, GivesBurstsAtOnceAndThenNone) {
  const Pacer pacer(LoadShape::Constant(100, 1s), kStart, 20);
  EXPECT_EQ(pacer.total(), 100U);
  for (std::uint64_t n = 0; n < 100; ++n) {
    ASSERT_EQ(pacer.DueTime(n), kStart + n / 20 * 200ms) << n;
  }
  EXPECT_EQ(pacer.DueBy(kStart), 20U);
  EXPECT_EQ(pacer.DueBy(kStart + 199ms), 20U);
  EXPECT_EQ(pacer.DueBy(kStart + 200ms), 40U);
}

TEST(Pacer, CutsTheLastBurstSoThatTheTotalIsThatOfEvenArrivals) {
  const Pacer pacer(LoadShape::Constant(100, 1s), kStart, 30);
  EXPECT_EQ(pacer.total(), 100U);
  EXPECT_EQ(pacer.DueBy(kStart + 899ms), 90U);
  EXPECT_EQ(pacer.DueBy(kStart + 900ms), 100U);
}

TEST(Pacer, PutsTheBurstsOfDynosBetweenEachOther) {
  const Pacer second(LoadShape::Constant(50, 2s), kStart, 10, 0.5);
  EXPECT_EQ(second.DueTime(0), kStart + 100ms);
  EXPECT_EQ(second.DueTime(10), kStart + 300ms);
  EXPECT_EQ(second.total(), 100U);
}

}  // namespace
}  // namespace redline::runner
