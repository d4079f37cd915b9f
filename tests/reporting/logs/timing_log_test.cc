#include "reporting/logs/timing_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/reporting/sample_results.h"

namespace redline::reporting {
namespace {

using testing::EmptyRun;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::StagedRun;
using testing::SuccessfulRun;

TEST(TimingLog, HasALineForEachTiming) {
  const std::string log = ToHlog(SuccessfulRun(2));
  for (const char* tag :
       {"\n0.000,", "\nTag=task,", "Tag=fetch,", "Tag=save,", "Tag=redis_ping,",
        "Tag=queue,", "Tag=rest,", "Tag=lateness,"}) {
    EXPECT_THAT(log, HasSubstr(tag));
  }
}

// HdrHistogram's own tools look at this unless they are given a tag.
TEST(TimingLog, HasNoTagForTheResponseAndSaysSo) {
  const std::string log = ToHlog(SuccessfulRun(2));
  EXPECT_THAT(log, Not(HasSubstr("Tag=response")));
  EXPECT_THAT(log, HasSubstr("#[The line without a tag is the response; "));
}

TEST(TimingLog, ClaimsNoDateThatItDoesNotKnow) {
  EXPECT_THAT(ToHlog(SuccessfulRun(1)), Not(HasSubstr("#[StartTime")));
}

TEST(TimingLog, TakesOneTimingByItsName) {
  const Result result = SuccessfulRun(2);
  EXPECT_THAT(*ToHgrm(result, "response"), HasSubstr("Percentile"));
  EXPECT_NE(*ToHgrm(result, "response"), *ToHgrm(result, "fetch"));
  EXPECT_EQ(ToHgrm(result, "nonsense"), std::nullopt);
  EXPECT_NE(ToHgrm(EmptyRun(1), "task"), std::nullopt);
}

TEST(TimingLog, HasALineForEachTimingOfEachStageWithItsTime) {
  const std::string log = ToHlog(StagedRun(2));
  EXPECT_THAT(log, HasSubstr("\n0.000,11.500,"));
  EXPECT_THAT(log, HasSubstr("\nTag=stage1.response,0.000,4.000,"));
  EXPECT_THAT(log, HasSubstr("\nTag=stage2.fetch,4.000,4.000,"));
  EXPECT_THAT(log, HasSubstr("\nTag=stage3.lateness,8.000,3.500,"));
  EXPECT_THAT(log, Not(HasSubstr("stage4"))) << "it was not reached";
  EXPECT_THAT(ToHlog(SuccessfulRun(2)), Not(HasSubstr("stage")));
}

TEST(TimingLog, TakesOneTimingOfAStage) {
  const Result run = StagedRun(2);
  ASSERT_NE(ToHgrm(run, "stage2.response"), std::nullopt);
  EXPECT_NE(*ToHgrm(run, "stage1.response"), *ToHgrm(run, "stage2.response"));
  EXPECT_EQ(ToHgrm(run, "stage5.response"), std::nullopt);
}

}  // namespace
}  // namespace redline::reporting
