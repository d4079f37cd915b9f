#include "runner/run/run_schedule.h"

#include <gtest/gtest.h>

#include <chrono>

namespace redline::runner {
namespace {

using namespace std::chrono_literals;
using reporting::RunPhase;

constexpr Issuer::TimePoint kStart{1h};

Plan TestPlan() {
  Plan plan;
  plan.constants.tasks_per_second = 100;
  plan.constants.warmup_seconds = 5;
  plan.constants.test_duration_seconds = 60;
  return plan;
}

Issuer::Schedule Schedule() { return ScheduleOf(TestPlan(), kStart, 0); }

TEST(RunSchedule, MeasuresAfterTheWarmUpForAsLongAsAsked) {
  EXPECT_EQ(Schedule().measured_start(), kStart + 5s);
  EXPECT_EQ(Schedule().measured_end(), kStart + 65s);
}

TEST(RunSchedule, LetsTheLastTasksBeAsLateAsAnyOtherWithinBounds) {
  Plan plan = TestPlan();
  plan.max_lateness = 50ms;
  EXPECT_EQ(ScheduleOf(plan, kStart, 0).grace, 50ms);
  plan.max_lateness = 1ms;
  EXPECT_EQ(ScheduleOf(plan, kStart, 0).grace, Issuer::kShortestGrace);
  plan.max_lateness = 10s;
  EXPECT_EQ(ScheduleOf(plan, kStart, 0).grace, Issuer::kLongestGrace);
}

TEST(RunSchedule, CountsNoUptimeBeforeTheMeasuredPhaseAndNoneAfterIt) {
  EXPECT_FALSE(Uptime(Schedule(), kStart + 4s));
  EXPECT_EQ(Uptime(Schedule(), kStart + 5s)->count(), 0);
  EXPECT_EQ(Uptime(Schedule(), kStart + 35s)->count(), 30);
  EXPECT_EQ(Uptime(Schedule(), kStart + 99s)->count(), 60);
}

TEST(RunSchedule, TellsHowFarEachPhaseHasComeOfItsOwnLength) {
  const auto expect = [](RunPhase phase, std::chrono::seconds since_start, double elapsed,
                         double planned) {
    const auto progress = ProgressOf(Schedule(), 30s, phase, kStart + since_start);
    EXPECT_EQ(progress.phase, phase);
    EXPECT_EQ(progress.elapsed.count(), elapsed);
    EXPECT_EQ(progress.planned.count(), planned);
  };
  expect(RunPhase::kWarmUp, 2s, 2, 5);
  expect(RunPhase::kMeasuring, 20s, 15, 60);
  expect(RunPhase::kDraining, 66s, 1, 30);
  expect(RunPhase::kDone, 70s, 0, 0);
}

}  // namespace
}  // namespace redline::runner
