#include "reporting/json/json_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "reporting/json/json_report.h"
#include "reporting/text/text_report.h"
#include "tests/reporting/sample_results.h"

namespace redline::reporting {
namespace {

using testing::EmptyRun;
using testing::FailedRun;
using ::testing::HasSubstr;
using testing::StagedRun;
using ::testing::StartsWith;
using testing::SuccessfulRun;

std::string ErrorOf(std::string_view text) {
  try {
    ReadJson(text);
  } catch (const ResultError& error) {
    return error.what();
  }
  return "";
}

// The sample with one text replaced by another.
std::string With(std::string_view old, const std::string& text) {
  std::string json = ToJson(SuccessfulRun(2));
  const std::size_t at = json.find(old);
  EXPECT_NE(at, std::string::npos) << old;
  return json.replace(at, old.size(), text);
}

TEST(ReadJson, GivesBackAResultThatIsWrittenTheSame) {
  for (const Result& result :
       {SuccessfulRun(3), FailedRun(2), StagedRun(2), EmptyRun(1), EmptyRun(0)}) {
    EXPECT_EQ(ToJson(ReadJson(ToJson(result))), ToJson(result));
  }
}

TEST(ReadJson, GivesBackAResultWhoseReportIsTheSame) {
  const Result result = SuccessfulRun(28);
  EXPECT_EQ(FinalReport(ReadJson(ToJson(result))), FinalReport(result));
}

TEST(ReadJson, KeepsWhatThresholdsAndWarningsSaid) {
  Result result = SuccessfulRun(1);
  result.thresholds = {
      {.threshold = "task.p99<1ms", .value = 2.5, .unit = "ms", .kept = false},
      {.threshold = "errors==0", .value = std::nullopt, .unit = "", .kept = true}};
  result.warnings = {"one", "two"};
  const Result read = ReadJson(ToJson(result));
  ASSERT_EQ(read.thresholds.size(), 2U);
  EXPECT_EQ(read.thresholds[0].value, 2.5);
  EXPECT_FALSE(read.thresholds[0].kept);
  EXPECT_EQ(read.thresholds[1].value, std::nullopt);
  EXPECT_TRUE(read.thresholds[1].kept);
  EXPECT_EQ(read.warnings, result.warnings);
}

TEST(ReadJson, KeepsStages) {
  Result result = StagedRun(2);
  result.messaging.burst = 20;
  const Result read = ReadJson(ToJson(result));
  EXPECT_EQ(read.messaging.burst, 20U);
  ASSERT_EQ(read.stages.size(), 4U);
  EXPECT_EQ(read.stages[0].to_rate, 1000);
  EXPECT_EQ(read.stages[1].begin, Seconds(4));
  EXPECT_EQ(read.stages[1].timings.response.buckets(),
            result.stages[1].timings.response.buckets());
  EXPECT_EQ(read.stages[1].timings.steps.size(), 3U);
  EXPECT_EQ(read.stages[1].unfinished_at_end, 4U);
  EXPECT_EQ(read.stages[2].unfinished_at_end, std::nullopt);
  EXPECT_EQ(read.stages[3].asked_rate, std::nullopt);
  EXPECT_EQ(FinalReport(read), FinalReport(result));
}

TEST(ReadJson, KeepsEveryOutcomeOfAStage) {
  Result result = StagedRun(1);
  for (const StageOutcomeRow& outcome : kStageOutcomes) {
    result.stages[0].outcome = outcome.value;
    EXPECT_EQ(ReadJson(ToJson(result)).stages[0].outcome, outcome.value);
  }
  result.stages[0].outcome.reset();
  EXPECT_EQ(ReadJson(ToJson(result)).stages[0].outcome, std::nullopt);
}

TEST(ReadJson, KeepsTheConcurrencyWhichIsOneInEarlierResults) {
  Result result = SuccessfulRun(1);
  result.worker_concurrency = 16;
  std::string json = ToJson(result);
  EXPECT_EQ(ReadJson(json).worker_concurrency, 16U);
  const std::string field = "\"worker_concurrency\": 16,";
  ASSERT_NE(json.find(field), std::string::npos);
  json.erase(json.find(field), field.size());
  EXPECT_EQ(ReadJson(json).worker_concurrency, 1U);
}

TEST(ReadJson, KeepsEveryReasonOfAVerdict) {
  Result result = SuccessfulRun(1);
  for (const ReasonRow& reason : kReasons) {
    result.verdict->reason = reason.value;
    EXPECT_EQ(ReadJson(ToJson(result)).verdict->reason, reason.value);
  }
}

TEST(ReadJson, KeepsEveryStatusAndBottleneckAndOutcome) {
  Result result = SuccessfulRun(1);
  for (const StatusRow& status : kStatuses) {
    result.verdict->status = status.value;
    EXPECT_EQ(ReadJson(ToJson(result)).verdict->status, status.value);
  }
  for (const BottleneckRow& kind : kBottlenecks) {
    result.bottleneck = Bottleneck{.kind = kind.value, .sentence = ""};
    EXPECT_EQ(ReadJson(ToJson(result)).bottleneck->kind, kind.value);
  }
  for (const OutcomeRow& outcome : kOutcomes) {
    result.preflight.emplace().checks = {
        {.name = "", .value = "", .outcome = outcome.value, .sentence = ""}};
    EXPECT_EQ(ReadJson(ToJson(result)).preflight->checks.at(0).outcome, outcome.value);
  }
}

TEST(ReadJson, TakesWhatEarlierVersionsWrote) {
  const Result result = ReadJson(
      R"({"schema": "redline.result/1", "constants": {"NUM_WORKERS": 1},
          "steps": ["ping"], "workers": [{"index": 0, "timings": {"task":
          {"count": 4, "mean_ms": 2.5, "p50_ms": 2, "max_ms": 9}}}]})");
  ASSERT_EQ(result.workers.size(), 1U);
  const shm::HistogramSnapshot& task = result.workers[0].timings.task;
  EXPECT_EQ(task.count(), 4U);
  EXPECT_EQ(task.Mean(), Milliseconds(2.5));
  EXPECT_EQ(task.Max(), Milliseconds(9));
  EXPECT_EQ(task.Percentile(50), std::nullopt);
  EXPECT_EQ(result.verdict, std::nullopt);
  EXPECT_TRUE(result.stages.empty());
  EXPECT_EQ(result.messaging.burst, 1U);
}

TEST(ReadJson, SaysThatAFileWasCutOff) {
  const std::string json = ToJson(SuccessfulRun(2));
  EXPECT_EQ(ErrorOf(json.substr(0, 1000)),
            "is incomplete JSON: it ends after 1000 bytes, in the middle.");
  EXPECT_EQ(ErrorOf(""), "is incomplete JSON: it ends after 0 bytes, in the middle.");
}

TEST(ReadJson, ReadsNoBeginningOfAResultAsAResult) {
  const std::string json = ToJson(EmptyRun(1));
  for (std::size_t size = 0; size + 2 < json.size(); size += 7) {
    EXPECT_NE(ErrorOf(std::string_view(json).substr(0, size)), "") << size;
  }
}

TEST(ReadJson, SaysWhereTheJsonIsInvalid) {
  EXPECT_THAT(ErrorOf("{\"schema\": nonsense}"),
              StartsWith("is not JSON: Invalid value."));
  EXPECT_THAT(ErrorOf("<html>"), HasSubstr("(byte 0)"));
  EXPECT_NE(ErrorOf(std::string(2'000'000, '[')), "");
}

TEST(ReadJson, ReadsNoNumberOfHundredsOfDigits) {
  for (const int zeros : {70, 350, 5000}) {
    EXPECT_THAT(ErrorOf(With("\"uptime_seconds\": 240",
                             "\"uptime_seconds\": 0." + std::string(zeros, '0') + "1")),
                HasSubstr("it has a number of more than 64 characters (byte "))
        << zeros;
  }
  EXPECT_EQ(ErrorOf(With("\"workload\": \"building\"",
                         "\"workload\": \"" + std::string(500, '7') + "\"")),
            "");
}

// It would overflow where it is added up.
TEST(ReadJson, ReadsNoCountThatIsTooLargeToBeExact) {
  EXPECT_EQ(ErrorOf(With("\"tasks_missed\": 0", "\"tasks_missed\": 9007199254740992")),
            "");
  for (const std::string count :
       {"9007199254740993", "9223372036854775809", "18446744073709551615"}) {
    EXPECT_THAT(ErrorOf(With("\"tasks_missed\": 0", "\"tasks_missed\": " + count)),
                HasSubstr("tasks_missed is not a whole number up to 2^53"))
        << count;
  }
}

TEST(ReadJson, TellsAFutureVersionFromOtherFiles) {
  EXPECT_EQ(ErrorOf(With("redline.result/1", "redline.result/2")),
            "is of the format redline.result/2, and this redline reads "
            "redline.result/1; use a newer redline.");
  EXPECT_EQ(ErrorOf(With("redline.result/1", "k6")),
            "is not a result of redline: its schema is \"k6\".");
  EXPECT_EQ(ErrorOf("{}"), "is not a result of redline: it has no \"schema\".");
  EXPECT_EQ(ErrorOf("[1]"), "is not a result of redline: it is not a JSON object.");
}

TEST(ReadJson, NamesTheFieldThatIsWrong) {
  EXPECT_EQ(ErrorOf(With("\"tasks_sent\": 400", "\"tasks_sent\": -4")),
            "is not a result that redline wrote: messaging.tasks_sent is not a whole "
            "number.");
  EXPECT_EQ(ErrorOf(With("\"burst\": 1", "\"burst\": 0")),
            "is not a result that redline wrote: messaging.burst is not a number of "
            "tasks.");
  EXPECT_EQ(ErrorOf(With("\"workload\": \"building\"", "\"workload\": 7")),
            "is not a result that redline wrote: workload is not a text.");
  EXPECT_THAT(ErrorOf(With("\"buckets\": [[0, ", "\"buckets\": [[300001, ")),
              HasSubstr("buckets[0][0] is not a bucket's beginning."));
  EXPECT_THAT(ErrorOf(With("\"failed\": [0, ", "\"failed\": [")),
              HasSubstr("series.failed is not as long as series.end_seconds."));
  EXPECT_EQ(ErrorOf(With("\"reason\": \"completed\"", "\"reason\": \"sunspots\"")),
            "has a verdict.reason that this redline does not know: \"sunspots\"; a newer "
            "one may.");
}

TEST(ReadJson, IgnoresFieldsThatItDoesNotKnow) {
  EXPECT_EQ(
      ToJson(ReadJson(With("\"workload\":", "\"colour\": {\"a\": []}, \"workload\":"))),
      ToJson(SuccessfulRun(2)));
}

}  // namespace
}  // namespace redline::reporting
