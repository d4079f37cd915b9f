// A stage as if it had been a run of its own.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reporting/model/fell_behind.h"
#include "reporting/model/result.h"
#include "tests/reporting/sample_results.h"

namespace redline::reporting {
namespace {

using testing::StagedRun;
using ::testing::StartsWith;

TEST(OfStage, HasTheStagesFiguresAndTotals) {
  const Result run = StagedRun(3);
  const Result stage = run.OfStage(2);
  EXPECT_EQ(stage.workers.size(), 3U);
  EXPECT_EQ(stage.HighestBacklog(), 100U);
  EXPECT_EQ(stage.messaging.tasks_sent, 7000U);
  EXPECT_EQ(stage.messaging.asked_rate, 2000);
  EXPECT_EQ(stage.messaging.uptime, Seconds(3.5));
  EXPECT_EQ(stage.Totals().response.count(), 200U);
  EXPECT_EQ(stage.messaging.warmup_leftover, 4U) << "what the stage before left";
  EXPECT_TRUE(stage.stages.empty());
}

TEST(OfStage, HasItsPartOfTheSeriesFromItsBegin) {
  const Result stage = StagedRun(1).OfStage(1);
  ASSERT_EQ(stage.series.points.size(), 4U);
  EXPECT_EQ(stage.series.points.front().end, Seconds(1));
  EXPECT_EQ(stage.series.points.back().end, Seconds(4));
  EXPECT_EQ(stage.series.points.front().due, 1000U);
}

TEST(FirstStageBehind, IsTheFirstWithMoreUnfinishedThanItWasLeft) {
  Result run = StagedRun(2);
  EXPECT_EQ(FirstStageBehind(run), std::nullopt);
  EXPECT_EQ(FellBehindText(run), "");
  run.stages[0].unfinished_at_end = 100;
  run.stages[1].unfinished_at_end = 100;
  EXPECT_EQ(FirstStageBehind(run), 0U);
  EXPECT_THAT(FellBehindText(run),
              StartsWith(" But the workers were falling behind in stage 1: 100 tasks "));
  run.stages[0].unfinished_at_end = 2;
  EXPECT_EQ(FirstStageBehind(run), 1U);
  EXPECT_TRUE(FellBehind(run));
}

}  // namespace
}  // namespace redline::reporting
