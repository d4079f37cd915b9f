#include "reporting/page/result_charts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tests/reporting/sample_results.h"

namespace redline::reporting {
namespace {

using testing::EmptyRun;
using ::testing::EndsWith;
using ::testing::IsEmpty;
using testing::StagedRun;
using ::testing::StartsWith;
using testing::SuccessfulRun;

Chart ChartOf(const Result& result, std::string_view id) {
  for (Chart& chart : ResultCharts(result)) {
    if (chart.id == id) return chart;
  }
  ADD_FAILURE() << "no chart " << id;
  return {.views = {{}}};
}

ChartSeries SeriesOf(const Chart& chart, std::string_view name, std::size_t view = 0) {
  for (const ChartSeries& series : chart.views.at(view).series) {
    if (series.name == name) return series;
  }
  ADD_FAILURE() << "no series " << name;
  return {};
}

std::vector<std::string> NamesOf(const Chart& chart) {
  std::vector<std::string> names;
  for (const ChartSeries& series : chart.views.at(0).series) names.push_back(series.name);
  return names;
}

TEST(ResultCharts, AreNoneOfWhatWasNotMeasured) {
  EXPECT_THAT(ResultCharts(EmptyRun(2)), IsEmpty());
}

TEST(ResultCharts, HaveAValueForEachX) {
  for (const Chart& chart : ResultCharts(SuccessfulRun(2))) {
    if (chart.kind == ChartKind::kBars) continue;
    for (const ChartView& view : chart.views) {
      EXPECT_THAT(view.series, Not(IsEmpty())) << chart.id;
      for (const ChartSeries& series : view.series) {
        EXPECT_EQ(series.y.size(), (series.x.empty() ? chart.x : series.x).size())
            << chart.id << ' ' << series.name;
      }
    }
  }
}

TEST(ResultCharts, TurnCountsIntoRates) {
  Result result = SuccessfulRun(2);
  result.series.points.resize(2);
  result.series.points[1].length = Seconds(2);
  const ChartSeries completed = SeriesOf(ChartOf(result, "rates"), "completed");
  EXPECT_EQ(completed.y, ChartValues({1000, 500}));
}

TEST(ResultCharts, LeaveAMomentsDrainOut) {
  const Result result = SuccessfulRun(2);
  ASSERT_EQ(result.series.points.size(), 13U);
  EXPECT_EQ(ChartOf(result, "rates").x.size(), 12U);
}

TEST(ResultCharts, KeepTheMomentInWhichATestFailed) {
  Result result = SuccessfulRun(2);
  SeriesPoint& last = result.series.points.back();
  last.due = 12;
  last.worst_backlog = 100;
  const Chart backlog = ChartOf(result, "backlog");
  ASSERT_EQ(backlog.x.size(), 13U);
  EXPECT_EQ(SeriesOf(backlog, "highest of one worker").y.back(), 100);
  EXPECT_EQ(SeriesOf(ChartOf(result, "rates"), "completed").y.back(), std::nullopt)
      << "too short to be a rate";
}

TEST(ResultCharts, HaveAGapWhereNothingWasMeasured) {
  const Result result = SuccessfulRun(2);
  EXPECT_EQ(SeriesOf(ChartOf(result, "cpu"), "Redis' main thread").y[6], std::nullopt);
  EXPECT_EQ(SeriesOf(ChartOf(result, "latency"), "p99").y[6], std::nullopt);
  const std::size_t task_times = 1;
  EXPECT_EQ(SeriesOf(ChartOf(result, "heat"), "0", task_times).y[6], std::nullopt);
}

TEST(ResultCharts, HaveNoLineOfWhatIsUnknownOrNever) {
  Result result = SuccessfulRun(2);
  result.machine.reset();
  for (SeriesPoint& point : result.series.points) {
    point.redis_cpu_wait_percent.reset();
    point.failed = 0;
  }
  EXPECT_THAT(NamesOf(ChartOf(result, "cpu")),
              ::testing::ElementsAre("workers, all together", "Redis' main thread"));
  EXPECT_THAT(NamesOf(ChartOf(result, "rates")),
              ::testing::ElementsAre("asked", "issued", "completed"));
  result.series.points[3].failed = 1;
  EXPECT_EQ(NamesOf(ChartOf(result, "rates")).back(), "failed");
}

TEST(ResultCharts, DrawADistributionUpToItsMaximum) {
  Result result = EmptyRun(1);
  for (int i = 1; i <= 1000; ++i) {
    result.workers[0].timings.response.Record(std::chrono::milliseconds(i));
  }
  const Chart chart = ChartOf(result, "distribution");
  ASSERT_EQ(chart.views[0].series.size(), 1U);
  const ChartSeries line = chart.views[0].series[0];
  double last = 0;
  for (std::size_t i = 0; i < line.x.size(); ++i) {
    EXPECT_GT(*line.x[i], last);
    last = *line.x[i];
    // 1 / (1 - p) of the values 1 to 1000 ms.
    EXPECT_NEAR(*line.y[i], 1000 - 1000 / last, 9);
  }
  EXPECT_EQ(line.x.back(), 1000);
  EXPECT_EQ(line.y.back(), 1000);
}

TEST(ResultCharts, MarkTheStagesThatWereReachedOverTime) {
  for (const Chart& chart : ResultCharts(StagedRun(2))) {
    if (chart.id == "distribution" || chart.id == "commands") {
      EXPECT_THAT(chart.bands, IsEmpty()) << chart.id;
      continue;
    }
    ASSERT_EQ(chart.bands.size(), 3U) << chart.id;
    EXPECT_EQ(chart.bands[0].colour, "") << "only every other one is shaded";
    EXPECT_EQ(chart.bands[1].colour, "grey");
    EXPECT_EQ(chart.bands[1].from, 4);
    EXPECT_EQ(chart.bands[1].to, 8);
    EXPECT_EQ(chart.bands[1].name, "stage 2");
    EXPECT_EQ(chart.bands[2].to, 11.5) << "where it ended";
    EXPECT_THAT(chart.words, EndsWith(" Marked in it: stages 1 to 3.")) << chart.id;
  }
}

TEST(ResultCharts, MarkNoStageWhereThereIsButOne) {
  Result run = StagedRun(2);
  for (const std::size_t stages : {0U, 1U}) {
    run.stages.resize(stages);
    for (const Chart& chart : ResultCharts(run)) {
      EXPECT_THAT(chart.bands, IsEmpty()) << chart.id;
    }
  }
}

TEST(ResultCharts, DrawTheAskedRateAsTheRampAndSayIt) {
  const Chart chart = ChartOf(StagedRun(2), "rates");
  const ChartValues asked = SeriesOf(chart, "asked").y;
  ASSERT_EQ(asked.size(), 12U);
  EXPECT_EQ(asked[0], 125);
  EXPECT_EQ(asked[3], 875);
  EXPECT_EQ(asked[7], 1000);
  EXPECT_EQ(asked[8], 2000);
  EXPECT_THAT(chart.words,
              StartsWith("Asked a second: 0 → 1000 until 4 s, then 1000 until 8 s, then "
                         "2000 until 12 s, then 2000 → 500 until 16 s. Completed a "
                         "second: "));
  Result many = StagedRun(2);
  many.stages.resize(11, many.stages.back());
  EXPECT_THAT(ChartOf(many, "rates").words, StartsWith("Asked: 0–2000 a second."));
}

}  // namespace
}  // namespace redline::reporting
