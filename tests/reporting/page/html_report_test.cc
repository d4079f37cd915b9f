#include "reporting/page/html_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <string>

#include "reporting/page/chart_data.h"
#include "reporting/page/html_page.h"
#include "tests/reporting/golden.h"
#include "tests/reporting/page_without_assets.h"
#include "tests/reporting/sample_results.h"

namespace redline::reporting {
namespace {

using testing::EmptyRun;
using testing::ExpectGolden;
using testing::FailedRun;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::PageWithoutAssets;
using testing::SuccessfulRun;

rapidjson::Document Parsed(const Result& result) {
  rapidjson::Document data;
  data.Parse(ChartData(result).c_str());
  EXPECT_FALSE(data.HasParseError());
  return data;
}

TEST(HtmlReport, LooksAsItShould) {
  ExpectGolden("report_2_workers_html", PageWithoutAssets(ToHtml(SuccessfulRun(2))));
  ExpectGolden("report_failed_html", PageWithoutAssets(ToHtml(FailedRun(1))));
}

TEST(HtmlReport, SaysVerdictAndBottleneckBeforeAllElse) {
  const std::string page = PageWithoutAssets(ToHtml(SuccessfulRun(2)));
  const std::size_t verdict = page.find("Test succeeded");
  ASSERT_NE(verdict, std::string::npos);
  EXPECT_LT(verdict, page.find("Bottleneck:"));
  EXPECT_LT(page.find("Bottleneck:"), page.find("<figure"));
  EXPECT_LT(page.find("<figure"), page.find("<table"));
}

TEST(HtmlReport, SaysInWordsWhatEachChartShows) {
  const std::string page = ToHtml(SuccessfulRun(2));
  for (const char* chart : {"rates", "backlog", "latency", "distribution", "heat", "cpu",
                            "memory", "operations", "commands"}) {
    const std::string id(chart);
    EXPECT_THAT(
        page, HasSubstr("<canvas id=\"" + id + "\" role=\"img\" aria-labelledby=\"" + id +
                        "-title " + id + "-words\">"));
    EXPECT_THAT(page, HasSubstr("<figcaption id=\"" + id + "-words\">"));
  }
  EXPECT_THAT(page, HasSubstr("Highest backlog of one worker: 40 (until 7 s), the limit "
                              "being 100."));
}

TEST(HtmlReport, HasNoChartOfWhatWasNotMeasured) {
  const std::string page = PageWithoutAssets(ToHtml(EmptyRun(2)));
  EXPECT_THAT(page, Not(HasSubstr("<figure")));
  EXPECT_THAT(page, HasSubstr("No verdict"));
  EXPECT_THAT(page, HasSubstr("TASKS_PER_SECOND"));
}

TEST(HtmlReport, LoadsNothing) {
  const std::string page = PageWithoutAssets(ToHtml(SuccessfulRun(2)));
  for (const char* loads : {"src=", "http:", "https:", "@import", "url("}) {
    EXPECT_THAT(page, Not(HasSubstr(loads)));
  }
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
}

TEST(HtmlReport, ShowsTextsOfOthersAsTexts) {
  Result result = SuccessfulRun(1);
  result.verdict->sentence = "<img src=x onerror=alert(1)> & \"quotes\"";
  result.step_names[0] = "fn:</script><b>";
  result.redis->commands[0].name = "</script>";
  result.warnings = {"<i>"};
  const std::string page = ToHtml(result);
  EXPECT_THAT(page, Not(HasSubstr("<img")));
  EXPECT_THAT(page, Not(HasSubstr("<b>")));
  EXPECT_THAT(page, Not(HasSubstr("<i>")));
  EXPECT_THAT(page,
              HasSubstr("&lt;img src=x onerror=alert(1)&gt; &amp; &quot;quotes&quot;"));
  // The page's own three, and no more.
  std::size_t ends = 0;
  for (std::size_t at = page.find("</script>"); at != std::string::npos;
       at = page.find("</script>", at + 1)) {
    ++ends;
  }
  EXPECT_EQ(ends, 3U);
}

TEST(ChartData, TurnsCountsIntoRates) {
  Result result = SuccessfulRun(2);
  result.series.points.resize(2);
  result.series.points[1].length = Seconds(2);
  const rapidjson::Document data = Parsed(result);
  EXPECT_EQ(data["completed_rate"][0].GetDouble(), 1000);
  EXPECT_EQ(data["completed_rate"][1].GetDouble(), 500);
}

TEST(ChartData, LeavesAMomentsDrainOut) {
  const Result result = SuccessfulRun(2);
  ASSERT_EQ(result.series.points.size(), 13U);
  EXPECT_EQ(Parsed(result)["end_seconds"].Size(), 12U);
}

TEST(ChartData, KeepsTheMomentInWhichATestFailed) {
  Result result = SuccessfulRun(2);
  SeriesPoint& last = result.series.points.back();
  last.due = 12;
  last.worst_backlog = 100;
  const rapidjson::Document data = Parsed(result);
  ASSERT_EQ(data["end_seconds"].Size(), 13U);
  EXPECT_EQ(data["worst_backlog"][12].GetDouble(), 100);
  EXPECT_TRUE(data["completed_rate"][12].IsNull()) << "too short to be a rate";
}

TEST(HtmlReport, SaysTheHighestBacklogThatAnyWorkerHad) {
  Result result = SuccessfulRun(2);
  result.workers[1].max_backlog = 77;
  EXPECT_THAT(ToHtml(result), HasSubstr("Highest backlog of one worker: 77 ("));
}

TEST(ChartData, HasNullForWhatWasNotMeasured) {
  const rapidjson::Document data = Parsed(SuccessfulRun(2));
  EXPECT_TRUE(data["redis_cpu_percent"][6].IsNull());
  EXPECT_TRUE(data["timings"][0]["p99_ms"][6].IsNull());
  EXPECT_TRUE(data["heat"]["task_mean_ms"][0][6].IsNull());
}

TEST(ChartData, DrawsADistributionUpToItsMaximum) {
  Result result = EmptyRun(1);
  for (int i = 1; i <= 1000; ++i) {
    result.workers[0].timings.response.Record(std::chrono::milliseconds(i));
  }
  const rapidjson::Document data = Parsed(result);
  ASSERT_EQ(data["distribution"].Size(), 1U);
  const auto& points = data["distribution"][0]["points"];
  double last = 0;
  for (const auto& point : points.GetArray()) {
    EXPECT_GT(point[0].GetDouble(), last);
    last = point[0].GetDouble();
    // 1 / (1 - p) of the values 1 to 1000 ms.
    EXPECT_NEAR(point[1].GetDouble(), 1000 - 1000 / last, 9);
  }
  EXPECT_EQ(points[points.Size() - 1][0].GetDouble(), 1000);
  EXPECT_EQ(points[points.Size() - 1][1].GetDouble(), 1000);
}

TEST(HtmlPage, EscapesWhatMeansSomething) {
  EXPECT_EQ(Escape("<a href='x'>\"&\n"), "&lt;a href=&#39;x&#39;&gt;&quot;&amp; ");
  EXPECT_EQ(Escape("µ \xff"), "µ \xEF\xBF\xBD");
}

TEST(HtmlPage, AlignsFiguresRight) {
  TextTable table({"(index)", "count", "name"});
  table.AddRow({"a", "12", "x"});
  table.AddRow({"b", "-", "7 y"});
  const std::string html = HtmlTable("Title", table);
  EXPECT_THAT(html, HasSubstr("<th class=\"number\">count</th><th>name</th>"));
  EXPECT_THAT(html, HasSubstr("<td class=\"number\">12</td><td>x</td>"));
  EXPECT_EQ(HtmlTable("Title", TextTable({"(index)"})), "");
}

}  // namespace
}  // namespace redline::reporting
