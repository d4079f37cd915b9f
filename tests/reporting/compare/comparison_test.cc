#include "reporting/compare/comparison.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "reporting/compare/comparison_report.h"
#include "tests/reporting/golden.h"
#include "tests/reporting/page_without_assets.h"
#include "tests/reporting/sample_results.h"

namespace redline::reporting {
namespace {

using ::testing::ElementsAre;
using testing::ExpectGolden;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::PageWithoutAssets;
using testing::StagedRun;
using testing::SuccessfulRun;

Side SideOf(std::string name, std::vector<Result> results) {
  Side side{.name = std::move(name), .files = {}, .results = std::move(results)};
  for (std::size_t i = 0; i < side.results.size(); ++i) {
    side.files.push_back("runs/" + side.name + std::to_string(i) + ".json");
  }
  return side;
}

// A run that took longer and had another plan and Redis.
Result OtherRun() {
  Result result = SuccessfulRun(3);
  result.constants.tasks_per_second = 500;
  result.settings = {{.name = "tasks_per_second", .value = "500"},
                     {.name = "redis_url", .value = "redis://other.example:6379"},
                     {.name = "report_html", .value = "x.html"},
                     {.name = "seed", .value = "9"}};
  for (WorkerResult& worker : result.workers) {
    worker.timings.task.Merge(worker.timings.response);
  }
  result.redis->version = "8.0.0";
  result.warnings = {"Pid 7 is in two rows."};
  return result;
}

const ComparedFigure* Find(const Comparison& comparison, const std::string& name) {
  for (const ComparedFigure& figure : comparison.figures) {
    if (figure.figure.text() == name) return &figure;
  }
  return nullptr;
}

TEST(Comparison, OfARunWithItselfHasOnlyRatiosOfOne) {
  const Comparison comparison =
      Compare({SideOf("A", {SuccessfulRun(3)}), SideOf("B", {SuccessfulRun(3)})});
  EXPECT_THAT(comparison.settings, IsEmpty());
  EXPECT_GT(comparison.figures.size(), 25U);
  for (const ComparedFigure& figure : comparison.figures) {
    ASSERT_TRUE(figure.sides[1].ratio) << figure.figure.text();
    EXPECT_EQ(figure.sides[1].ratio->ratio, 1) << figure.figure.text();
  }
}

TEST(Comparison, ComparesEveryFigureWithTheFirstSide) {
  const Comparison comparison =
      Compare({SideOf("A", {SuccessfulRun(3)}), SideOf("B", {SuccessfulRun(3)}),
               SideOf("C", {OtherRun()})});
  const ComparedFigure* task = Find(comparison, "task.mean");
  ASSERT_NE(task, nullptr);
  ASSERT_EQ(task->sides.size(), 3U);
  EXPECT_FALSE(task->sides[0].ratio);
  EXPECT_EQ(task->sides[1].ratio->ratio, 1);
  EXPECT_DOUBLE_EQ(task->sides[2].ratio->ratio,
                   *task->sides[2].median / *task->sides[0].median);
  for (const char* name : {"delivered", "max_backlog", "response.p99", "fetch.p50",
                           "redis_ping.p99", "mean_mem_mb", "redis_cpu_percent"}) {
    EXPECT_NE(Find(comparison, name), nullptr) << name;
  }
}

TEST(Comparison, ListsSettingsThatDifferAndNoOthers) {
  const Comparison comparison =
      Compare({SideOf("A", {SuccessfulRun(3)}), SideOf("B", {OtherRun()})});
  std::vector<std::string> names;
  for (const ComparedSetting& setting : comparison.settings)
    names.push_back(setting.name);
  EXPECT_THAT(names,
              ::testing::ElementsAre("tasks_per_second", "redis_url", "Redis version"));
  EXPECT_THAT(comparison.settings[0].values, ::testing::ElementsAre("1000", "500"));
}

TEST(Comparison, TakesMediansOfSeveralRuns) {
  std::vector<Result> runs(5, SuccessfulRun(1));
  for (std::size_t i = 0; i < runs.size(); ++i) {
    runs[i].messaging.delivered_rate = 100 + static_cast<double>(i * i);
  }
  const Comparison comparison = Compare({SideOf("A", runs), SideOf("B", runs)});
  const ComparedFigure* delivered = Find(comparison, "delivered");
  EXPECT_EQ(delivered->sides[0].median, 104);
  EXPECT_DOUBLE_EQ(delivered->sides[1].ratio->ratio, 1);
  ASSERT_TRUE(delivered->sides[1].ratio->interval);
  EXPECT_LT(delivered->sides[1].ratio->interval->first, 1);
  EXPECT_GT(delivered->sides[1].ratio->interval->second, 1);
}

TEST(Comparison, LeavesOutWhatNoSideHas) {
  Result bare = testing::EmptyRun(1);
  const Comparison comparison = Compare({SideOf("A", {bare}), SideOf("B", {bare})});
  EXPECT_EQ(Find(comparison, "redis_cpu_percent"), nullptr);
  EXPECT_EQ(Find(comparison, "task.p99"), nullptr);
}

// A value of a setting by its name, of each side.
std::vector<std::string> SettingOf(const Comparison& comparison, std::string_view name) {
  for (const ComparedSetting& setting : comparison.settings) {
    if (setting.name == name) return setting.values;
  }
  return {};
}

TEST(Comparison, ComparesEqualStagesOneByOne) {
  Result slower = StagedRun(2);
  StageResult& second = slower.stages[1];
  second.max_backlog = 6;
  second.timings.response.Merge(slower.stages[2].timings.response);
  const Comparison comparison =
      Compare({SideOf("A", {StagedRun(2)}), SideOf("B", {slower})});
  EXPECT_EQ(Find(comparison, "stage1.response.p50")->sides[1].ratio->ratio, 1);
  EXPECT_EQ(Find(comparison, "stage2.max_backlog")->sides[1].ratio->ratio, 2);
  EXPECT_GT(Find(comparison, "stage2.response.p99")->sides[1].ratio->ratio, 10);
  EXPECT_EQ(Find(comparison, "stage3.delivered")->sides[0].median, 2000);
  EXPECT_EQ(Find(comparison, "stage4.delivered"), nullptr) << "it was not reached";
  EXPECT_THAT(SettingOf(comparison, "stages"), IsEmpty());
}

TEST(Comparison, SaysThatStagesDifferAndComparesNone) {
  Result other = StagedRun(2);
  other.stages[1].duration = Seconds(5);
  other.settings.clear();
  const Comparison of_staged =
      Compare({SideOf("A", {StagedRun(2)}), SideOf("B", {other})});
  EXPECT_EQ(Find(of_staged, "stage1.response.p50"), nullptr);
  EXPECT_THAT(SettingOf(of_staged, "stages"),
              ElementsAre("4s:0-1000,4s:1000,4s:2000,4s:2000-500",
                          "4s:0-1000,5s:1000,4s:2000,4s:2000-500"));
  // Written before there were stages, too.
  const Comparison of_plain =
      Compare({SideOf("A", {SuccessfulRun(2)}), SideOf("B", {StagedRun(2)})});
  EXPECT_EQ(Find(of_plain, "stage1.response.p50"), nullptr);
  EXPECT_THAT(SettingOf(of_plain, "stages"),
              ElementsAre("none", "4s:0-1000,4s:1000,4s:2000,4s:2000-500"));
  EXPECT_THAT(SettingOf(of_plain, "arrivals"), ElementsAre("even", "poisson"));
}

TEST(ComparisonReport, LooksAsItShould) {
  const std::vector<Side> sides = {SideOf("A", {SuccessfulRun(3)}),
                                   SideOf("B", {OtherRun()})};
  const Comparison comparison = Compare(sides);
  const std::vector<GateOutcome> gate =
      CheckGate(ParseGate("task.mean>+10%,delivered<-1%"), sides);
  ExpectGolden("comparison_text", ComparisonText(comparison, gate));
  ExpectGolden("comparison_html", PageWithoutAssets(ComparisonHtml(comparison, gate)));
}

TEST(ComparisonReport, HasARowForEachFigureOfAStage) {
  const std::string text = ComparisonText(
      Compare({SideOf("A", {StagedRun(2)}), SideOf("B", {StagedRun(2)})}), {});
  EXPECT_THAT(text, HasSubstr("│ stage1.delivered (per s)"));
  EXPECT_THAT(text, HasSubstr("│ stage2.response.p99 (ms)"));
  EXPECT_THAT(text, HasSubstr("│ stage3.max_backlog "));
}

TEST(ComparisonReport, SaysHowSureItIs) {
  const auto text = [](std::size_t runs) {
    const std::vector<Result> results(runs, SuccessfulRun(1));
    return ComparisonText(Compare({SideOf("A", results), SideOf("B", results)}), {});
  };
  EXPECT_THAT(text(1), HasSubstr("One run a side"));
  EXPECT_THAT(text(2), HasSubstr("too few runs for an interval"));
  EXPECT_THAT(text(4), HasSubstr("in brackets its 95 % interval"));
  EXPECT_THAT(text(4), HasSubstr("1 (1 to 1)"));
}

TEST(ComparisonReport, NeutralizesWhatNamesAndSentencesHold) {
  Result result = SuccessfulRun(1);
  result.verdict->sentence = "<script>alert(1)</script>\x1b[31m";
  const Comparison comparison =
      Compare({SideOf("<b>", {result}), SideOf("B", {SuccessfulRun(1)})});
  EXPECT_THAT(ComparisonHtml(comparison, {}), Not(HasSubstr("<script>alert")));
  EXPECT_THAT(ComparisonHtml(comparison, {}), Not(HasSubstr("<b>")));
  EXPECT_THAT(ComparisonText(comparison, {}), Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace redline::reporting
