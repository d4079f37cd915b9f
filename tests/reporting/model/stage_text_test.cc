#include "reporting/model/stage_text.h"

#include <gtest/gtest.h>

#include "tests/reporting/sample_results.h"

namespace redline::reporting {
namespace {

using testing::StagedRun;
using testing::SuccessfulRun;

TEST(StageAt, IsTheStageOfATimeAndNoneOutside) {
  const std::vector<StageResult> stages = StagedRun(1).stages;
  EXPECT_EQ(StageAt(stages, Seconds(-0.1)), std::nullopt);
  EXPECT_EQ(StageAt(stages, Seconds(0)), 0U);
  EXPECT_EQ(StageAt(stages, Seconds(3.999)), 0U);
  EXPECT_EQ(StageAt(stages, Seconds(4)), 1U);
  EXPECT_EQ(StageAt(stages, Seconds(15.9)), 3U);
  EXPECT_EQ(StageAt(stages, Seconds(16)), std::nullopt);
  EXPECT_EQ(StageAt({}, Seconds(0)), std::nullopt);
}

TEST(AskedRateAt, FollowsTheRamp) {
  const std::vector<StageResult> stages = StagedRun(1).stages;
  EXPECT_EQ(AskedRateAt(stages[0], Seconds(1)), 250);
  EXPECT_EQ(AskedRateAt(stages[1], Seconds(5)), 1000);
  EXPECT_EQ(AskedRateAt(stages[3], Seconds(14)), 1250);
  EXPECT_EQ(AskedRateAt(stages[3], Seconds(99)), 500) << "its end";
}

TEST(StageTexts, NameRatesAndTimes) {
  const Result run = StagedRun(1);
  EXPECT_EQ(AskedRateText(run.stages[0]), "0 → 1000");
  EXPECT_EQ(AskedRateText(run.stages[1]), "1000");
  EXPECT_EQ(TimeText(run.stages[1]), "4 – 8");
  EXPECT_EQ(AskedRateText(run), "0–2000");
  EXPECT_EQ(AskedRateText(SuccessfulRun(1)), "1000");
  EXPECT_EQ(StagesText(run.stages), "4s:0-1000,4s:1000,4s:2000,4s:2000-500");
  EXPECT_EQ(StagesText({}), "");
}

TEST(StageTexts, OfOneRateAreThatRate) {
  Result run = StagedRun(1);
  run.stages.erase(run.stages.begin());
  run.stages.resize(1);
  EXPECT_EQ(AskedRateText(run), "1000");
}

}  // namespace
}  // namespace redline::reporting
