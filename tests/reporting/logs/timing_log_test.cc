#include "reporting/logs/timing_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/reporting/sample_results.h"

namespace redline::reporting {
namespace {

using testing::EmptyRun;
using ::testing::HasSubstr;
using ::testing::Not;
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

}  // namespace
}  // namespace redline::reporting
