#include "runner/workers/tick_interval.h"

#include <gtest/gtest.h>

namespace redline::runner {
namespace {

using namespace std::chrono_literals;

TEST(TickInterval, IsThatOfTheOriginalForFewWorkers) {
  EXPECT_EQ(TickInterval(1), 10ms);
  EXPECT_EQ(TickInterval(10), 10ms);
}

TEST(TickInterval, GrowsWithTheWorkersSoThatAllTogetherTickNoOftenerThanTenDo) {
  EXPECT_EQ(TickInterval(28), 28ms);
  EXPECT_EQ(TickInterval(100), 100ms);
  EXPECT_EQ(TickInterval(500), 500ms);
}

TEST(TickInterval, HasNoOverflowAtTheMostWorkers) {
  EXPECT_EQ(TickInterval(10'000), 10s);
}

}  // namespace
}  // namespace redline::runner
