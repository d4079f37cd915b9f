#include "reporting/text/search_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/reporting/sample_searches.h"

namespace redline::reporting {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TEST(SearchReport, EndsWithWhatWasFound) {
  EXPECT_THAT(SearchReport(testing::FoundRate()),
              EndsWith("status: Search succeeded\nThe redline is 4450 tasks/s.\n"));
}

TEST(SearchReport, PaintsItsEndByWhatItIs) {
  SearchResult search = testing::FoundRate();
  search.trials.clear();
  const auto painted = [&](SearchEnd end) {
    search.end = end;
    return SearchReport(search, kUnlimitedWidth, Style::Colored());
  };
  EXPECT_THAT(painted(SearchEnd::kFound),
              StartsWith("\x1b[1;32mstatus: Search succeeded\x1b[0m\n"));
  EXPECT_THAT(painted(SearchEnd::kOutOfTime),
              StartsWith("\x1b[1;33mstatus: Search out of time\x1b[0m\n"));
  EXPECT_THAT(painted(SearchEnd::kBroken),
              StartsWith("\x1b[1;31mstatus: Search broken off\x1b[0m\n"));
}

TEST(SearchReport, HasARowForEachTrialWithItsAnswer) {
  const std::string report = SearchReport(testing::FoundRate());
  EXPECT_THAT(report, StartsWith("Trials\n"));
  EXPECT_THAT(report, HasSubstr("fell_behind"));
  EXPECT_THAT(report, HasSubstr("4540"));
}

TEST(SearchReport, WithoutATrialHasNoTable) {
  SearchResult search = testing::FoundRate();
  search.trials.clear();
  search.end = SearchEnd::kInterrupted;
  EXPECT_EQ(SearchReport(search),
            "status: Search interrupted\nThe redline is 4450 tasks/s.\n");
}

TEST(SearchReport, WrapsItsSentenceAtTheTerminalsWidth) {
  SearchResult search = testing::FoundRate();
  search.trials.clear();
  EXPECT_THAT(SearchReport(search, 20), HasSubstr("The redline is 4450\ntasks/s.\n"));
}

}  // namespace
}  // namespace redline::reporting
