#include "runner/verdict/find_bottleneck.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "shm/histogram_snapshot.h"

namespace redline::runner {
namespace {

using reporting::Bottleneck;
using reporting::Reason;
using reporting::Result;
using reporting::Seconds;
using reporting::Status;
using std::chrono::microseconds;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using Kind = Bottleneck::Kind;

// Two workers on four cores, ten seconds at 100/s; the Redis elsewhere. Each worker has
// 500 tasks of 4 ms: a fifth of its time, a tenth of a core.
Result IdleRun() {
  Result result;
  result.workload = "building";
  result.round_trips = 4;
  result.constants.max_worker_backlog = 100;
  result.messaging.asked_rate = 100;
  result.messaging.uptime = Seconds(10);
  result.messaging.tasks_sent = 1000;
  result.messaging.delivered_rate = 100;
  result.machine.emplace();
  result.machine->cores = 4;
  result.machine->cpu_percent = 12;
  result.supervisor_cpu_percent = 1;
  result.redis.emplace().cpu_percent_mean = 8;
  result.redis->commands = {
      {.name = "hgetall", .calls = 1000, .microseconds_per_call = 50, .share = 0.61},
      {.name = "exec", .calls = 1000, .microseconds_per_call = 20, .share = 0.2}};
  result.workers.resize(2);
  for (reporting::WorkerResult& worker : result.workers) {
    worker.cpu_percent = 10;
    for (int i = 0; i < 500; ++i) worker.timings.task.Record(microseconds(4000));
  }
  result.verdict.emplace();
  result.verdict->status = Status::kSuccess;
  result.verdict->reason = Reason::kCompleted;
  return result;
}

// Every task as long as it takes to keep the workers busy for this share of their time.
Result BusyWorkers(double percent, double worker_cpu_percent) {
  Result result = IdleRun();
  for (reporting::WorkerResult& worker : result.workers) {
    worker.cpu_percent = worker_cpu_percent;
    worker.timings.task = {};
    for (int i = 0; i < 500; ++i) {
      worker.timings.task.Record(microseconds(static_cast<int>(200 * percent)));
    }
  }
  return result;
}

TEST(FindBottleneck, NamesTheNearestIfNothingWasNearItsLimit) {
  const Bottleneck bottleneck = FindBottleneck(IdleRun());
  EXPECT_EQ(bottleneck.kind, Kind::kNone);
  EXPECT_EQ(bottleneck.sentence,
            "Nothing was near its limit; nearest was the workers, which were in a task "
            "20 % of their time.");
}

TEST(FindBottleneck, HasNothingToNameIfNothingWasMeasured) {
  const Bottleneck bottleneck = FindBottleneck(Result());
  EXPECT_EQ(bottleneck.kind, Kind::kNone);
  EXPECT_EQ(bottleneck.sentence, "Nothing was near its limit.");
}

TEST(FindBottleneck, IsRedisFrom90PercentOn) {
  Result result = IdleRun();
  result.redis->cpu_percent_mean = 89.9;
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kNone);
  EXPECT_THAT(FindBottleneck(result).sentence,
              HasSubstr("nearest was Redis' main thread, which was 90 % busy"));
  result.redis->cpu_percent_mean = 90;
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kRedisCpu);
  result.redis->cpu_percent_mean = 97;
  EXPECT_EQ(FindBottleneck(result).sentence,
            "Redis' main thread was 97 % busy, 61 % of it in HGETALL: more workers will "
            "not help.");
}

TEST(FindBottleneck, NamesTheServerThatStandsInRedisPlace) {
  Result result = IdleRun();
  result.redis->version = "Valkey 8.1.1";
  result.redis->cpu_percent_mean = 97;
  EXPECT_THAT(FindBottleneck(result).sentence,
              StartsWith("Valkey's main thread was 97 % busy"));
  result.redis->version = "8.0.2";
  EXPECT_THAT(FindBottleneck(result).sentence,
              StartsWith("Redis' main thread was 97 % busy"));
}

TEST(FindBottleneck, IsRedisThoughEverythingElseIsBusyToo) {
  Result result = BusyWorkers(99, 90);
  result.redis->cpu_percent_mean = 95;
  result.machine->cpu_percent = 99;
  for (int i = 0; i < 100; ++i) {
    result.messaging.lateness.Record(std::chrono::milliseconds(50));
  }
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kRedisCpu);
}

TEST(FindBottleneck, NamesNoCommandIfItsShareIsNotKnown) {
  Result result = IdleRun();
  result.redis->cpu_percent_mean = 97;
  result.redis->commands[0].share.reset();
  EXPECT_EQ(FindBottleneck(result).sentence,
            "Redis' main thread was 97 % busy: more workers will not help.");
  result.redis->commands.clear();
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kRedisCpu);
}

TEST(FindBottleneck, IsTheSupervisorIfItMissedTheRate) {
  Result result = IdleRun();
  result.messaging.tasks_sent = 995;
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kNone);
  result.messaging.tasks_sent = 994;
  result.messaging.delivered_rate = 99.4;
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kSupervisor);
  EXPECT_EQ(FindBottleneck(result).sentence,
            "The supervisor was late: it issued 99.4 of the asked 100 tasks/s, and used "
            "1 % of a core, on a machine whose 4 cores were 12 % used: give it more CPU, "
            "or ask for a lower rate.");
  result.machine->cpu_percent = 99;
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kSupervisor);
}

TEST(FindBottleneck, IsTheSupervisorWhereTheVerdictBlamesIt) {
  Result result = BusyWorkers(99, 90);
  result.redis->cpu_percent_mean = 95;
  result.verdict->status = Status::kInvalid;
  result.verdict->reason = Reason::kLateness;
  for (int i = 0; i < 1000; ++i) result.messaging.lateness.Record(microseconds(100));
  result.messaging.lateness.Record(microseconds(15'000));
  const Bottleneck bottleneck = FindBottleneck(result);
  EXPECT_EQ(bottleneck.kind, Kind::kSupervisor);
  EXPECT_THAT(bottleneck.sentence,
              StartsWith("The supervisor was late: it stood still for a moment, and "
                         "issued a task 15 ms after its time, and used 1 % of a core"));
}

TEST(FindBottleneck, IsTheMachineWhereTheVerdictBlamesTheSupervisorOnIt) {
  Result result = IdleRun();
  result.machine->cpu_percent = 97;
  result.verdict->status = Status::kInvalid;
  result.verdict->reason = Reason::kRateMissed;
  result.messaging.tasks_sent = 500;
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kMachineCpu);
}

TEST(FindBottleneck, IsNotTheSupervisorWhereTheVerdictBlamesAWorker) {
  Result result = IdleRun();
  result.verdict->status = Status::kFailed;
  result.verdict->reason = Reason::kBacklogLimit;
  result.messaging.tasks_sent = 500;
  for (int i = 0; i < 100; ++i) result.messaging.lateness.Record(microseconds(50'000));
  EXPECT_NE(FindBottleneck(result).kind, Kind::kSupervisor);
}

TEST(FindBottleneck, IsNotTheSupervisorIfAShortRunEndedBetweenTwoTasks) {
  Result result = IdleRun();
  result.messaging.uptime = Seconds(0.1);
  result.messaging.tasks_sent = 8;  // Out of ten.
  result.workers.clear();
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kNone);
}

TEST(FindBottleneck, IsTheSupervisorIfItWasLate) {
  Result result = IdleRun();
  const auto record = [&](int count, microseconds lateness) {
    for (int i = 0; i < count; ++i) result.messaging.lateness.Record(lateness);
  };
  record(990, microseconds(100));
  record(10, microseconds(50'000));
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kNone);
  record(10, microseconds(50'000));
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kSupervisor);
  EXPECT_THAT(FindBottleneck(result).sentence,
              HasSubstr("one task in a hundred 49.92 ms or more after"));
  // Late because the machine has nothing left.
  result.machine->cpu_percent = 95;
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kMachineCpu);
}

TEST(FindBottleneck, IsTheMachineFrom90PercentOn) {
  Result result = IdleRun();
  result.machine->cpu_percent = 89.9;
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kNone);
  result.machine->cpu_percent = 90;
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kMachineCpu);
  result.machine->cpu_percent = 99;
  for (auto& worker : result.workers) worker.cpu_percent = 180;
  EXPECT_EQ(
      FindBottleneck(result).sentence,
      "The machine's CPUs were exhausted: its 4 cores were 99 % used (of one core: "
      "the 2 workers 180 % each, the supervisor 1 %, all others 35 %). More workers "
      "on this machine will not help: use one with more cores, or more machines.");
}

TEST(FindBottleneck, SaysThatOthersUsedTheMachine) {
  Result result = IdleRun();
  result.machine->cpu_percent = 100;
  result.workers[0].cpu_percent = 179;
  result.workers[1].cpu_percent = 21;  // With the supervisor, a percent more than half.
  EXPECT_THAT(FindBottleneck(result).sentence, Not(HasSubstr("most of it by processes")));
  result.workers[1].cpu_percent = 18;
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kMachineCpu);
  EXPECT_THAT(
      FindBottleneck(result).sentence,
      HasSubstr("by processes other than this test's: run it where nothing else"));
  result.provenance.dyno = "A";
  EXPECT_THAT(
      FindBottleneck(result).sentence,
      HasSubstr(
          "by processes other than this dyno's: run each dyno on a machine of its own"));
}

TEST(FindBottleneck, KnowsThatAQuotaMayBeAPartOfACore) {
  Result result = IdleRun();
  result.machine->cores = 0.3;
  result.machine->cpu_percent = 97;
  for (auto& worker : result.workers) worker.cpu_percent = 14;
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kMachineCpu);
  EXPECT_THAT(FindBottleneck(result).sentence,
              AllOf(HasSubstr("its 0.3 cores were 97 % used"),
                    HasSubstr("all others less than 1 %"),
                    Not(HasSubstr("most of it by processes"))));
}

TEST(FindBottleneck, SaysThatRedisSharesTheMachine) {
  Result result = BusyWorkers(99, 60);
  result.machine->cores = 2;
  result.machine->cpu_percent = 99;
  result.redis->on_this_machine = true;
  result.redis->cpu_percent_mean = 75;
  const Bottleneck bottleneck = FindBottleneck(result);
  EXPECT_EQ(bottleneck.kind, Kind::kMachineCpu);
  EXPECT_THAT(bottleneck.sentence,
              AllOf(HasSubstr("(of one core: Redis' main thread 75 %, the 2 workers 60 % "
                              "each, the supervisor 1 %, all others 2 %)"),
                    HasSubstr("Redis runs beside the workers")));
}

TEST(FindBottleneck, IsTheRoundTripFrom80PercentOn) {
  EXPECT_EQ(FindBottleneck(BusyWorkers(79.5, 10)).kind, Kind::kNone);
  const Bottleneck bottleneck = FindBottleneck(BusyWorkers(80, 10));
  EXPECT_EQ(bottleneck.kind, Kind::kRoundTrip);
  EXPECT_EQ(
      bottleneck.sentence,
      "The workers were in a task 80 % of their time (16 ms a task), and waited for "
      "Redis' answers for 88 % of that, while Redis' main thread was 8 % busy and "
      "the machine's 4 cores 12 % used: round trips dominate, and more workers will "
      "help.");
}

TEST(FindBottleneck, IsTheMachineFrom75PercentOnIfTheWorkersWaitAllTheTime) {
  Result result = BusyWorkers(95, 10);
  result.machine->cpu_percent = 75;
  const Bottleneck bottleneck = FindBottleneck(result);
  EXPECT_EQ(bottleneck.kind, Kind::kMachineCpu);
  EXPECT_THAT(
      bottleneck.sentence,
      StartsWith("The machine's CPUs had little left: its 4 cores were 75 % used"));
  result.machine->cpu_percent = 74.9;
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kRoundTrip);
}

TEST(FindBottleneck, IsRedisFrom75PercentOnIfTheWorkersWaitAllTheTime) {
  Result result = BusyWorkers(95, 10);
  result.redis->cpu_percent_mean = 75;
  const Bottleneck bottleneck = FindBottleneck(result);
  EXPECT_EQ(bottleneck.kind, Kind::kRedisCpu);
  EXPECT_THAT(bottleneck.sentence, HasSubstr("75 % busy"));
  EXPECT_THAT(bottleneck.sentence, HasSubstr("more workers will help little."));
  result.redis->cpu_percent_mean = 74.9;
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kRoundTrip);
}

TEST(FindBottleneck, IsTheWorkersCpuIfTheyComputeHalfOfTheTime) {
  EXPECT_EQ(FindBottleneck(BusyWorkers(90, 44)).kind, Kind::kRoundTrip);
  const Bottleneck bottleneck = FindBottleneck(BusyWorkers(90, 45));
  EXPECT_EQ(bottleneck.kind, Kind::kWorkerCpu);
  EXPECT_THAT(bottleneck.sentence, AllOf(HasSubstr("computed for 50 % of that"),
                                         HasSubstr("more workers will help")));
  // The loop's own work may be more than that of the tasks.
  EXPECT_THAT(FindBottleneck(BusyWorkers(90, 99)).sentence, HasSubstr("for 100 %"));
}

TEST(FindBottleneck, CountsWhatWorkersWithSeveralTasksAtOnceHaveInHand) {
  // 500 tasks of 18 ms in ten seconds: 0.9 at once.
  Result result = BusyWorkers(90, 10);
  result.worker_concurrency = 4;
  EXPECT_EQ(FindBottleneck(result).sentence,
            "Nothing was near its limit; nearest was the workers, each of which had 0.9 "
            "tasks in hand of 4 at most.");
  for (auto& worker : result.workers) {
    for (int i = 0; i < 1500; ++i) worker.timings.task.Record(microseconds(18'000));
  }
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kRoundTrip);
  EXPECT_EQ(FindBottleneck(result).sentence,
            "Each worker had 3.6 tasks in hand of 4 at most on average (18 ms a task), "
            "and waited for Redis' answers for 90 % of the time, while Redis' main "
            "thread was 8 % busy and the machine's 4 cores 12 % used: round trips "
            "dominate, and more workers, or a larger --worker_concurrency, will help.");
}

TEST(FindBottleneck, IsTheCpuOfWorkersWithSeveralTasksAtOnceFromHalfOfTheirTimeOn) {
  Result result = BusyWorkers(90, 50);
  result.worker_concurrency = 2;
  for (auto& worker : result.workers) {
    for (int i = 0; i < 500; ++i) worker.timings.task.Record(microseconds(18'000));
  }
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kWorkerCpu);
  EXPECT_THAT(FindBottleneck(result).sentence,
              HasSubstr("and computed for 50 % of the time, while"));
  for (auto& worker : result.workers) worker.cpu_percent = 49;
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kRoundTrip);
}

TEST(FindBottleneck, DoesNotSplitATaskIfTheCpuIsNotKnown) {
  Result result = BusyWorkers(90, 0);
  for (auto& worker : result.workers) worker.cpu_percent.reset();
  result.redis.reset();
  result.machine.reset();
  EXPECT_EQ(FindBottleneck(result).sentence,
            "The workers were in a task 90 % of their time (18 ms a task): round trips "
            "dominate, and more workers will help.");
}

// Tasks of 16 ms or more, of which their workers wait 14.4.
TEST(FindBottleneck, IsASlowRedisIfAnswersTookMuchLongerThanRoundTrips) {
  Result result = BusyWorkers(80, 8);
  result.preflight.emplace().round_trip = reporting::Milliseconds(0.05);
  const Bottleneck bottleneck = FindBottleneck(result);
  EXPECT_EQ(bottleneck.kind, Kind::kRedisSlow);
  EXPECT_EQ(bottleneck.sentence,
            "Redis was slow without being busy: a task waited 14.4 ms for its answers, "
            "though a round trip took 0.05 ms before the test, and its main thread was 8 "
            "% busy. Look at its disk (appendfsync always), at the network, and at its "
            "SLOWLOG; whether more workers would help is not known.");
  // Four of them take a fifth of that.
  result.preflight->round_trip = reporting::Milliseconds(0.73);
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kRoundTrip);
  result.preflight->round_trip = reporting::Milliseconds(0.71);
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kRedisSlow);
  // A Redis that has less time left makes its clients wait.
  result.redis->cpu_percent_mean = 40;
  result.redis->cpu_wait_percent_mean = 10;
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kRoundTrip);
}

TEST(FindBottleneck, IsNoSlowRedisIfNobodyKnowsTheRoundTripsOfATask) {
  Result result = BusyWorkers(80, 8);
  result.preflight.emplace().round_trip = reporting::Milliseconds(0.05);
  result.round_trips = 0;
  EXPECT_NE(FindBottleneck(result).kind, Kind::kRedisSlow);
}

TEST(FindBottleneck, IsNoSlowRedisIfTasksAreShort) {
  Result result = BusyWorkers(80, 0);
  for (reporting::WorkerResult& worker : result.workers) {
    worker.timings.task = {};
    for (int i = 0; i < 10'000; ++i) worker.timings.task.Record(microseconds(900));
  }
  result.preflight.emplace().round_trip = reporting::Milliseconds(0.01);
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kRoundTrip);
}

TEST(FindBottleneck, IsAStallIfAFewTasksTookMostOfTheTime) {
  Result result = IdleRun();
  // Nine seconds in two tasks of each worker, the other one in 498.
  for (reporting::WorkerResult& worker : result.workers) {
    worker.timings.task = {};
    for (int i = 0; i < 498; ++i) worker.timings.task.Record(microseconds(2000));
    for (int i = 0; i < 2; ++i) worker.timings.task.Record(microseconds(4'500'000));
  }
  const Bottleneck bottleneck = FindBottleneck(result);
  EXPECT_EQ(bottleneck.kind, Kind::kStall);
  EXPECT_THAT(bottleneck.sentence,
              AllOf(HasSubstr("the slowest took 4500 ms"), HasSubstr("at most 2.01 ms"),
                    HasSubstr("more workers will not help")));
}

// While a run lasts, most workers carry count, sum and maximum alone.
TEST(FindBottleneck, TakesTheWorstWorkersForAllWhileTheRunLasts) {
  Result result = IdleRun();
  result.verdict.reset();
  reporting::WorkerResult& worst = result.workers[0];
  worst.timings.task = {};
  for (int i = 0; i < 498; ++i) worst.timings.task.Record(microseconds(2000));
  for (int i = 0; i < 2; ++i) worst.timings.task.Record(microseconds(4'500'000));
  result.workers[1].timings.task = shm::HistogramSnapshot(shm::HistogramSnapshot::Parts{
      .count = 500, .sum = 9'900'000, .min = 1000, .max = 4'700'000, .buckets = {}});
  const Bottleneck bottleneck = FindBottleneck(result);
  EXPECT_EQ(bottleneck.kind, Kind::kStall);
  EXPECT_THAT(bottleneck.sentence,
              HasSubstr("the slowest took 4700 ms, half of the worst workers' tasks at "
                        "most 2.01 ms."));
}

TEST(FindBottleneck, KnowsNoStallWithoutAnyPercentiles) {
  Result result = IdleRun();
  result.verdict.reset();
  for (reporting::WorkerResult& worker : result.workers) {
    worker.timings.task = shm::HistogramSnapshot(shm::HistogramSnapshot::Parts{
        .count = 500, .sum = 9'900'000, .min = 1000, .max = 4'700'000, .buckets = {}});
  }
  const Bottleneck bottleneck = FindBottleneck(result);
  EXPECT_EQ(bottleneck.kind, Kind::kRoundTrip);
  EXPECT_THAT(bottleneck.sentence, HasSubstr("99 % of their time (19.8 ms a task)"));
}

TEST(FindBottleneck, IsAStallIfTheBacklogCameInOneTask) {
  Result result = IdleRun();
  result.verdict->status = Status::kFailed;
  result.verdict->reason = Reason::kBacklogLimit;
  // 49 of a limit of 100 came due for its worker meanwhile.
  result.workers[0].timings.task.Record(microseconds(980'000));
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kNone);
  EXPECT_THAT(FindBottleneck(result).sentence, HasSubstr("because tasks stood still"));
  result.workers[0].timings.task.Record(microseconds(1'000'000));
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kStall);
  // Nothing to explain, unless the backlog came half of the way.
  result.verdict->status = Status::kSuccess;
  result.verdict->reason = Reason::kCompleted;
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kNone);
  result.workers[1].max_backlog = 49;
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kNone);
  EXPECT_THAT(FindBottleneck(result).sentence, StartsWith("Nothing was near its limit"));
  result.workers[1].max_backlog = 50;
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kStall);
}

TEST(FindBottleneck, SaysOfARunThatFellBehindThatItsBacklogGrew) {
  Result result = IdleRun();
  result.verdict->status = Status::kSuccess;
  result.verdict->reason = Reason::kFallingBehind;
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kNone);
  EXPECT_THAT(FindBottleneck(result).sentence, HasSubstr("So the backlog grew because"));
}

// Whose average says nothing of the time in which it did.
TEST(FindBottleneck, DoesNotSayThatAllWasWellIfTheBacklogCameNearItsLimit) {
  Result result = IdleRun();
  result.verdict->status = Status::kSuccess;
  result.verdict->reason = Reason::kCompleted;
  result.workers[1].max_backlog = 98;
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kNone);
  EXPECT_EQ(FindBottleneck(result).sentence,
            "Over the whole test nothing was near its limit; nearest was the workers, "
            "which were in a task 20 % of their time. But a backlog reached 98 of 100: "
            "look at the seconds in which it grew for what was busy then.");
}

TEST(FindBottleneck, DoesNotSpeakOfAStandstillIfSomethingWasNearlyBusy) {
  Result result = IdleRun();
  result.verdict->status = Status::kFailed;
  result.verdict->reason = Reason::kBacklogLimit;
  result.machine->cpu_percent = 62;
  EXPECT_THAT(FindBottleneck(result).sentence, HasSubstr("tasks stood still"));
  result.machine->cpu_percent = 64;
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kNone);
  EXPECT_THAT(FindBottleneck(result).sentence,
              AllOf(HasSubstr("may have been at its limit for a while"),
                    Not(HasSubstr("stood still"))));
}

TEST(FindBottleneck, SpeaksOfNoRedisWhereThereIsNone) {
  Result result = IdleRun();
  result.workload = "noop";
  result.round_trips = 0;
  result.redis.reset();
  const Bottleneck bottleneck = FindBottleneck(result);
  EXPECT_EQ(bottleneck.kind, Kind::kNone);
  EXPECT_THAT(bottleneck.sentence, Not(HasSubstr("Redis")));
  result.machine->cpu_percent = 99;
  EXPECT_THAT(FindBottleneck(result).sentence, Not(HasSubstr("Redis")));
}

TEST(FindBottleneck, ShowsALittleAsMoreThanNothing) {
  Result result = IdleRun();
  result.workers.clear();
  result.machine->cpu_percent = 0.3;
  result.redis.reset();
  result.supervisor_cpu_percent.reset();
  EXPECT_THAT(FindBottleneck(result).sentence, HasSubstr("were less than 1 % used"));
}

TEST(FindBottleneck, IsTheMachineIfRedisHasWorkAllTheTimeButNoCpu) {
  Result result = IdleRun();
  result.machine->cpu_percent = 80;
  result.redis->on_this_machine = true;
  result.redis->cpu_percent_mean = 60;
  result.redis->cpu_wait_percent_mean = 29;
  for (auto& worker : result.workers) worker.cpu_percent = 110;
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kNone);
  EXPECT_THAT(FindBottleneck(result).sentence,
              HasSubstr("nearest was Redis' main thread, which was 60 % busy and waited "
                        "for a CPU for another 29 % of the time"));
  // A thread that is busy anyway waits a little.
  result.redis->cpu_percent_mean = 81;
  result.redis->cpu_wait_percent_mean = 9.5;
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kNone);
  result.redis->cpu_percent_mean = 60;
  result.redis->cpu_wait_percent_mean = 31;
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kMachineCpu);
  EXPECT_THAT(FindBottleneck(result).sentence,
              AllOf(StartsWith("The machine's CPUs had little left: its 4 cores were 80 "
                               "% used (of one core: Redis' main thread 60 %"),
                    HasSubstr("), and Redis' main thread waited for one for another 31 "
                              "% of the time"),
                    HasSubstr("Redis runs beside the workers")));
}

// Twenty seconds, of which the backlog grew in the last four, when Redis was busy.
Result LateGrowth() {
  Result result = IdleRun();
  result.messaging.uptime = Seconds(20);
  result.messaging.tasks_sent = 2000;
  result.verdict->status = Status::kFailed;
  result.verdict->reason = Reason::kBacklogLimit;
  for (int second = 1; second <= 20; ++second) {
    reporting::SeriesPoint& point = result.series.points.emplace_back();
    const bool late = second > 16;
    point.end = Seconds(second);
    point.length = Seconds(1);
    point.worst_backlog = late ? 25 * static_cast<std::uint64_t>(second - 16) : 1;
    point.redis_cpu_percent = late ? 96 : 8;
    point.machine_cpu_percent = 30;
    point.workers_cpu_percent = 20;
    point.supervisor_cpu_percent = 1;
    point.task = {.count = 100,
                  .mean = reporting::Milliseconds(late ? 20 : 4),
                  .p50 = reporting::Milliseconds(late ? 19 : 4),
                  .p90 = {},
                  .p99 = {},
                  .max = reporting::Milliseconds(30)};
  }
  return result;
}

TEST(FindBottleneck, IsOfTheTimeInWhichTheBacklogGrew) {
  Result result = LateGrowth();
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kRedisCpu);
  EXPECT_EQ(FindBottleneck(result).sentence,
            "While the backlog grew, from 16 to 20 s: Redis' main thread was 96 % busy: "
            "more workers will not help.");
  // The workers' hundred tasks of 20 ms a second.
  for (auto& point : result.series.points) point.redis_cpu_percent = 8;
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kRoundTrip);
  EXPECT_THAT(FindBottleneck(result).sentence,
              StartsWith("While the backlog grew, from 16 to 20 s: The workers were in a "
                         "task 100 % of their time (20 ms a task)"));
}

TEST(FindBottleneck, IsOfTheTimeInWhichTheBacklogGrewThoughTheRunCameThroughIt) {
  Result result = LateGrowth();
  result.verdict->status = Status::kSuccess;
  result.verdict->reason = Reason::kCompleted;
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kNone) << "a backlog that is no danger";
  result.workers[0].max_backlog = 99;
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kRedisCpu);
}

TEST(FindBottleneck, SaysThatNothingWasNearItsLimitWhileTheBacklogGrew) {
  Result result = LateGrowth();
  for (auto& point : result.series.points) {
    point.redis_cpu_percent = 8;
    point.task = {};
  }
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kNone);
  const std::string sentence =
      "While the backlog grew, from 16 to 20 s: Nothing was near its limit; nearest was "
      "the machine, whose 4 cores were 30 % used. So the backlog grew because tasks "
      "stood still: look for what stopped Redis or the network.";
  EXPECT_EQ(FindBottleneck(result).sentence, sentence);
  result.verdict->status = Status::kSuccess;
  result.verdict->reason = Reason::kCompleted;
  result.workers[0].max_backlog = 99;
  EXPECT_EQ(FindBottleneck(result).sentence, sentence);
  // Unless something was in the run as a whole.
  result.redis->cpu_percent_mean = 95;
  EXPECT_THAT(FindBottleneck(result).sentence, StartsWith("Redis' main thread was 95 %"));
}

TEST(FindBottleneck, IsNotTheSupervisorThatWasLateAtAnotherTime) {
  Result result = LateGrowth();
  for (int i = 0; i < 100; ++i) {
    result.messaging.lateness.Record(std::chrono::milliseconds(50));
  }
  result.messaging.tasks_sent = 1900;
  for (auto& point : result.series.points) {
    point.redis_cpu_percent = 8;
    point.due = point.issued = 100;
  }
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kRoundTrip);
  result.series.points.back().issued = 90;
  // The verdict knows better whether that was why the backlog grew.
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kRoundTrip);
  result.verdict->status = Status::kSuccess;
  result.verdict->reason = Reason::kCompleted;
  result.workers[0].max_backlog = 99;
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kSupervisor);
  EXPECT_THAT(FindBottleneck(result).sentence,
              StartsWith("While the backlog grew, from 16 to 20 s: The supervisor was "
                         "late: it issued 97.5 of the asked 100 tasks/s"));
}

// A point of which may hold the sample of Redis of the second before.
TEST(FindBottleneck, TakesRedisBusiestSecondInARunOfAFew) {
  Result result = LateGrowth();
  for (auto& point : result.series.points) {
    point.end /= 10;
    point.length /= 10;
  }
  result.messaging.uptime = Seconds(2);
  result.messaging.tasks_sent = 200;
  result.redis->cpu_percent_max = 40;
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kRoundTrip);
  EXPECT_THAT(
      FindBottleneck(result).sentence,
      AllOf(StartsWith("While the backlog grew, from 1.6 to 2 s: The workers were "
                       "in a task 100 %"),
            HasSubstr("Redis' main thread was 40 % busy")));
  result.redis->cpu_percent_max = 92;
  EXPECT_EQ(FindBottleneck(result).kind, Kind::kRedisCpu);
}

// A part of a second in which Redis was not asked.
TEST(FindBottleneck, IsOfTheWholeRunIfRedisIsNotKnownWhileTheBacklogGrew) {
  Result result = LateGrowth();
  for (auto& point : result.series.points) point.redis_cpu_percent.reset();
  EXPECT_THAT(FindBottleneck(result).sentence, StartsWith("Nothing was near its limit"));
}

// Redis answered nobody in the last four seconds.
Result LateSilence() {
  Result result = LateGrowth();
  for (auto& point : result.series.points) {
    const bool late = point.end > Seconds(16);
    point.total_backlog = point.worst_backlog;
    point.completed = late ? 0 : 100;
    point.redis_cpu_percent = late ? std::nullopt : std::optional(8.0);
    if (late) point.task = {};
  }
  return result;
}

TEST(FindBottleneck, IsASilentRedisThoughTheMachineWasBusy) {
  Result result = LateSilence();
  result.machine->cpu_percent = 99;
  for (auto& point : result.series.points) point.machine_cpu_percent = 99;
  const Bottleneck bottleneck = FindBottleneck(result);
  EXPECT_EQ(bottleneck.kind, Kind::kRedisSlow);
  EXPECT_EQ(bottleneck.sentence,
            "Redis was silent from 16 to 20 s: no task was completed, and INFO was not "
            "answered. Look for what stopped it (its log, its disk, its machine) or the "
            "network; whether more workers would help is not known.");
}

TEST(FindBottleneck, IsNoSilentRedisIfItAnsweredAnything) {
  Result result = LateSilence();
  for (auto& point : result.series.points) {
    if (!point.redis_cpu_percent) point.redis_cpu_percent = 1;
  }
  EXPECT_NE(FindBottleneck(result).kind, Kind::kRedisSlow);
  result = LateSilence();
  for (auto& point : result.series.points) {
    if (point.completed == 0) point.completed = 1;
  }
  EXPECT_NE(FindBottleneck(result).kind, Kind::kRedisSlow);
}

TEST(FindBottleneck, IsNoSilentRedisWithinASecond) {
  Result result = LateSilence();
  for (auto& point : result.series.points) {
    if (point.end <= Seconds(19)) point.completed = 100;
  }
  EXPECT_NE(FindBottleneck(result).kind, Kind::kRedisSlow);
}

}  // namespace
}  // namespace redline::runner
