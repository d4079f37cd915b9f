#include "runner/verdict/judge_stages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reporting/model/result.h"
#include "reporting/model/threshold.h"
#include "runner/verdict/judge.h"

namespace redline::runner {
namespace {

using namespace std::chrono_literals;
using reporting::Reason;
using reporting::Result;
using reporting::Seconds;
using reporting::StageOutcome;
using reporting::StageResult;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

StageResult Stage(Seconds begin, Seconds duration, double from, double to) {
  StageResult stage;
  stage.begin = begin;
  stage.duration = stage.uptime = duration;
  stage.from_rate = from;
  stage.to_rate = to;
  stage.asked_rate = stage.delivered_rate = (from + to) / 2;
  stage.tasks_sent = stage.tasks_completed =
      static_cast<std::uint64_t>(*stage.asked_rate * duration.count());
  stage.unfinished_at_end = 0;
  return stage;
}

// Two workers; 30 s of 0 to 1000/s, 20 s of 1000/s, 10 s of 5000/s; all of it was held.
Result ThreeStages() {
  Result result;
  result.constants.warmup_seconds = 5;
  result.constants.max_worker_backlog = 100;
  result.workers.resize(2);
  result.workers[1].pid = 4712;
  result.stages = {Stage(0s, 30s, 0, 1000), Stage(30s, 20s, 1000, 1000),
                   Stage(50s, 10s, 5000, 5000)};
  result.messaging.tasks_sent = result.messaging.tasks_completed = 85'000;
  result.messaging.uptime = 60s;
  result.messaging.asked_rate = 85'000.0 / 60;
  result.messaging.delivered_rate = result.messaging.asked_rate;
  result.messaging.max_lateness = 10ms;
  return result;
}

// It was ended after so long, in the last stage that has begun by then.
void EndAfter(Seconds at, Result& result) {
  for (StageResult& stage : result.stages) {
    if (stage.end() <= at) continue;
    stage.uptime = std::max(at - stage.begin, Seconds(0));
    stage.unfinished_at_end.reset();
  }
}

std::vector<StageOutcome> OutcomesOf(const RunEnd& end, Seconds at, Result& result) {
  result.verdict = Judge(end, at, result);
  return JudgeStages(result);
}

TEST(JudgeStages, HaveAllHeldWhereTheRunHas) {
  Result result = ThreeStages();
  EXPECT_THAT(OutcomesOf(TimeOver{}, 60s, result),
              ElementsAre(StageOutcome::kHeld, StageOutcome::kHeld, StageOutcome::kHeld));
  EXPECT_EQ(result.verdict->reason, Reason::kCompleted);
}

TEST(JudgeStages, AreNoneOfARunAtOneRate) {
  Result result = ThreeStages();
  result.stages.clear();
  EXPECT_THAT(OutcomesOf(TimeOver{}, 60s, result), IsEmpty());
}

TEST(JudgeStages, NameTheStageInWhichABacklogGotToItsLimit) {
  Result result = ThreeStages();
  EndAfter(51250ms, result);
  EXPECT_THAT(
      OutcomesOf(BacklogAtLimit{.worker = 1, .backlog = 100}, 51250ms, result),
      ElementsAre(StageOutcome::kHeld, StageOutcome::kHeld, StageOutcome::kFailed));
  EXPECT_EQ(result.verdict->sentence,
            "Worker 1 (pid 4712) reached the backlog limit after 51.25 s, 1.25 s into "
            "stage 3 of 3 (5000 tasks/s): 100 of its tasks were unfinished when another "
            "was due.");
}

TEST(JudgeStages, SayTheRatesOfARamp) {
  Result result = ThreeStages();
  EndAfter(20s, result);
  EXPECT_THAT(OutcomesOf(BacklogAtLimit{.worker = 1, .backlog = 100}, 20s, result),
              ElementsAre(StageOutcome::kFailed, StageOutcome::kNotReached,
                          StageOutcome::kNotReached));
  EXPECT_THAT(result.verdict->sentence,
              HasSubstr("after 20 s, 20 s into stage 1 of 3 (0 to 1000 tasks/s): "));
}

TEST(JudgeStages, WereNotReachedByARunThatEndedInItsWarmUp) {
  Result result = ThreeStages();
  EndAfter(-1s, result);
  EXPECT_THAT(
      OutcomesOf(WorkerLost{.worker = 1, .backlog = 0, .outcome = "ended"}, -1s, result),
      ElementsAre(StageOutcome::kNotReached, StageOutcome::kNotReached,
                  StageOutcome::kNotReached));
}

TEST(JudgeStages, AreCutShortByASignalOrAnotherDyno) {
  for (const RunEnd& end :
       {RunEnd(Interrupted{.signal = 2}), RunEnd(FleetStopped{"B."})}) {
    Result result = ThreeStages();
    EndAfter(40s, result);
    EXPECT_THAT(OutcomesOf(end, 40s, result),
                ElementsAre(StageOutcome::kHeld, StageOutcome::kCutShort,
                            StageOutcome::kNotReached));
  }
}

TEST(JudgeStages, FellBehindWhereMoreWasUnfinishedThanAtTheirBegin) {
  Result result = ThreeStages();
  result.stages[1].unfinished_at_end = 900;
  result.stages[2].unfinished_at_end = 900;
  result.messaging.unfinished_at_end = 900;
  EXPECT_THAT(
      OutcomesOf(TimeOver{}, 60s, result),
      ElementsAre(StageOutcome::kHeld, StageOutcome::kFellBehind, StageOutcome::kHeld));
  EXPECT_EQ(result.verdict->reason, Reason::kFallingBehind);
  EXPECT_THAT(result.verdict->sentence,
              HasSubstr(" But the workers were falling behind in stage 2: 900 tasks were "
                        "unfinished when its time was over."));
}

TEST(JudgeStages, ViolateTheThresholdsThatNameThem) {
  Result result = ThreeStages();
  result.stages[1].delivered_rate = 900;
  for (const char* const threshold :
       {"stage1.delivered>=99%", "stage2.delivered>=99%", "delivered>=99%"}) {
    result.thresholds.push_back(reporting::Threshold::Parse(threshold).Check(result));
  }
  EXPECT_TRUE(result.thresholds[0].kept);
  EXPECT_FALSE(result.thresholds[1].kept);
  EXPECT_EQ(result.thresholds[1].value, 90);
  EXPECT_TRUE(result.thresholds[2].kept);
  EXPECT_THAT(OutcomesOf(TimeOver{}, 60s, result),
              ElementsAre(StageOutcome::kHeld, StageOutcome::kSlo, StageOutcome::kHeld));
  EXPECT_EQ(result.verdict->reason, Reason::kSlo);
  EXPECT_THAT(
      result.verdict->sentence,
      HasSubstr("it violated 1 of 3 thresholds: stage2.delivered>=99% (was 90 %)"));
}

TEST(JudgeStages, AreInvalidByTheirOwnLatenessThoughTheWholeRunIsPunctual) {
  Result result = ThreeStages();
  for (int i = 0; i < 84'500; ++i) result.messaging.lateness.Record(10us);
  for (int i = 0; i < 500; ++i) {
    result.messaging.lateness.Record(50ms);
    result.stages[1].lateness.Record(50ms);
  }
  EXPECT_THAT(
      OutcomesOf(TimeOver{}, 60s, result),
      ElementsAre(StageOutcome::kHeld, StageOutcome::kInvalid, StageOutcome::kHeld));
  EXPECT_EQ(result.verdict->reason, Reason::kLateness);
  EXPECT_THAT(result.verdict->sentence,
              HasSubstr("issued 1 % of the tasks of stage 2 50"));
}

TEST(JudgeStages, BlameALateRefusalOnTheStageInWhichTheTaskWasDue) {
  Result result = ThreeStages();
  // The issuer was still with the second stage when its time was over.
  result.stages[1].unfinished_at_end.reset();
  result.stages[2].unfinished_at_end.reset();
  result.stages[2].uptime = 2ms;
  EXPECT_THAT(
      OutcomesOf(BacklogAtLimit{.worker = 1, .backlog = 100}, 50002ms, result),
      ElementsAre(StageOutcome::kHeld, StageOutcome::kFailed, StageOutcome::kNotReached));
  EXPECT_THAT(result.verdict->sentence, HasSubstr(", 20 s into stage 2 of 3 (1000"));
}

TEST(JudgeStages, FailsTheLastWhereAWorkerWasLostInTheDrain) {
  Result result = ThreeStages();
  EXPECT_THAT(
      OutcomesOf(WorkerLost{.worker = 1, .backlog = 7, .outcome = "ended"}, 65s, result),
      ElementsAre(StageOutcome::kHeld, StageOutcome::kHeld, StageOutcome::kFailed));
  EXPECT_THAT(result.verdict->sentence, HasSubstr("ended after 65 s, with 7 tasks"));
}

TEST(JudgeStages, AreInvalidWithTheRunWhereTheirTasksWereNotIssued) {
  Result result = ThreeStages();
  result.stages[2].tasks_missed = 300;
  result.messaging.tasks_missed = 300;
  EXPECT_THAT(
      OutcomesOf(TimeOver{}, 60s, result),
      ElementsAre(StageOutcome::kHeld, StageOutcome::kHeld, StageOutcome::kInvalid));
  EXPECT_EQ(result.verdict->reason, Reason::kRateMissed);
  EXPECT_THAT(result.verdict->sentence,
              HasSubstr("The supervisor never issued 300 tasks of stage 3 while"));
}

TEST(JudgeStages, FailsTheLastWhereTasksDidNotDrain) {
  Result result = ThreeStages();
  result.stages[2].unfinished_at_end = 12;
  EXPECT_THAT(
      OutcomesOf(TimeOver{.unfinished = 12}, 60s, result),
      ElementsAre(StageOutcome::kHeld, StageOutcome::kHeld, StageOutcome::kFailed));
}

}  // namespace
}  // namespace redline::runner
