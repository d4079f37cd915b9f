#include "reporting/model/fleet.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reporting/json/json_reader.h"
#include "reporting/json/json_report.h"
#include "reporting/page/html_report.h"
#include "reporting/text/text_report.h"
#include "tests/reporting/sample_results.h"

namespace redline::reporting {
namespace {

using testing::FailedRun;
using ::testing::HasSubstr;
using testing::StagedRun;
using testing::SuccessfulRun;

Fleet TwoDynos() {
  return {.id = "f",
          .members = {{.name = "A", .result = SuccessfulRun(3), .start_skew = {}},
                      {.name = "B", .result = SuccessfulRun(2), .start_skew = {}}}};
}

TEST(MergeFleet, AddsCountsAndRates) {
  const Result merged = MergeFleet(TwoDynos());
  EXPECT_EQ(merged.messaging.tasks_sent, 1000U);
  EXPECT_EQ(merged.messaging.tasks_completed, 1000U);
  EXPECT_EQ(merged.messaging.asked_rate, 2000);
  EXPECT_EQ(merged.messaging.delivered_rate, 2000);
  EXPECT_EQ(merged.constants.num_workers, 5);
  EXPECT_EQ(merged.constants.tasks_per_second, 2000);
  EXPECT_EQ(merged.messaging.lateness.count(), 2000U);
}

TEST(MergeFleet, AddsHistogramsAndAveragesNoPercentile) {
  Fleet fleet = TwoDynos();
  Result& slow = *fleet.members[1].result;
  for (int i = 0; i < 150; ++i) {
    slow.workers[0].timings.response.Record(std::chrono::seconds(2));
  }
  const Result merged = MergeFleet(fleet);
  shm::HistogramSnapshot all = fleet.members[0].result->Totals().response;
  all.Merge(slow.Totals().response);
  EXPECT_EQ(merged.Totals().response.buckets(), all.buckets());
  EXPECT_EQ(merged.Totals().response.Percentile(95), all.Percentile(95));
  EXPECT_NEAR(merged.Totals().response.Percentile(95)->count(), 2e6, 2e4);
}

TEST(MergeFleet, NamesEachWorkersDyno) {
  const Result merged = MergeFleet(TwoDynos());
  ASSERT_EQ(merged.workers.size(), 5U);
  EXPECT_EQ(merged.workers[2].dyno, "A");
  EXPECT_EQ(merged.workers[3].dyno, "B");
  for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(merged.workers[i].index, i);
  EXPECT_EQ(merged.series.by_worker.workers.size(), 5U);
}

TEST(MergeFleet, AddsThePointsOfTheSameTime) {
  Fleet fleet = TwoDynos();
  fleet.members[1].result->series.points.resize(4);
  fleet.members[1].result->series.points[3].response.p99 = Milliseconds(7000);
  const Result merged = MergeFleet(fleet);
  ASSERT_EQ(merged.series.points.size(), 13U);
  EXPECT_EQ(merged.series.points[3].completed, 2000U);
  EXPECT_EQ(merged.series.points[4].completed, 1000U);
  EXPECT_EQ(merged.series.points[3].response.p99, Milliseconds(7000)) << "the highest";
}

// Whoever can write to the Redis can leave one.
TEST(MergeFleet, TakesAResultThatHasOtherSteps) {
  Fleet fleet = TwoDynos();
  Result& odd = *fleet.members[1].result;
  odd.step_names = {"other"};
  for (WorkerResult& worker : odd.workers) worker.timings.steps.assign(1, {});
  for (SeriesPoint& point : odd.series.points) point.steps.resize(1);
  odd.workers[0].timings.steps[0].Record(std::chrono::seconds(2));
  const Result merged = MergeFleet(fleet);
  ASSERT_EQ(merged.step_names.size(), 4U);
  EXPECT_EQ(merged.step_names[3], "other");
  for (const WorkerResult& worker : merged.workers) {
    EXPECT_EQ(worker.timings.steps.size(), 4U);
  }
  for (const SeriesPoint& point : merged.series.points) {
    EXPECT_EQ(point.steps.size(), 4U);
  }
  EXPECT_EQ(merged.Totals().steps[3].count(), 1U);
  EXPECT_EQ(merged.Totals().steps[0].count(),
            fleet.members[0].result->Totals().steps[0].count());
  FinalReport(merged);
}

TEST(MergeFleet, TakesAResultWithoutSteps) {
  for (const std::size_t which : {0, 1}) {
    Fleet fleet = TwoDynos();
    Result& odd = *fleet.members[which].result;
    odd.step_names.clear();
    for (WorkerResult& worker : odd.workers) worker.timings.steps.clear();
    for (SeriesPoint& point : odd.series.points) point.steps.clear();
    const Result merged = MergeFleet(fleet);
    EXPECT_EQ(merged.step_names.size(), 3U);
    EXPECT_EQ(merged.Totals().steps.size(), 3U);
    ToHtml(merged);
  }
}

TEST(MergeFleet, FailsIfNoDynoHasLeftAResult) {
  Fleet fleet = TwoDynos();
  for (FleetMember& member : fleet.members) member.result.reset();
  const Result merged = MergeFleet(fleet);
  EXPECT_EQ(merged.verdict->reason, Reason::kDynoLost);
  EXPECT_EQ(merged.dynos.size(), 2U);
  EXPECT_THAT(FinalReport(merged), HasSubstr("Dyno A has disappeared"));
}

TEST(MergeFleet, KnowsADynosOwnPartOnly) {
  Fleet fleet = TwoDynos();
  fleet.members[0].result = MergeFleet(TwoDynos());
  const Result merged = MergeFleet(fleet);
  EXPECT_EQ(merged.dynos.size(), 2U);
  ASSERT_EQ(merged.members.size(), 2U);
  EXPECT_TRUE(merged.members[0].members.empty());
}

TEST(MergeFleet, IsASuccessThatSaysThatTheWorkersWereFallingBehind) {
  Fleet fleet = TwoDynos();
  EXPECT_EQ(MergeFleet(fleet).verdict->reason, Reason::kCompleted);
  for (FleetMember& member : fleet.members) {
    member.result->messaging.unfinished_at_end = 100;
  }
  const Verdict verdict = *MergeFleet(fleet).verdict;
  EXPECT_EQ(verdict.status, Status::kSuccess);
  EXPECT_EQ(verdict.reason, Reason::kFallingBehind);
  EXPECT_THAT(verdict.sentence,
              HasSubstr("But the workers were falling behind: 200 of the tasks"));
}

TEST(MergeFleet, WasFallingBehindIfOnlyOneDynoWas) {
  Fleet fleet = TwoDynos();
  // Of 100 000 tasks together less than a hundredth.
  fleet.members[0].result->messaging.tasks_sent = 99'500;
  fleet.members[1].result->messaging.unfinished_at_end = 100;
  const Verdict verdict = *MergeFleet(fleet).verdict;
  EXPECT_EQ(verdict.reason, Reason::kFallingBehind);
  EXPECT_THAT(
      verdict.sentence,
      HasSubstr("But the workers of dyno B were falling behind: 100 of the tasks"));
}

TEST(MergeFleet, HasTheBottleneckOfTheDynoThatFellBehind) {
  Fleet fleet = TwoDynos();
  fleet.members[0].result->bottleneck =
      Bottleneck{.kind = Bottleneck::Kind::kNone, .sentence = "Nothing was near."};
  fleet.members[1].result->bottleneck = Bottleneck{.kind = Bottleneck::Kind::kMachineCpu,
                                                   .sentence = "The machine was full."};
  fleet.members[1].result->verdict->reason = Reason::kFallingBehind;
  EXPECT_EQ(MergeFleet(fleet).bottleneck->sentence, "Dyno B: The machine was full.");
}

TEST(MergeFleet, HasFailedIfItFellBehindAndViolatedAThreshold) {
  Fleet fleet = TwoDynos();
  fleet.members[1].result->messaging.unfinished_at_end = 100;
  EXPECT_EQ(MergeFleet(fleet, ParseThresholds("tasks_completed>1000")).verdict->reason,
            Reason::kSlo);
}

TEST(MergeFleet, HasTheVerdictOfTheDynoThatFailedAndNotOfThoseItStopped) {
  Fleet fleet = TwoDynos();
  fleet.members[0].result->verdict->status = Status::kFailed;
  fleet.members[0].result->verdict->reason = Reason::kFleet;
  fleet.members[1].result = FailedRun(2);
  const Result merged = MergeFleet(fleet);
  EXPECT_EQ(merged.verdict->status, Status::kFailed);
  EXPECT_EQ(merged.verdict->reason, Reason::kRedisErrors);
  EXPECT_THAT(merged.verdict->sentence, HasSubstr("Dyno B failed: 607 tasks failed"));
}

TEST(MergeFleet, PrefersAFailureToAnInvalidOrInterruptedDyno) {
  for (const Status other : {Status::kInvalid, Status::kInterrupted}) {
    Fleet fleet = TwoDynos();
    fleet.members[0].result->verdict->status = other;
    EXPECT_EQ(MergeFleet(fleet).verdict->status, other);
    fleet.members[1].result = FailedRun(2);
    EXPECT_EQ(MergeFleet(fleet).verdict->status, Status::kFailed);
  }
}

TEST(MergeFleet, FailsOfADynoThatHasDisappeared) {
  Fleet fleet = TwoDynos();
  fleet.members[1].result.reset();
  const Result merged = MergeFleet(fleet);
  EXPECT_EQ(merged.verdict->reason, Reason::kDynoLost);
  EXPECT_THAT(merged.verdict->sentence, HasSubstr("Dyno B has disappeared"));
  ASSERT_EQ(merged.dynos.size(), 2U);
  EXPECT_EQ(merged.dynos[1].verdict, std::nullopt);
  EXPECT_EQ(merged.members.size(), 1U);
}

TEST(MergeFleet, WasInterruptedThoughADynoThatLivesLeftNoResultInTime) {
  Fleet fleet = TwoDynos();
  fleet.members[0].result->verdict->status = Status::kInterrupted;
  fleet.members[1].result.reset();
  fleet.members[1].lives = true;
  EXPECT_EQ(MergeFleet(fleet).verdict->status, Status::kInterrupted);
  fleet.members[0].result->verdict->status = Status::kSuccess;
  EXPECT_EQ(MergeFleet(fleet).verdict->reason, Reason::kDynoLost);
}

TEST(MergeFleet, SaysWhyADynoLeftNoResult) {
  Fleet fleet = TwoDynos();
  fleet.members[1].result.reset();
  fleet.members[1].absence = "could not begin: Out of workers.";
  EXPECT_EQ(MergeFleet(fleet).verdict->sentence,
            "Dyno B could not begin: Out of workers. Its part is unknown.");
}

TEST(MergeFleet, TellsAFailureThatIsKnownBeforeADynoThatHasDisappeared) {
  Fleet fleet = TwoDynos();
  fleet.members[0].result.reset();
  fleet.members[1].result = FailedRun(2);
  EXPECT_EQ(MergeFleet(fleet).verdict->reason, Reason::kRedisErrors);
}

TEST(MergeFleet, ChecksThresholdsOnTheWhole) {
  const Result kept =
      MergeFleet(TwoDynos(), ParseThresholds("tasks_completed==1000,delivered>1999"));
  EXPECT_EQ(kept.verdict->status, Status::kSuccess);
  EXPECT_EQ(kept.thresholds.size(), 2U);
  const Result violated = MergeFleet(TwoDynos(), ParseThresholds("tasks_completed>1000"));
  EXPECT_EQ(violated.verdict->status, Status::kFailed);
  EXPECT_EQ(violated.verdict->reason, Reason::kSlo);
}

TEST(MergeFleet, SaysThatPeriodsWereUnequal) {
  Fleet fleet = TwoDynos();
  fleet.members[1].result->messaging.uptime = Seconds(12);
  EXPECT_THAT(MergeFleet(fleet).warnings,
              ::testing::Contains(HasSubstr("from 12 s to 240 s")));
  EXPECT_TRUE(MergeFleet(TwoDynos()).warnings.empty());
}

TEST(MergeFleet, IsWrittenAndReadWithItsMembers) {
  const Result merged = MergeFleet(TwoDynos());
  const Result read = ReadJson(ToJson(merged));
  EXPECT_EQ(ToJson(read), ToJson(merged));
  ASSERT_EQ(read.members.size(), 2U);
  EXPECT_EQ(read.members[1].provenance.dyno, "B");
  EXPECT_THAT(FinalReport(read), HasSubstr("Dynos\n"));
}

// Each dyno's stages are held.
Fleet TwoStagedDynos() {
  Fleet fleet = TwoDynos();
  for (FleetMember& member : fleet.members) {
    member.result = StagedRun(2);
    member.result->stages.resize(2);
    member.result->verdict->status = Status::kSuccess;
    member.result->verdict->reason = Reason::kCompleted;
  }
  return fleet;
}

TEST(MergeFleet, MergesStageByStage) {
  Fleet fleet = TwoStagedDynos();
  StageResult& other = fleet.members[1].result->stages[1];
  other.max_backlog = 7;
  other.worst_backlog_at_end = 1;
  other.timings.response.Record(std::chrono::seconds(2));
  const Result merged = MergeFleet(fleet);
  ASSERT_EQ(merged.stages.size(), 2U);
  EXPECT_EQ(merged.stages[0].to_rate, 2000);
  EXPECT_EQ(merged.stages[0].asked_rate, 1000);
  const StageResult& stage = merged.stages[1];
  EXPECT_EQ(stage.begin, Seconds(4));
  EXPECT_EQ(stage.uptime, Seconds(4));
  EXPECT_EQ(stage.tasks_sent, 8000U);
  EXPECT_EQ(stage.delivered_rate, 2000);
  EXPECT_EQ(stage.completed_rate, 2000);
  EXPECT_EQ(stage.max_backlog, 7U) << "the highest";
  EXPECT_EQ(stage.unfinished_at_end, 8U);
  EXPECT_EQ(stage.worst_backlog_at_end, 2U);
  EXPECT_EQ(stage.lateness.count(), 400U);
  EXPECT_EQ(stage.timings.response.count(), 401U);
  EXPECT_EQ(stage.timings.steps[0].count(), 400U);
  EXPECT_EQ(stage.outcome, StageOutcome::kHeld);
  EXPECT_EQ(merged.verdict->reason, Reason::kCompleted);
  EXPECT_EQ(ToJson(ReadJson(ToJson(merged))), ToJson(merged));
}

TEST(MergeFleet, HasTheWorstOutcomeOfEachStage) {
  Fleet fleet = TwoStagedDynos();
  const auto merged = [&](StageOutcome a, StageOutcome b) {
    fleet.members[0].result->stages[1].outcome = a;
    fleet.members[1].result->stages[1].outcome = b;
    return MergeFleet(fleet).stages[1].outcome;
  };
  using enum StageOutcome;
  EXPECT_EQ(merged(kHeld, kFellBehind), kFellBehind);
  EXPECT_EQ(merged(kInvalid, kHeld), kInvalid);
  EXPECT_EQ(merged(kCutShort, kFailed), kFailed);
  EXPECT_EQ(merged(kSlo, kInvalid), kSlo);
  EXPECT_EQ(merged(kNotReached, kHeld), kNotReached);
}

TEST(MergeFleet, FellBehindInTheStageInWhichItDid) {
  Fleet fleet = TwoStagedDynos();
  for (FleetMember& member : fleet.members) {
    member.result->stages[1].unfinished_at_end = 100;
  }
  const Result merged = MergeFleet(fleet);
  EXPECT_EQ(merged.stages[0].outcome, StageOutcome::kHeld);
  EXPECT_EQ(merged.stages[1].outcome, StageOutcome::kFellBehind);
  EXPECT_EQ(merged.verdict->reason, Reason::kFallingBehind);
  EXPECT_THAT(merged.verdict->sentence,
              HasSubstr("But the workers were falling behind in stage 2: 200 tasks"));
}

TEST(MergeFleet, ChecksThresholdsOfStagesOnTheWhole) {
  const Result merged = MergeFleet(
      TwoStagedDynos(), ParseThresholds("stage1.delivered>=1000,stage2.delivered<2000"));
  EXPECT_EQ(merged.stages[0].outcome, StageOutcome::kHeld);
  EXPECT_EQ(merged.stages[1].outcome, StageOutcome::kSlo);
  EXPECT_EQ(merged.verdict->reason, Reason::kSlo);
}

TEST(MergeFleet, HasNoStagesWhereTheDynosHadDifferentOnes) {
  Fleet fleet = TwoStagedDynos();
  fleet.members[1].result->stages.resize(1);
  const Result fewer = MergeFleet(fleet);
  EXPECT_TRUE(fewer.stages.empty());
  EXPECT_THAT(fewer.warnings, ::testing::ElementsAre(
                                  "The dynos had different stages: only each one's own "
                                  "result has them."));
  EXPECT_EQ(fewer.members[0].stages.size(), 2U);
  fleet = TwoStagedDynos();
  fleet.members[0].result->stages[1].duration = Seconds(5);
  EXPECT_TRUE(MergeFleet(fleet).stages.empty());
}

TEST(MergeFleet, CountsTheLastBurstOfEachDyno) {
  Fleet fleet = TwoDynos();
  EXPECT_EQ(MergeFleet(fleet).messaging.burst, 1U);
  for (FleetMember& member : fleet.members) member.result->messaging.burst = 20;
  EXPECT_EQ(MergeFleet(fleet).messaging.burst, 39U);
}

}  // namespace
}  // namespace redline::reporting
