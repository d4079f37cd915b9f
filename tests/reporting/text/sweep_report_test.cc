#include "reporting/text/sweep_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/reporting/sample_searches.h"

namespace redline::reporting {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(SweepReport, HasTheSentenceOfEachSearchAndEndsWithWhatTheySayTogether) {
  EXPECT_THAT(SweepReport(testing::EndedSweep()),
              AllOf(StartsWith("max_flats=10: The redline is 4450 tasks/s.\n"
                               "max_flats=100: The redline was not found.\n"
                               "Sweep of max_flats\n"),
                    EndsWith("status: Sweep ended early\n"
                             "The redline is 4450 tasks/s, with max_flats=10.\n")));
}

TEST(SweepReport, HasARowForEachSearch) {
  const std::string report = SweepReport(testing::EndedSweep());
  EXPECT_THAT(report, HasSubstr("likely from"));
  EXPECT_THAT(report, HasSubstr("3 of 3"));
  EXPECT_THAT(report, HasSubstr("out of time"));
}

TEST(SweepReport, SaysThatASweepSucceededOnlyIfEverySearchDid) {
  SweepResult sweep = testing::EndedSweep();
  sweep.values.pop_back();
  EXPECT_THAT(SweepReport(sweep), HasSubstr("status: Sweep incomplete\n"));
  sweep.searches[1].search.end = SearchEnd::kFound;
  EXPECT_THAT(SweepReport(sweep), HasSubstr("status: Sweep succeeded\n"));
}

}  // namespace
}  // namespace redline::reporting
