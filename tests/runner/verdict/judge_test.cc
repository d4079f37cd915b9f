#include "runner/verdict/judge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <optional>
#include <string>

namespace redline::runner {
namespace {

using namespace std::chrono_literals;
using reporting::Reason;
using reporting::Result;
using reporting::Seconds;
using reporting::Status;
using reporting::Verdict;
using ::testing::EndsWith;
using ::testing::HasSubstr;

// 1000 tasks a second for 60 s, after 5 s of warm-up, by three workers.
Result SixtySeconds() {
  Result result;
  result.constants.warmup_seconds = 5;
  result.messaging.tasks_sent = 60'000;
  result.messaging.tasks_completed = 60'000;
  result.messaging.uptime = 60s;
  result.messaging.asked_rate = 1000;
  result.messaging.delivered_rate = 1000;
  result.messaging.drain = 20ms;
  result.workers.resize(3);
  for (std::size_t i = 0; i < 3; ++i) {
    result.workers[i].index = i;
    result.workers[i].pid = 4711 + static_cast<std::int64_t>(i);
  }
  return result;
}

// So many of the thousand tasks a second that were due were issued.
void Deliver(double rate, Result& result) {
  result.messaging.delivered_rate = rate;
  result.messaging.tasks_sent = static_cast<std::uint64_t>(rate * 60);
  result.messaging.tasks_missed =
      60'000 - std::min<std::uint64_t>(result.messaging.tasks_sent, 60'000);
}

// A run of 60 s whose time is over, at this rate.
Verdict AtDeliveredRate(double rate) {
  Result result = SixtySeconds();
  Deliver(rate, result);
  return Judge(TimeOver{.unfinished = 0}, 60s, result);
}

std::string BacklogSentence(std::optional<Seconds> at) {
  return Judge(BacklogAtLimit{.worker = 1, .backlog = 100}, at, SixtySeconds()).sentence;
}

TEST(Judge, SucceedsWhenTimeIsOverAndAllIsDone) {
  const Verdict verdict = Judge(TimeOver{.unfinished = 0}, 60s, SixtySeconds());
  EXPECT_EQ(verdict.status, Status::kSuccess);
  EXPECT_EQ(verdict.reason, Reason::kCompleted);
  EXPECT_EQ(verdict.sentence,
            "The test ran its full 60 s (after 5 s of warm-up): all 60000 "
            "tasks were completed, 1000 a second.");
  EXPECT_EQ(verdict.at, Seconds(60));
}

TEST(Judge, SaysOfASuccessThatTheWorkersWereFallingBehind) {
  Result result = SixtySeconds();
  result.messaging.completed_rate = 960;
  result.messaging.unfinished_at_end = 2400;
  const Verdict verdict = Judge(TimeOver{.unfinished = 0}, 60s, result);
  EXPECT_EQ(verdict.status, Status::kSuccess);
  EXPECT_EQ(verdict.reason, Reason::kFallingBehind);
  EXPECT_THAT(verdict.sentence,
              HasSubstr("all 60000 tasks were completed, 960 a second. But the workers "
                        "were falling behind: 2400 of the tasks were unfinished"));
}

TEST(Judge, SaysOfASuccessWhatWasCompletedBeforeTheDrain) {
  Result result = SixtySeconds();
  result.messaging.completed_rate = 999.95;
  EXPECT_THAT(Judge(TimeOver{.unfinished = 0}, 60s, result).sentence,
              EndsWith("all 60000 tasks were completed, 999.95 a second."));
}

TEST(Judge, NamesNoWorkerWhenItSucceeds) {
  const Verdict verdict = Judge(TimeOver{.unfinished = 0}, 60s, SixtySeconds());
  EXPECT_EQ(verdict.worker_index, std::nullopt);
  EXPECT_EQ(verdict.worker_pid, std::nullopt);
  EXPECT_EQ(verdict.backlog, std::nullopt);
}

TEST(Judge, FailsWhenTasksAreUnfinishedAfterTheDrain) {
  Result result = SixtySeconds();
  result.messaging.tasks_completed = 59'988;
  result.messaging.drain = 10s;
  const Verdict verdict = Judge(TimeOver{.unfinished = 12}, 60s, result);
  EXPECT_EQ(verdict.status, Status::kFailed);
  EXPECT_EQ(verdict.reason, Reason::kNotDrained);
  EXPECT_EQ(
      verdict.sentence,
      "12 tasks of 60000 were still unfinished 10 s after the test's 60 s were over.");
}

TEST(Judge, CallsARunInvalidThatDeliveredTooLittle) {
  const Verdict verdict = AtDeliveredRate(920);
  EXPECT_EQ(verdict.status, Status::kInvalid);
  EXPECT_EQ(verdict.reason, Reason::kRateMissed);
  EXPECT_EQ(verdict.sentence,
            "The supervisor delivered 920 of the asked 1000 tasks/s while no worker was "
            "at its limit, so the result is inconclusive: give the supervisor "
            "more CPU or ask for less.");
}

TEST(Judge, AllowsTheDeliveredRateHalfAPercent) {
  EXPECT_EQ(AtDeliveredRate(995).status, Status::kSuccess);
  EXPECT_EQ(AtDeliveredRate(994.9).status, Status::kInvalid);
}

TEST(Judge, CallsARunInvalidThatDeliveredNothing) {
  EXPECT_EQ(AtDeliveredRate(0).status, Status::kInvalid);
}

TEST(Judge, DoesNotJudgeTheWorkersByAMissedRate) {
  Result result = SixtySeconds();
  Deliver(500, result);
  EXPECT_EQ(Judge(TimeOver{.unfinished = 12}, 60s, result).status, Status::kInvalid);
}

TEST(Judge, SaysHowManyTasksWereNeverIssuedAtTheEnd) {
  Result result = SixtySeconds();
  result.messaging.tasks_completed = 59'978;
  result.messaging.delivered_rate = 999.63;
  result.messaging.tasks_missed = 22;
  const Verdict verdict = Judge(TimeOver{.unfinished = 0}, 60s, result);
  EXPECT_EQ(verdict.status, Status::kSuccess);
  EXPECT_EQ(
      verdict.sentence,
      "The test ran its full 60 s (after 5 s of warm-up): all 59978 "
      "tasks were completed, 999.63 a second. 22 more tasks were due at the end and "
      "never issued, because the supervisor stood still.");
}

TEST(Judge, AllowsARunOfFewTasksThatMissesTwoAtItsEnd) {
  Result result = SixtySeconds();
  result.messaging.asked_rate = 1;
  result.messaging.tasks_sent = result.messaging.tasks_completed = 58;
  result.messaging.delivered_rate = 58.0 / 60;
  result.messaging.tasks_missed = 2;
  const Verdict verdict = Judge(TimeOver{.unfinished = 0}, 60s, result);
  EXPECT_EQ(verdict.status, Status::kSuccess);
  EXPECT_THAT(verdict.sentence, HasSubstr("2 more tasks were due at the end and never"));
  result.messaging.tasks_missed = 3;
  EXPECT_EQ(Judge(TimeOver{.unfinished = 0}, 60s, result).reason, Reason::kRateMissed);
}

TEST(Judge, TakesMoreThanWasAskedForAsDelivered) {
  // Three a second for half a second are two tasks, four a second.
  EXPECT_EQ(AtDeliveredRate(1333).status, Status::kSuccess);
}

// A run of 60 s, of whose tasks some were issued late.
Result WithLateTasks(int late, std::chrono::microseconds lateness) {
  Result result = SixtySeconds();
  result.messaging.max_lateness = 10ms;
  for (int i = 0; i < 1000 - late; ++i) result.messaging.lateness.Record(100us);
  for (int i = 0; i < late; ++i) result.messaging.lateness.Record(lateness);
  return result;
}

TEST(Judge, CallsARunInvalidWhoseTasksWereIssuedTooLate) {
  const Verdict verdict =
      Judge(TimeOver{.unfinished = 0}, 60s, WithLateTasks(20, 25'000us));
  EXPECT_EQ(verdict.status, Status::kInvalid);
  EXPECT_EQ(verdict.reason, Reason::kLateness);
  EXPECT_EQ(verdict.worker_index, std::nullopt);
  EXPECT_EQ(verdict.sentence,
            "The supervisor issued 1 % of the tasks 24.96 ms late or more, and "
            "--max_lateness_ms allows 10 ms, so the result is inconclusive: give the "
            "supervisor more CPU or ask for less.");
}

TEST(Judge, AllowsALatenessUpToTheLimitAndALateTaskInAHundred) {
  EXPECT_EQ(Judge(TimeOver{}, 60s, WithLateTasks(20, 9'900us)).status, Status::kSuccess);
  EXPECT_EQ(Judge(TimeOver{}, 60s, WithLateTasks(10, 25'000us)).status, Status::kSuccess);
}

TEST(Judge, DoesNotJudgeTheWorkersByABacklogOfLateTasks) {
  const Verdict verdict = Judge(BacklogAtLimit{.worker = 1, .backlog = 100}, 12.345s,
                                WithLateTasks(20, 25'000us));
  EXPECT_EQ(verdict.status, Status::kInvalid);
  EXPECT_EQ(verdict.reason, Reason::kLateness);
  EXPECT_TRUE(
      verdict.sentence.ends_with(" This alone may be why worker 1 (pid 4712) had 100 "
                                 "unfinished tasks after 12.35 s."))
      << verdict.sentence;
}

TEST(Judge, DoesNotJudgeTheWorkersByTheBurstAfterAStallOfTheSupervisor) {
  const Result result = WithLateTasks(0, 0us);
  const Verdict verdict = Judge(
      BacklogAtLimit{
          .worker = 1, .backlog = 100, .held_back = 15ms, .done_meanwhile = 25},
      12s, result);
  EXPECT_EQ(verdict.status, Status::kInvalid);
  EXPECT_EQ(verdict.reason, Reason::kLateness);
  EXPECT_EQ(verdict.worker_index, std::nullopt);
  EXPECT_EQ(verdict.sentence,
            "The supervisor stood still: it issued tasks of worker 1 (pid 4712) 15 ms "
            "late. In that time the worker did 25 of the 100 tasks that were then "
            "unfinished, so a backlog at its limit after 12 s proves nothing: give the "
            "supervisor more CPU, allow a higher backlog, or "
            "ask for less.");
}

TEST(Judge, BlamesAWorkerThatDoesLittleInTheTimeByWhichItWasHeldBack) {
  const Verdict verdict = Judge(
      BacklogAtLimit{
          .worker = 1, .backlog = 100, .held_back = 1.5s, .done_meanwhile = 24},
      12s, WithLateTasks(0, 0us));
  EXPECT_EQ(verdict.status, Status::kFailed);
  EXPECT_EQ(verdict.reason, Reason::kBacklogLimit);
  EXPECT_EQ(verdict.worker_index, 1U);
}

TEST(Judge, SaysThatTheRateWasMissedBeforeItSaysThatTasksWereLate) {
  Result result = WithLateTasks(500, 25'000us);
  Deliver(500, result);
  EXPECT_EQ(Judge(TimeOver{}, 60s, result).reason, Reason::kRateMissed);
}

TEST(Judge, FailsARunThatViolatesAThresholdAndNamesEach) {
  Result result = SixtySeconds();
  result.thresholds = {
      {.threshold = "response.p99<50ms", .value = 61.234, .unit = "ms", .kept = false},
      {.threshold = "tasks_failed==0", .value = 0, .unit = "", .kept = true},
      {.threshold = "errors==0", .value = 3, .unit = "", .kept = false},
      {.threshold = "fetch.max<1", .value = std::nullopt, .unit = "ms", .kept = false}};
  const Verdict verdict = Judge(TimeOver{.unfinished = 0}, 60s, result);
  EXPECT_EQ(verdict.status, Status::kFailed);
  EXPECT_EQ(verdict.reason, Reason::kSlo);
  EXPECT_EQ(verdict.sentence,
            "The test ran its full 60 s, but it violated 3 of 4 thresholds: "
            "response.p99<50ms (was 61.23 ms), errors==0 (was 3), fetch.max<1 (was not "
            "measured).");
}

TEST(Judge, WritesAThresholdsValueAsTheTablesDo) {
  Result result = SixtySeconds();
  result.thresholds = {
      {.threshold = "queue.p50<1us", .value = 0.002, .unit = "ms", .kept = false}};
  EXPECT_THAT(Judge(TimeOver{.unfinished = 0}, 60s, result).sentence,
              ::testing::HasSubstr("queue.p50<1us (was 0.002 ms)"));
}

TEST(Judge, SucceedsWhenAllThresholdsAreKept) {
  Result result = SixtySeconds();
  result.thresholds = {
      {.threshold = "tasks_failed==0", .value = 0, .unit = "", .kept = true}};
  EXPECT_EQ(Judge(TimeOver{.unfinished = 0}, 60s, result).status, Status::kSuccess);
}

TEST(Judge, BlamesAViolatedThresholdOnNobodyIfTheRunWasInvalid) {
  Result result = WithLateTasks(20, 25'000us);
  result.thresholds = {{.threshold = "errors==0", .value = 3, .unit = "", .kept = false}};
  EXPECT_EQ(Judge(TimeOver{.unfinished = 0}, 60s, result).reason, Reason::kLateness);
}

TEST(Judge, SpeaksOfAnOnlyTaskInTheSingular) {
  Result result = SixtySeconds();
  result.messaging.tasks_completed = 1;
  EXPECT_EQ(Judge(TimeOver{.unfinished = 0}, 60s, result).sentence,
            "The test ran its full 60 s (after 5 s of warm-up): its task was "
            "completed, 1000 a second.");
}

TEST(Judge, FailsOnABacklogAndNamesTheWorker) {
  const Verdict verdict =
      Judge(BacklogAtLimit{.worker = 1, .backlog = 100}, 12.345s, SixtySeconds());
  EXPECT_EQ(verdict.status, Status::kFailed);
  EXPECT_EQ(verdict.reason, Reason::kBacklogLimit);
  EXPECT_EQ(verdict.worker_index, 1U);
  EXPECT_EQ(verdict.worker_pid, 4712);
  EXPECT_EQ(verdict.backlog, 100U);
  EXPECT_EQ(verdict.at, Seconds(12.345));
  EXPECT_EQ(verdict.sentence,
            "Worker 1 (pid 4712) reached the backlog limit after 12.35 s: 100 of "
            "its tasks were unfinished when another was due.");
}

TEST(Judge, FailsOnABacklogThoughTheRateWasMissed) {
  Result result = SixtySeconds();
  Deliver(500, result);
  EXPECT_EQ(Judge(BacklogAtLimit{.worker = 1, .backlog = 100}, 30s, result).status,
            Status::kFailed);
}

TEST(Judge, CountsATimeInTheWarmUpFromItsStart) {
  EXPECT_EQ(BacklogSentence(-1.5s),
            "Worker 1 (pid 4712) reached the backlog limit 3.5 s into the warm-up: "
            "100 of its tasks were unfinished when another was due.");
}

TEST(Judge, CountsNoTimeBeforeTheAgreedStart) {
  EXPECT_EQ(Judge(Interrupted{.signal = SIGINT}, -6s, SixtySeconds()).sentence,
            "SIGINT ended the test before the test began; the figures are of the time "
            "until then.");
}

TEST(Judge, KeepsATimeInTheWarmUpNegative) {
  EXPECT_EQ(Judge(Interrupted{.signal = SIGINT}, -1.5s, SixtySeconds()).at,
            Seconds(-1.5));
}

TEST(Judge, FailsWhenAWorkerIsLostAndSaysHow) {
  const Verdict verdict = Judge(
      WorkerLost{
          .worker = 2, .backlog = 3, .outcome = "was killed by signal 9 (SIGKILL)"},
      7s, SixtySeconds());
  EXPECT_EQ(verdict.status, Status::kFailed);
  EXPECT_EQ(verdict.reason, Reason::kWorkerLost);
  EXPECT_EQ(verdict.worker_index, 2U);
  EXPECT_EQ(verdict.worker_pid, 4713);
  EXPECT_EQ(verdict.backlog, 3U);
  EXPECT_EQ(verdict.sentence,
            "Worker 2 (pid 4713) was killed by signal 9 (SIGKILL) after 7 s, with "
            "3 tasks unfinished.");
}

TEST(Judge, FailsWhenAWorkerGaveUpAndQuotesItsError) {
  const Verdict verdict =
      Judge(WorkerGaveUp{.worker = 0, .backlog = 1, .error = "Redis has gone."}, 1s,
            SixtySeconds());
  EXPECT_EQ(verdict.status, Status::kFailed);
  EXPECT_EQ(verdict.reason, Reason::kRedisErrors);
  EXPECT_EQ(verdict.worker_pid, 4711);
  EXPECT_EQ(verdict.sentence,
            "Worker 0 (pid 4711) gave up after 1 s, with 1 task unfinished: Redis has "
            "gone.");
}

TEST(Judge, FailsOfAWorkloadThatThrowsAndDoesNotBlameRedis) {
  const Verdict verdict = Judge(WorkerGaveUp{.worker = 0,
                                             .backlog = 1,
                                             .error = "the workload threw \"no cart\".",
                                             .of_workload = true},
                                1s, SixtySeconds());
  EXPECT_EQ(verdict.status, Status::kFailed);
  EXPECT_EQ(verdict.reason, Reason::kWorkload);
  EXPECT_EQ(verdict.sentence,
            "Worker 0 (pid 4711) gave up after 1 s, with 1 task unfinished: the "
            "workload threw \"no cart\".");
}

TEST(Judge, TellsTheErrorsThatWorkersMetBesideABacklog) {
  Result result = SixtySeconds();
  result.errors = {{.name = "connection lost", .count = 12},
                   {.name = "BUSY", .count = 1}};
  EXPECT_EQ(
      Judge(BacklogAtLimit{.worker = 1, .backlog = 100}, 30s, result).sentence,
      "Worker 1 (pid 4712) reached the backlog limit after 30 s: 100 of its "
      "tasks were unfinished when another was due. Workers met errors of Redis: 12 × "
      "connection lost, 1 × BUSY.");
}

TEST(Judge, IsInterruptedBySignals) {
  const Verdict verdict = Judge(Interrupted{.signal = SIGTERM}, 7.5s, SixtySeconds());
  EXPECT_EQ(verdict.status, Status::kInterrupted);
  EXPECT_EQ(verdict.reason, Reason::kInterrupted);
  EXPECT_EQ(verdict.sentence,
            "SIGTERM ended the test after 7.5 s; the figures are of the time until "
            "then.");
  EXPECT_EQ(verdict.at, Seconds(7.5));
  EXPECT_EQ(verdict.worker_index, std::nullopt);
}

TEST(Judge, CanBeInterruptedBeforeThereIsAnything) {
  const Verdict verdict = Judge(Interrupted{.signal = SIGINT}, std::nullopt, Result());
  EXPECT_EQ(verdict.sentence,
            "SIGINT ended the test before the test began; the figures are of the time "
            "until then.");
  EXPECT_EQ(verdict.at, std::nullopt);
}

}  // namespace
}  // namespace redline::runner
