#include "runner/plan/plan.h"

#include <gtest/gtest.h>

#include <chrono>

namespace redline::runner {
namespace {

using namespace std::chrono_literals;

std::uint64_t PayloadBytes(double kb) {
  Plan plan;
  plan.constants.item_payload_kb = kb;
  return plan.item_payload_bytes();
}

TEST(Plan, CountsAKilobyteAs1024Bytes) { EXPECT_EQ(PayloadBytes(5), 5120U); }

TEST(Plan, RoundsAFractionOfAKilobyteToTheNearestByte) {
  EXPECT_EQ(PayloadBytes(0.5), 512U);
  EXPECT_EQ(PayloadBytes(0.01), 10U);    // 10.24
  EXPECT_EQ(PayloadBytes(0.015), 15U);   // 15.36
  EXPECT_EQ(PayloadBytes(0.0195), 20U);  // 19.97
}

TEST(Plan, CountsTheLargestPayloadOfTheSettings) {
  EXPECT_EQ(PayloadBytes(100'000), 102'400'000U);
}

TEST(Plan, RoundsTimesToTheNearestNanosecond) {
  Plan plan;
  plan.constants.test_duration_seconds = 0.3;
  plan.constants.warmup_seconds = 2.5;
  EXPECT_EQ(plan.duration(), 300ms);
  EXPECT_EQ(plan.warmup(), 2500ms);
}

TEST(Plan, HasAWeekToTheNanosecond) {
  Plan plan;
  plan.constants.test_duration_seconds = 604'800;
  EXPECT_EQ(plan.duration(), 7 * 24h);
}

TEST(Plan, MayHaveNoWarmUp) {
  Plan plan;
  plan.constants.warmup_seconds = 0;
  EXPECT_EQ(plan.warmup(), 0ns);
}

TEST(Plan, CountsTheTasksOfTheWarmUpAtATenthOfTheRate) {
  Plan plan;
  plan.constants.tasks_per_second = 1000;
  plan.constants.test_duration_seconds = 240;
  plan.constants.warmup_seconds = 5;
  EXPECT_EQ(plan.workload_use().tasks, 240'500);
}

TEST(Plan, IsOneStageOfTheRateOfItsConstants) {
  Plan plan;
  plan.constants.tasks_per_second = 333.3;
  plan.constants.test_duration_seconds = 10;
  EXPECT_EQ(plan.load().stage_count(), 1U);
  EXPECT_EQ(plan.load().stage(0), (LoadStage{10s, 333.3, 333.3}));
  EXPECT_EQ(plan.highest_rate(), 333.3);
}

TEST(Plan, HasTheStagesThatItIsGiven) {
  Plan plan;
  plan.stages = {{30s, 0, 500}, {10s, 400, 100}};
  EXPECT_EQ(plan.load().stage_count(), 2U);
  EXPECT_EQ(plan.load().total(), 7500 + 2500);
  EXPECT_EQ(plan.highest_rate(), 500);
}

}  // namespace
}  // namespace redline::runner
