// The pages in a real browser: they ask for nothing, complain of nothing and draw all
// they have, in light and dark, on a screen and on a phone.
//
// Pictures of them are kept among the test's outputs, for people to look at.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reporting/compare/comparison.h"
#include "reporting/compare/comparison_report.h"
#include "reporting/page/chart.h"
#include "reporting/page/html_assets.h"
#include "reporting/page/html_charts.h"
#include "reporting/page/html_page.h"
#include "reporting/page/html_report.h"
#include "reporting/page/result_charts.h"
#include "tests/reporting/sample_results.h"
#include "tests/testing/browser.h"

namespace redline::reporting {
namespace {

namespace fs = std::filesystem;
using redline::testing::Browser;
using ::testing::AnyOf;
using ::testing::Each;
using testing::EmptyRun;
using testing::FailedRun;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::StagedRun;
using ::testing::StartsWith;
using testing::SuccessfulRun;

// How many different colours a canvas shows; a blank one shows one.
constexpr char kColoursOf[] = R"(
  const canvas = document.getElementById('ID');
  const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const colours = new Set();
  const words = new Uint32Array(pixels.data.buffer);
  for (const word of words) colours.add(word);
  return colours.size;)";

std::string WithId(std::string script, const std::string& id) {
  return script.replace(script.find("ID"), 2, id);
}

class Page : public ::testing::Test {
 protected:
  void Open(const std::string& html) {
    const fs::path file = browser_.folder() / "report.html";
    std::ofstream(file) << html;
    browser_.Open(file);
  }

  std::vector<std::string> Charts() {
    const rapidjson::Document ids = browser_.Run(
        "return Array.from(document.querySelectorAll('canvas'), (one) => one.id)");
    std::vector<std::string> charts;
    for (const auto& id : ids.GetArray()) charts.emplace_back(id.GetString());
    return charts;
  }

  int ColoursOf(const std::string& chart) {
    return browser_.Run(WithId(kColoursOf, chart)).GetInt();
  }

  void ExpectFlawless() {
    EXPECT_THAT(browser_.ConsoleMessages(), IsEmpty());
    EXPECT_THAT(browser_.Requests(),
                Each(AnyOf(StartsWith("file://"), StartsWith("data:"))));
    for (const std::string& chart : Charts()) EXPECT_GT(ColoursOf(chart), 3) << chart;
    EXPECT_LE(browser_.Run("return document.documentElement.scrollWidth").GetInt(),
              browser_.Run("return window.innerWidth").GetInt());
  }

  void Keep(const std::string& name) {
    const char* const folder = std::getenv("TEST_UNDECLARED_OUTPUTS_DIR");
    if (folder != nullptr) browser_.Screenshot(fs::path(folder) / (name + ".png"), true);
  }

  Browser browser_;
};

TEST_F(Page, DrawsAllItsChartsInLightAndDark) {
  const Result result = SuccessfulRun(28);
  Open(ToHtml(result));
  EXPECT_EQ(Charts().size(), ResultCharts(result).size());
  ExpectFlawless();
  Keep("light");
  const std::string background = "return getComputedStyle(document.body).backgroundColor";
  const std::string light = browser_.Run(background).GetString();
  browser_.SetDark(true);
  EXPECT_NE(light, browser_.Run(background).GetString());
  ExpectFlawless();
  Keep("dark");
}

TEST_F(Page, FitsOnAPhone) {
  browser_.Resize(390, 844);
  Open(ToHtml(SuccessfulRun(28)));
  ExpectFlawless();
  Keep("phone");
}

TEST_F(Page, FollowsTheWindowsWidth) {
  Open(ToHtml(SuccessfulRun(28)));
  browser_.Resize(390, 844);
  ExpectFlawless();
  EXPECT_LE(browser_.Run("return document.getElementById('heat').clientWidth").GetInt(),
            390);
}

TEST_F(Page, HasRoomForFiveHundredWorkers) {
  Open(ToHtml(SuccessfulRun(500)));
  ExpectFlawless();
  EXPECT_LE(browser_.Run("return document.getElementById('heat').clientHeight").GetInt(),
            600);
  Keep("500_workers");
}

TEST_F(Page, ShowsAFailedTestAsWell) {
  Open(ToHtml(FailedRun(3)));
  ExpectFlawless();
  EXPECT_THAT(
      browser_.Run("return document.querySelector('.status').innerText").GetString(),
      HasSubstr("Test failed"));
}

// How many pixels of a canvas have the colour of this name.
int PixelsOf(Browser& browser, const std::string& chart, const std::string& colour) {
  std::string script = R"(
    const hex = getComputedStyle(document.documentElement).getPropertyValue('--COLOUR').trim();
    const rgb = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
    const canvas = document.getElementById('ID');
    const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
    let count = 0;
    for (let i = 0; i < data.length; i += 4) {
      if (rgb.every((value, k) => data[i + k] === value)) ++count;
    }
    return count;)";
  script.replace(script.find("COLOUR"), 6, colour);
  return browser.Run(WithId(script, chart)).GetInt();
}

TEST_F(Page, DrawsPointsThatStandAlone) {
  // Redis is asked once a second, and a slow test has seconds without a task.
  Result result = SuccessfulRun(3);
  for (std::size_t i = 0; i < result.series.points.size(); ++i) {
    if (i % 4 == 0) continue;
    SeriesPoint& point = result.series.points[i];
    point.redis_memory_mb.reset();
    point.response = TimingPoint{};
  }
  Open(ToHtml(result));
  ExpectFlawless();
  // A legend's sample alone has some fifty.
  const int legend = 70;
  EXPECT_GT(PixelsOf(browser_, "memory", "orange"), legend);
  EXPECT_GT(PixelsOf(browser_, "latency", "violet"), legend);
}

TEST_F(Page, MarksStages) {
  const Result run = StagedRun(28);
  Open(ToHtml(run));
  ExpectFlawless();
  Keep("stages_light");
  const std::string picture = "return document.getElementById('ID').toDataURL()";
  const auto pictures = [&] {
    std::vector<std::string> all;
    for (const char* id : {"rates", "backlog", "latency", "heat", "cpu", "memory"}) {
      all.emplace_back(browser_.Run(WithId(picture, id)).GetString());
    }
    return all;
  };
  const std::vector<std::string> marked = pictures();
  browser_.SetDark(true);
  ExpectFlawless();
  Keep("stages_dark");
  browser_.SetDark(false);
  Result plain = run;
  plain.stages.clear();
  Open(ToHtml(plain));
  const std::vector<std::string> unmarked = pictures();
  for (std::size_t i = 0; i < marked.size(); ++i) EXPECT_NE(marked[i], unmarked[i]) << i;
}

TEST_F(Page, MarksStagesOnAPhone) {
  browser_.Resize(390, 844);
  Open(ToHtml(StagedRun(28)));
  ExpectFlawless();
  Keep("stages_phone");
}

TEST_F(Page, MarksAHundredStages) {
  Result run = StagedRun(3);
  run.stages.clear();
  for (int i = 0; i < 100; ++i) {
    StageResult& stage = run.stages.emplace_back();
    stage.begin = Seconds(0.12 * i);
    stage.duration = stage.uptime = Seconds(0.12);
  }
  Open(ToHtml(run));
  ExpectFlawless();
  Keep("stages_100");
}

// The highest backlog over the rate: what no report has yet.
Chart BacklogOverTheRate() {
  const auto points = [](std::string_view name, std::string_view colour, Mark mark,
                         ChartValues x, ChartValues y) {
    return ChartSeries{.name = std::string(name),
                       .colour = colour,
                       .y = std::move(y),
                       .x = std::move(x),
                       .stroke = {.width = 0},
                       .mark = mark};
  };
  Chart chart{.id = "search", .title = "Search", .words = "The redline is near 1500."};
  chart.x_axis = {.title = "tasks per second", .unit = "per s"};
  chart.y_axis = {.title = "tasks", .unit = "tasks"};
  chart.bands = {{.colour = "orange", .from = 1400, .to = 1600}};
  chart.views = {
      {.series = {points("held", "green", Mark::kCircle, {1000, 1400}, {3, 9}),
                  points("failed", "red", Mark::kCross, {1600, 2000}, {100, 100}),
                  points("undecided", "violet", Mark::kTriangle, {1500}, {50})}}};
  chart.views[0].series[2].low = {20};
  chart.views[0].series[2].high = {80};
  return chart;
}

TEST_F(Page, DrawsPointsBandsAndIntervals) {
  const std::vector<Chart> charts = {BacklogOverTheRate()};
  Open(HtmlPage("", kReportCss, ChartFigures(charts) + ChartScripts(charts)));
  ExpectFlawless();
  Keep("points");
  // Any mark's own colour, besides its legend's; a band is a paler one.
  for (const char* colour : {"green", "red", "violet"}) {
    EXPECT_GT(PixelsOf(browser_, "search", colour), 0) << colour;
  }
  const std::string picture = "return document.getElementById('search').toDataURL()";
  const std::string whole = browser_.Run(picture).GetString();
  Chart plain = charts[0];
  plain.bands.clear();
  Open(HtmlPage("", kReportCss, ChartFigures({plain}) + ChartScripts({plain})));
  const std::string without_band = browser_.Run(picture).GetString();
  EXPECT_NE(without_band, whole);
  plain.views[0].series[2].low.clear();
  plain.views[0].series[2].high.clear();
  Open(HtmlPage("", kReportCss, ChartFigures({plain}) + ChartScripts({plain})));
  EXPECT_NE(browser_.Run(picture).GetString(), without_band);
}

TEST_F(Page, CopesWithARunThatWasOverAtOnce) {
  Result result = SuccessfulRun(2);
  result.series.by_worker.ends.assign(1, Seconds(0));
  for (auto& cells : result.series.by_worker.workers) cells.resize(1);
  Open(ToHtml(result));
  EXPECT_THAT(browser_.ConsoleMessages(), IsEmpty());
}

TEST_F(Page, CopesWithAnEmptyResult) {
  Open(ToHtml(EmptyRun(0)));
  ExpectFlawless();
  EXPECT_THAT(Charts(), IsEmpty());
}

TEST_F(Page, ShowsAnotherTimingWhenItIsChosen) {
  Open(ToHtml(SuccessfulRun(28)));
  const std::string picture = "return document.getElementById('ID').toDataURL()";
  const std::string response = browser_.Run(WithId(picture, "latency")).GetString();
  const std::string backlog = browser_.Run(WithId(picture, "heat")).GetString();
  browser_.Run(R"(
    for (const [id, value] of [['latency-of', 'fetch'], ['heat-of', 'mean task time']]) {
      const select = document.getElementById(id);
      select.value = value;
      select.dispatchEvent(new Event('change'));
    })");
  EXPECT_NE(response, browser_.Run(WithId(picture, "latency")).GetString());
  EXPECT_NE(backlog, browser_.Run(WithId(picture, "heat")).GetString());
  ExpectFlawless();
}

TEST_F(Page, NamesEachChartForReadersWhoCannotSeeIt) {
  Open(ToHtml(SuccessfulRun(28)));
  const rapidjson::Document unnamed = browser_.Run(R"(
    return Array.from(document.querySelectorAll('canvas')).filter((canvas) =>
      canvas.getAttribute('aria-labelledby').split(' ').some((id) =>
        document.getElementById(id).innerText.trim() === '')).length;)");
  EXPECT_EQ(unnamed.GetInt(), 0);
}

TEST_F(Page, ComparesRuns) {
  const auto side = [](const std::string& name) {
    return Side{.name = name, .files = {"run.json"}, .results = {SuccessfulRun(3)}};
  };
  const std::vector<Side> sides = {side("A"), side("B")};
  Open(ComparisonHtml(Compare(sides), CheckGate(ParseGate("task.p99>+10%"), sides)));
  ExpectFlawless();
  Keep("comparison");
  browser_.Resize(390, 844);
  ExpectFlawless();
}

TEST(PageWithoutScripts, SaysWhatItsChartsWouldShow) {
  Browser browser({.javascript = false});
  const fs::path file = browser.folder() / "report.html";
  std::ofstream(file) << ToHtml(SuccessfulRun(2));
  browser.Open(file);
  const std::string text = browser.Run("return document.body.innerText").GetString();
  EXPECT_THAT(text, HasSubstr("Charts need JavaScript"));
  EXPECT_THAT(text, HasSubstr("Highest backlog of one worker: 40"));
  EXPECT_THAT(text, HasSubstr("fn:fetch"));
}

}  // namespace
}  // namespace redline::reporting
