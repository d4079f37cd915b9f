#include "reporting/page/search_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "reporting/page/search_charts.h"
#include "tests/reporting/sample_searches.h"

namespace redline::reporting {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Optional;
using ::testing::SizeIs;

TEST(SearchCharts, AreOfResponseAndBacklogByRate) {
  const std::vector<Chart> charts = SearchCharts(testing::FoundRate());
  ASSERT_THAT(charts, SizeIs(2));
  EXPECT_EQ(charts[0].title, "Response time by rate");
  EXPECT_EQ(charts[1].title, "Highest backlog of a worker by rate");
  EXPECT_THAT(charts[0].words,
              EndsWith(" Held at 4450 tasks/s. Failed at 4540 tasks/s."));
}

TEST(SearchCharts, TellHeldFailedAndUndecidedTrialsApart) {
  const std::vector<Chart> charts = SearchCharts(testing::FoundRate());
  const std::vector<ChartSeries>& series = charts[1].views.at(0).series;
  ASSERT_THAT(series, SizeIs(3));
  EXPECT_EQ(series[0].name, "held");
  EXPECT_EQ(series[0].mark, Mark::kCircle);
  EXPECT_THAT(series[0].x, ElementsAre(Optional(4450.0), Optional(4450.0),
                                       Optional(4450.0), Optional(4450.0)));
  EXPECT_EQ(series[1].name, "failed or fell behind");
  EXPECT_EQ(series[1].mark, Mark::kCross);
  EXPECT_THAT(series[1].x, ElementsAre(Optional(4540.0), Optional(4540.0)));
  EXPECT_EQ(series[2].name, "undecided");
  EXPECT_EQ(series[2].mark, Mark::kTriangle);
}

TEST(SearchCharts, ShadeFromWhatHeldToWhatFailed) {
  const std::vector<Chart> charts = SearchCharts(testing::FoundRate());
  ASSERT_THAT(charts[0].bands, SizeIs(1));
  EXPECT_DOUBLE_EQ(charts[0].bands[0].from, 4450);
  EXPECT_DOUBLE_EQ(charts[0].bands[0].to, 4540);
}

TEST(SearchCharts, LeaveOutTrialsThatEstimate) {
  SearchResult search = testing::FoundRate();
  search.trials.resize(2);
  EXPECT_THAT(SearchCharts(search), IsEmpty());
}

TEST(SearchPage, SaysWhatWasFoundAndHoldsEachTrial) {
  const std::string page = ToHtml(testing::FoundRate());
  EXPECT_THAT(page, HasSubstr("Search succeeded"));
  EXPECT_THAT(page, HasSubstr("The redline is 4450 tasks/s."));
  EXPECT_THAT(page, HasSubstr("<summary>Trial 9 (confirm): 4450 tasks/s, 3 workers: "
                              "held</summary>"));
}

TEST(SearchPage, OfNoTrialHasNoCharts) {
  SearchResult search = testing::FoundRate();
  search.trials.clear();
  EXPECT_THAT(ToHtml(search), ::testing::Not(HasSubstr("<canvas")));
}

}  // namespace
}  // namespace redline::reporting
