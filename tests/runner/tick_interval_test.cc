#include "runner/tick_interval.h"

#include <gtest/gtest.h>

namespace redline::runner {
namespace {

using namespace std::chrono_literals;

TEST(TickInterval, IsThatOfTheSeedForFewWorkers) {
  EXPECT_EQ(TickInterval(1), 10ms);
  EXPECT_EQ(TickInterval(20), 10ms);
}

TEST(TickInterval, GrowsWithTheWorkersSoThatAllTogetherTickNoOfterThanTwentyDo) {
  EXPECT_EQ(TickInterval(28), 14ms);
  EXPECT_EQ(TickInterval(100), 50ms);
  EXPECT_EQ(TickInterval(500), 250ms);
}

TEST(TickInterval, HasNoOverflowAtTheMostWorkers) { EXPECT_EQ(TickInterval(10'000), 5s); }

}  // namespace
}  // namespace redline::runner
