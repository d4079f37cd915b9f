#include "reporting/page/sweep_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "reporting/page/sweep_charts.h"
#include "tests/reporting/sample_searches.h"

namespace redline::reporting {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Optional;
using ::testing::SizeIs;

TEST(SweepCharts, ShowEachRedlineWithItsLikelyRangeAndTellThoseNotFoundApart) {
  const std::vector<Chart> charts = SweepCharts(testing::EndedSweep());
  ASSERT_THAT(charts, SizeIs(1));
  EXPECT_EQ(charts[0].title, "Redline by max_flats");
  EXPECT_EQ(charts[0].words,
            "10: 4450 tasks/s; 100: 3000 tasks/s (not found). Bars show likely ranges.");
  const std::vector<ChartSeries>& series = charts[0].views.at(0).series;
  ASSERT_THAT(series, SizeIs(2));
  EXPECT_EQ(series[0].name, "found");
  EXPECT_THAT(series[0].x, ElementsAre(Optional(10.0)));
  EXPECT_THAT(series[0].low, ElementsAre(Optional(4431.5)));
  EXPECT_EQ(series[1].name, "not found");
  EXPECT_THAT(series[1].y, ElementsAre(Optional(3000.0)));
  EXPECT_THAT(series[1].high, ElementsAre(Optional(3300.0)));
}

TEST(SweepCharts, HaveALogarithmicAxisForValuesThatAreFarApart) {
  SweepResult sweep = testing::EndedSweep();
  EXPECT_EQ(SweepCharts(sweep)[0].x_axis.scale, Scale::kLinear);
  sweep.searches[1].value = "1000";
  EXPECT_EQ(SweepCharts(sweep)[0].x_axis.scale, Scale::kLogarithmic);
}

TEST(SweepCharts, ShowWordsAsBars) {
  SweepResult sweep = testing::EndedSweep();
  sweep.setting = "dispatch";
  sweep.searches[0].value = "random";
  const Chart chart = SweepCharts(sweep).at(0);
  EXPECT_EQ(chart.kind, ChartKind::kBars);
  ASSERT_THAT(chart.views.at(0).series, SizeIs(2));
  EXPECT_EQ(chart.words, "random: 4450 tasks/s; 100: 3000 tasks/s (not found).");
  EXPECT_EQ(chart.views[0].series[0].name, "random");
  EXPECT_NE(chart.views[0].series[0].colour, chart.views[0].series[1].colour);
  EXPECT_THAT(chart.views[0].series[0].y, ElementsAre(Optional(4450.0)));
}

TEST(SweepCharts, ShowTheMiddleOfTheLikelyRangeWhereNothingHeld) {
  SweepResult sweep = testing::EndedSweep();
  sweep.searches[1].search.held.reset();
  EXPECT_THAT(SweepCharts(sweep)[0].views.at(0).series.at(1).y,
              ElementsAre(Optional(3100.0)));
}

TEST(SweepCharts, AreNoneIfNothingIsKnown) {
  SweepResult sweep = testing::EndedSweep();
  for (SweptSearch& swept : sweep.searches) {
    swept.search.held.reset();
    swept.search.likely_least.reset();
  }
  EXPECT_THAT(SweepCharts(sweep), IsEmpty());
}

TEST(SweepPage, SaysWhatWasFoundAndHoldsEachSearch) {
  const std::string page = ToHtml(testing::EndedSweep());
  EXPECT_THAT(page, HasSubstr("Sweep ended early"));
  EXPECT_THAT(page, HasSubstr("<canvas id=\"sweep\""));
  EXPECT_THAT(page, HasSubstr("max_flats=100: The redline was not found."));
  EXPECT_THAT(page, HasSubstr("<summary>max_flats=10: search succeeded</summary>"));
}

}  // namespace
}  // namespace redline::reporting
