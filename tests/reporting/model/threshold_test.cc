#include "reporting/model/threshold.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "tests/reporting/sample_results.h"

namespace redline::reporting {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::HasSubstr;

// Two workers; the thousand responses take 1, 2, … 1000 ms, and fetches half of that.
Result ThousandTasks() {
  Result result = testing::EmptyRun(2);
  for (int i = 1; i <= 1000; ++i) {
    WorkerResult& worker = result.workers[static_cast<std::size_t>(i % 2)];
    worker.timings.response.Record(std::chrono::milliseconds(i));
    worker.timings.steps[0].Record(std::chrono::microseconds(500 * i));
    worker.loop_lag.Record(std::chrono::microseconds(i));
  }
  result.workers[1].max_backlog = 17;
  result.messaging.tasks_sent = 1000;
  result.messaging.tasks_received = 999;
  result.messaging.tasks_completed = 998;
  result.messaging.tasks_failed = 1;
  result.messaging.uptime = 5s;
  result.messaging.asked_rate = 200;
  result.messaging.delivered_rate = 199;
  result.messaging.lateness.Record(3ms);
  result.messaging.loop_lag.Record(2ms);
  result.errors = {{.name = "OOM", .count = 4}, {.name = "connection lost", .count = 3}};
  return result;
}

ThresholdOutcome Check(const std::string& threshold) {
  return Threshold::Parse(threshold).Check(ThousandTasks());
}

std::string Refusal(const std::string& threshold) {
  try {
    Threshold::Parse(threshold);
  } catch (const ThresholdError& error) {
    return error.what();
  }
  return "";
}

struct Figure {
  std::string name;
  double value;
  std::string unit;
};

class EachFigure : public ::testing::TestWithParam<Figure> {};

TEST_P(EachFigure, HasItsValueAndUnit) {
  const ThresholdOutcome outcome = Check(GetParam().name + ">=0");
  ASSERT_TRUE(outcome.value);
  // Percentiles are within a percent.
  EXPECT_NEAR(*outcome.value, GetParam().value, 0.009 * GetParam().value);
  EXPECT_EQ(outcome.unit, GetParam().unit);
  EXPECT_TRUE(outcome.kept);
}

INSTANTIATE_TEST_SUITE_P(
    Figures, EachFigure,
    ::testing::Values(
        Figure{"response.p50", 500, "ms"}, Figure{"response.p99", 990, "ms"},
        Figure{"response.p99.9", 999, "ms"}, Figure{"response.p999", 999, "ms"},
        Figure{"response.p100", 1000, "ms"}, Figure{"response.mean", 500.5, "ms"},
        Figure{"response.min", 1, "ms"}, Figure{"response.max", 1000, "ms"},
        Figure{"response.count", 1000, ""}, Figure{"fetch.max", 500, "ms"},
        Figure{"loop_lag.max", 1, "ms"}, Figure{"lateness.max", 3, "ms"},
        Figure{"supervisor_loop_lag.max", 2, "ms"}, Figure{"tasks_sent", 1000, ""},
        Figure{"tasks_received", 999, ""}, Figure{"tasks_completed", 998, ""},
        Figure{"tasks_failed", 1, ""}, Figure{"errors", 7, ""},
        Figure{"max_backlog", 17, ""}, Figure{"delivered", 199, "per s"}));

TEST(Threshold, ComparesInEachWay) {
  EXPECT_TRUE(Check("max_backlog<18").kept);
  EXPECT_FALSE(Check("max_backlog<17").kept);
  EXPECT_TRUE(Check("max_backlog<=17").kept);
  EXPECT_FALSE(Check("max_backlog<=16").kept);
  EXPECT_TRUE(Check("max_backlog>16").kept);
  EXPECT_FALSE(Check("max_backlog>17").kept);
  EXPECT_TRUE(Check("max_backlog>=17").kept);
  EXPECT_FALSE(Check("max_backlog>=18").kept);
  EXPECT_TRUE(Check("max_backlog==17").kept);
  EXPECT_FALSE(Check("max_backlog==16").kept);
  EXPECT_TRUE(Check("max_backlog!=16").kept);
  EXPECT_FALSE(Check("max_backlog!=17").kept);
}

TEST(Threshold, TakesTheLimitOfATimeInEachUnit) {
  EXPECT_TRUE(Check("lateness.max<=3").kept);
  EXPECT_TRUE(Check("lateness.max<=3ms").kept);
  EXPECT_FALSE(Check("lateness.max<=2.9ms").kept);
  EXPECT_TRUE(Check("lateness.max<=3000us").kept);
  EXPECT_FALSE(Check("lateness.max<=2999us").kept);
  EXPECT_FALSE(Check("lateness.max<=2999µs").kept);
  EXPECT_TRUE(Check("lateness.max<=0.003s").kept);
}

TEST(Threshold, TakesPercentOfTheAskedRate) {
  const ThresholdOutcome outcome = Check("delivered>=99.9%");
  EXPECT_DOUBLE_EQ(*outcome.value, 99.5);
  EXPECT_EQ(outcome.unit, "%");
  EXPECT_FALSE(outcome.kept);
  EXPECT_TRUE(Check("delivered>=99.5%").kept);
}

TEST(Threshold, IsNotKeptByWhatWasNotMeasured) {
  const ThresholdOutcome outcome = Check("queue.p99<1000s");
  EXPECT_EQ(outcome.value, std::nullopt);
  EXPECT_FALSE(outcome.kept);
}

TEST(Threshold, IsWrittenWithoutSpaces) {
  EXPECT_EQ(Threshold::Parse(" response.p99 < 50 ms ").text(), "response.p99<50ms");
}

TEST(Threshold, KnowsTheTimingsThatAllTasksHaveAndTheirSteps) {
  const std::vector<std::string> steps = {"fn:fetch", "redis_ping"};
  for (const char* known : {"task.p99<1", "rest.max<1", "loop_lag.max<1", "fetch.p99<1",
                            "redis_ping.mean<1", "errors==0"}) {
    EXPECT_TRUE(Threshold::Parse(known).IsKnown(steps)) << known;
  }
  EXPECT_FALSE(Threshold::Parse("save.p99<1").IsKnown(steps));
}

ThresholdOutcome CheckStaged(const std::string& threshold) {
  return Threshold::Parse(threshold).Check(testing::StagedRun(2));
}

TEST(Threshold, OfAStageTakesItsFigures) {
  EXPECT_EQ(CheckStaged("stage2.delivered>=1000").value, 1000);
  EXPECT_EQ(CheckStaged("stage3.max_backlog<100").value, 100);
  EXPECT_EQ(CheckStaged("stage2.tasks_sent==4000").value, 4000);
  EXPECT_NEAR(*CheckStaged("stage2.response.p50<1s").value, 3.09, 0.05);
  EXPECT_NEAR(*CheckStaged("stage2.fetch.max<1s").value, 1.12, 0.02);
  EXPECT_EQ(CheckStaged("stage2.lateness.count==200").value, 200);
}

TEST(Threshold, OfAStageTakesPercentOfWhatTheStageAsked) {
  const ThresholdOutcome outcome = CheckStaged("stage1.delivered>=101%");
  EXPECT_EQ(outcome.value, 100);
  EXPECT_EQ(outcome.unit, "%");
  EXPECT_FALSE(outcome.kept);
}

TEST(Threshold, IsNotKeptByAStageThatIsNotThereOrWasNotReached) {
  for (const char* threshold : {"stage5.delivered>=0", "stage4.delivered>=0"}) {
    const ThresholdOutcome outcome = CheckStaged(threshold);
    EXPECT_EQ(outcome.value, std::nullopt) << threshold;
    EXPECT_FALSE(outcome.kept) << threshold;
  }
}

TEST(Threshold, TakesAStepThatIsCalledStageForAStep) {
  Result result = ThousandTasks();
  result.step_names[0] = "stage";
  const ThresholdOutcome outcome = Threshold::Parse("stage.p99<1s").Check(result);
  EXPECT_EQ(Threshold::Parse("stage.p99<1s").stage(), std::nullopt);
  EXPECT_NEAR(*outcome.value, 495, 5);
}

TEST(Threshold, AsksNoStageForWhatIsKnownOfARunOnly) {
  for (const char* threshold : {"stage1.errors==0", "stage1.loop_lag.p99<1ms"}) {
    EXPECT_THAT(Refusal(threshold), HasSubstr("known of a whole run only")) << threshold;
  }
  EXPECT_THAT(Refusal("stage1.nonsense==0"), HasSubstr("names no figure"));
}

TEST(ViolatesThresholdOfStage, TellsTheStages) {
  Result result = testing::StagedRun(2);
  for (const char* threshold : {"stage1.delivered>1", "stage2.delivered>1001"}) {
    result.thresholds.push_back(Threshold::Parse(threshold).Check(result));
  }
  EXPECT_FALSE(ViolatesThresholdOfStage(result, 0));
  EXPECT_TRUE(ViolatesThresholdOfStage(result, 1));
  EXPECT_FALSE(ViolatesThresholdOfStage(result, 2));
}

TEST(Threshold, RefusesWhatItDoesNotUnderstandAndSaysWhy) {
  EXPECT_EQ(Refusal("response.p99"),
            "The threshold \"response.p99\" has no comparison with a limit; write, for "
            "example, response.p99<50ms or tasks_failed==0.");
  EXPECT_THAT(Refusal("response.p99<"), HasSubstr("no comparison with a limit"));
  EXPECT_THAT(Refusal("response.p99=50ms"), HasSubstr("compares by \"=\""));
  EXPECT_THAT(Refusal("response.p99<>50ms"), HasSubstr("compares by \"<>\""));
  EXPECT_THAT(Refusal("response.p101<50ms"), HasSubstr("\"p101\""));
  EXPECT_THAT(Refusal("response.avg<50ms"), HasSubstr("\"avg\""));
  EXPECT_THAT(Refusal("response<50ms"), HasSubstr("names no figure"));
  EXPECT_THAT(Refusal("response.p99<fast"), HasSubstr("no number"));
  EXPECT_THAT(Refusal("response.p99<nan"), HasSubstr("no number"));
  EXPECT_THAT(Refusal("response.p99<50m"), HasSubstr("\"m\""));
  EXPECT_THAT(Refusal("response.count<50ms"), HasSubstr("\"ms\""));
  EXPECT_THAT(Refusal("tasks_sent<50%"), HasSubstr("\"%\""));
  EXPECT_THAT(Refusal(""), HasSubstr("no comparison"));
}

TEST(ParseThresholds, TakesAListInItsOrder) {
  const std::vector<Threshold> thresholds =
      ParseThresholds("response.p99<50ms, tasks_failed == 0,delivered>=99.9%");
  ASSERT_EQ(thresholds.size(), 3U);
  EXPECT_EQ(thresholds[0].text(), "response.p99<50ms");
  EXPECT_EQ(thresholds[1].text(), "tasks_failed==0");
  EXPECT_EQ(thresholds[2].text(), "delivered>=99.9%");
}

TEST(ParseThresholds, TakesNothingForAnEmptyList) {
  EXPECT_TRUE(ParseThresholds("").empty());
}

TEST(ParseThresholds, RefusesAListWithAGap) {
  EXPECT_THROW(ParseThresholds("errors==0,,errors==0"), ThresholdError);
}

TEST(ValueText, HasAsManyDecimalsAsItTakesToSeeTheOutcome) {
  const auto text = [](const std::string& threshold, std::optional<double> value,
                       const std::string& unit, bool kept) {
    return ValueText(
        {.threshold = threshold, .value = value, .unit = unit, .kept = kept});
  };
  EXPECT_EQ(text("queue.p50<1us", 0.002, "ms", false), "0.002 ms");
  EXPECT_EQ(text("delivered>=99.9%", 99.897, "%", false), "99.897 %");
  EXPECT_EQ(text("delivered>=99.9%", 99.91, "%", true), "99.91 %");
  EXPECT_EQ(text("response.p99<50ms", 49.9996, "ms", true), "49.9996 ms");
  EXPECT_EQ(text("response.p99<50ms", 61.234, "ms", false), "61.23 ms");
  EXPECT_EQ(text("errors==0", 3, "", false), "3");
  EXPECT_EQ(text("errors==0", std::nullopt, "", false), "-");
  EXPECT_EQ(text("of another version", 1.5, "ms", false), "1.5 ms");
}

}  // namespace
}  // namespace redline::reporting
