#include "reporting/page/html_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "reporting/page/html_page.h"
#include "reporting/page/result_charts.h"
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
using testing::StagedRun;
using testing::SuccessfulRun;

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

TEST(HtmlReport, ShowsStagesAboveTheCharts) {
  const std::string page = PageWithoutAssets(ToHtml(StagedRun(2)));
  EXPECT_THAT(page, HasSubstr("<title>redline: 0–2000 tasks/s, 2 workers, "));
  EXPECT_THAT(page, HasSubstr("<dt>asked</dt><dd>0–2000 <small>tasks/s</small>"));
  EXPECT_THAT(page, HasSubstr("<dt>delivered</dt><dd>1130.43 <small>tasks/s (mean)<"));
  EXPECT_LT(page.find("<caption>Stages</caption>"), page.find("<figure"));
  EXPECT_THAT(page, HasSubstr("<td class=\"good-word\">held</td>"));
  EXPECT_THAT(page, HasSubstr("<td class=\"bad-word\">failed</td>"));
  EXPECT_THAT(page, HasSubstr("<td class=\"doubt-word\">not reached</td>"));
  EXPECT_THAT(PageWithoutAssets(ToHtml(SuccessfulRun(2))), Not(HasSubstr("Stages")));
}

TEST(HtmlReport, FoldsManyStagesUp) {
  Result run = StagedRun(2);
  run.stages.resize(12);
  EXPECT_THAT(ToHtml(run), Not(HasSubstr("<summary>Stages")));
  run.stages.resize(13);
  EXPECT_THAT(ToHtml(run), HasSubstr("<summary>Stages (13)</summary>"));
}

TEST(HtmlReport, ShowsTheTaskFileLineByLine) {
  Result run = SuccessfulRun(2);
  EXPECT_THAT(ToHtml(run), Not(HasSubstr("The task:")));
  run.task_file = {.path = "cart.task", .sha256 = "0a", .text = "task:\n  GET \"<a>\"\n"};
  EXPECT_THAT(ToHtml(run),
              HasSubstr("<summary>The task: cart.task</summary>\n<pre>task:\n"
                        "  GET &quot;&lt;a&gt;&quot;\n</pre>"));
}

TEST(HtmlReport, IsGreenOnlyIfTheWorkersKeptUp) {
  Result result = SuccessfulRun(2);
  EXPECT_THAT(ToHtml(result), HasSubstr("<section class=\"verdict good\">"));
  result.verdict->reason = Reason::kFallingBehind;
  EXPECT_THAT(ToHtml(result), HasSubstr("<section class=\"verdict doubt\">"));
}

TEST(HtmlReport, SaysInWordsWhatEachChartShows) {
  const Result result = SuccessfulRun(2);
  const std::string page = ToHtml(result);
  for (const Chart& chart : ResultCharts(result)) {
    EXPECT_THAT(page, HasSubstr("<canvas id=\"" + chart.id +
                                "\" role=\"img\" aria-labelledby=\"" + chart.id +
                                "-title " + chart.id + "-words\">"));
    EXPECT_THAT(page, HasSubstr("<figcaption id=\"" + chart.id + "-words\">" +
                                Escape(chart.words) + "</figcaption>"));
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

TEST(HtmlReport, SaysTheHighestBacklogThatAnyWorkerHad) {
  Result result = SuccessfulRun(2);
  result.workers[1].max_backlog = 77;
  EXPECT_THAT(ToHtml(result), HasSubstr("Highest backlog of one worker: 77 ("));
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
