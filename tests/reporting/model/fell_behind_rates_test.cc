// How often the rule of falling behind errs, on queues whose capacity is known.

#include <gtest/gtest.h>

#include "tests/reporting/model/shares_of_runs.h"

namespace redline::reporting::testing {
namespace {

using redline::testing::NoisySystem;
using redline::testing::QueueSystem;
using redline::testing::Service;

constexpr double kRate = 1000;
constexpr int kRuns = 30;

// Of runs of a minute, unless said otherwise.
double ShareBehind(QueueSystem system, double load, int runs = kRuns,
                   double seconds = 60) {
  system.capacity = kRate / load;
  return SimulateRuns(system, kRate, seconds, runs).fell_behind;
}

TEST(FellBehindErrors, AreNoneWithoutChance) {
  for (const double seconds : {2, 6, 20, 60}) {
    for (const double load : {0.5, 0.9, 0.99}) {
      EXPECT_EQ(ShareBehind({}, load, 1, seconds), 0) << seconds << " s, " << load;
    }
    for (const double load : {1.02, 1.05, 1.5}) {
      EXPECT_EQ(ShareBehind({}, load, 1, seconds), 1) << seconds << " s, " << load;
    }
  }
}

TEST(FellBehindErrors, OfAMinuteAreAHundredthTenPercentBelowTheCapacityAndFiveAbove) {
  for (const Service service : {Service::kExponential, Service::kHeavyTailed}) {
    EXPECT_LE(ShareBehind({.service = service}, 0.9), 0.01);
    EXPECT_GE(ShareBehind({.service = service}, 1.05), 0.99);
  }
  constexpr int kManyRuns = 100;
  EXPECT_LE(ShareBehind(NoisySystem(kRate), 0.9, kManyRuns), 0.01);
  EXPECT_GE(ShareBehind(NoisySystem(kRate), 1.05, kManyRuns), 0.99);
}

TEST(FellBehindErrors, AreAboutEvenAtTheCapacityOfANoisySystem) {
  const double share = ShareBehind(NoisySystem(kRate), 1);
  EXPECT_GE(share, 0.3);
  EXPECT_LE(share, 0.8);
}

// What the limits alone would let through.
TEST(FellBehindErrors, OfAShortRunAreLowAboveTheCapacityWhereNoLimitIsReached) {
  const QueueSystem system = NoisySystem(kRate / 1.1);
  const SharesOfRuns shares = SimulateRuns(system, kRate, 6, kRuns);
  EXPECT_EQ(shares.reached_limit, 0);
  EXPECT_GE(shares.fell_behind, 0.95);
}

TEST(FellBehindErrors, AreNoneOfASystemThatSlowsDownBelowTheRateOrNotSoFar) {
  constexpr int kFewRuns = 10;
  for (const Service service :
       {Service::kEven, Service::kExponential, Service::kHeavyTailed}) {
    // From 1.1 to 0.8 times the rate: the backlog grows for the last 40 of 60 seconds.
    EXPECT_EQ(ShareBehind({.service = service, .drift = -0.3 / 1.1}, 1 / 1.1, kFewRuns),
              1);
    // From 1.5 to 1.2.
    EXPECT_EQ(ShareBehind({.service = service, .drift = -0.2}, 1 / 1.5, kFewRuns), 0);
  }
}

TEST(FellBehindErrors, AreLowOfStallsThatWereOver) {
  // About three in a run, of half a second each; after 0.5 s at 0.7 of the capacity, the
  // backlog is gone in 1.2.
  const QueueSystem system{
      .stalls_per_second = 0.05, .shortest_stall = 0.5, .longest_stall = 0.5};
  EXPECT_LE(ShareBehind(system, 0.7), 0.03);
}

}  // namespace
}  // namespace redline::reporting::testing
