// Runs of the built binaries that fail, are interrupted or are refused: each names its
// cause, keeps its report, ends with its code and leaves nothing behind.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/e2e/redline_process.h"
#include "tests/testing/pseudo_terminals.h"
#include "tests/testing/redis_server.h"

namespace redline::testing {
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<std::string> LongRun() {
  return {"--num_workers=3", "--tasks_per_second=100", "--test_duration_seconds=600",
          "--warmup_seconds=0", "--report_json"};
}

bool AllGone(const std::vector<pid_t>& pids) {
  return std::none_of(pids.begin(), pids.end(), IsRunning);
}

int PidOfWorker(const rapidjson::Document& json, std::uint64_t index) {
  return json["workers"][static_cast<rapidjson::SizeType>(index)]["pid"].GetInt();
}

TEST(BacklogLimit, FailsTheTestAtOnceAndNamesTheWorker) {
  RedlineProcess redline({.flags = {"--num_workers=4", "--tasks_per_second=50000",
                                    "--warmup_seconds=0", "--test_duration_seconds=30",
                                    "--max_worker_backlog=500", "--report_json"}});
  EXPECT_EQ(redline.Wait(10s), 1) << redline.Stderr();
  const auto json = redline.Json();
  const auto& verdict = json["verdict"];
  EXPECT_STREQ(verdict["status"].GetString(), "failed");
  EXPECT_STREQ(verdict["reason"].GetString(), "backlog_limit");
  EXPECT_EQ(verdict["backlog"].GetInt(), 500);
  EXPECT_EQ(verdict["worker_pid"].GetInt(),
            PidOfWorker(json, verdict["worker_index"].GetUint64()));
  EXPECT_GE(verdict["at_seconds"].GetDouble(), 0);
  EXPECT_LT(verdict["at_seconds"].GetDouble(), 10);
  EXPECT_THAT(redline.Stdout(),
              AllOf(HasSubstr("status: Test failed\nWorker "),
                    HasSubstr("(pid " + std::to_string(verdict["worker_pid"].GetInt()))));
}

TEST(LateTasks, MakeTheTestInvalidAndBlameTheSupervisor) {
  // No machine issues 99 of 100 tasks within 10 µs.
  RedlineProcess redline(
      {.flags = {"--workload=noop", "--num_workers=2", "--tasks_per_second=500",
                 "--warmup_seconds=0", "--test_duration_seconds=1",
                 "--max_lateness_ms=0.01", "--report_json"}});
  EXPECT_EQ(redline.Wait(10s), 4) << redline.Stdout();
  const auto json = redline.Json();
  EXPECT_STREQ(json["verdict"]["status"].GetString(), "invalid");
  EXPECT_STREQ(json["verdict"]["reason"].GetString(), "lateness");
  EXPECT_DOUBLE_EQ(json["messaging"]["max_lateness_ms"].GetDouble(), 0.01);
  EXPECT_GT(json["messaging"]["lateness"]["p99_ms"].GetDouble(), 0.01);
  EXPECT_EQ(json["messaging"]["tasks_completed"].GetUint64(), 500U);
  EXPECT_THAT(redline.Stdout(),
              HasSubstr("status: Test invalid\nThe supervisor issued 1 % of the tasks "));
}

class LostWorker : public ::testing::TestWithParam<int> {};

TEST_P(LostWorker, FailsTheTestAndIsNamedWithItsSignal) {
  RedlineProcess redline({.flags = LongRun()});
  redline.AwaitTasks();
  const std::vector<pid_t> workers = redline.Workers();
  ASSERT_EQ(workers.size(), 3U);
  ::kill(workers[1], GetParam());
  EXPECT_EQ(redline.Wait(5s), 1);
  const auto json = redline.Json();
  EXPECT_STREQ(json["verdict"]["reason"].GetString(), "worker_lost");
  EXPECT_EQ(json["verdict"]["worker_pid"].GetInt(), workers[1]);
  EXPECT_EQ(json["verdict"]["worker_index"].GetInt(), 1);
  EXPECT_THAT(json["verdict"]["sentence"].GetString(),
              HasSubstr("was killed by signal " + std::to_string(GetParam()) + " (SIG"));
  EXPECT_TRUE(AllGone(workers));
  EXPECT_THAT(redline.Stdout(), HasSubstr("Worker Vitals"));
}

INSTANTIATE_TEST_SUITE_P(Signals, LostWorker,
                         ::testing::Values(SIGKILL, SIGSEGV, SIGTERM, SIGABRT));

TEST(LostRedis, FailsTheTestWithTheWorkersOwnWords) {
  RedisServer server;
  auto flags = LongRun();
  flags.push_back("--redis_wait_seconds=0.3");
  RedlineProcess redline({.flags = flags, .environment = {{"REDIS_URL", server.Url()}}});
  redline.AwaitTasks();
  server.Kill();
  EXPECT_EQ(redline.Wait(8s), 1);
  const auto json = redline.Json();
  EXPECT_STREQ(json["verdict"]["reason"].GetString(), "redis_errors");
  EXPECT_THAT(json["verdict"]["sentence"].GetString(),
              AllOf(HasSubstr(" gave up after "), HasSubstr("redis.sock")));
  EXPECT_GT(json["messaging"]["tasks_failed"].GetUint64(), 0U);
}

// Error replies are never completed tasks.
struct BrokenState {
  std::string command;  // For redis-cli.
  std::string error;
};

class BrokenRedis : public ::testing::TestWithParam<BrokenState> {};

TEST_P(BrokenRedis, FailsTheTestWithTheFirstErrorsText) {
  const std::string folder = ::testing::TempDir() + GetParam().error;
  std::filesystem::create_directory(folder);
  const RedisServer server(RedisServer::Transport::kUnix, {"--dir", folder});
  RedlineProcess redline(
      {.flags = LongRun(), .environment = {{"REDIS_URL", server.Url()}}});
  redline.AwaitTasks();
  std::filesystem::remove_all(folder);
  server.Cli(GetParam().command);
  EXPECT_EQ(redline.Wait(10s), 1);
  const auto json = redline.Json();
  EXPECT_STREQ(json["verdict"]["status"].GetString(), "failed");
  EXPECT_STREQ(json["verdict"]["reason"].GetString(), "redis_errors");
  EXPECT_THAT(json["verdict"]["sentence"].GetString(), HasSubstr(GetParam().error));
  EXPECT_GT(json["messaging"]["tasks_failed"].GetUint64(), 0U);
  EXPECT_EQ(json["messaging"]["tasks_completed"].GetUint64(),
            json["totals"]["timings"]["task"]["count"].GetUint64());
  EXPECT_LT(json["messaging"]["tasks_completed"].GetUint64(),
            json["messaging"]["tasks_sent"].GetUint64());
}

INSTANTIATE_TEST_SUITE_P(
    Cases, BrokenRedis,
    ::testing::Values(BrokenState{"CONFIG SET maxmemory 1", "OOM"},
                      // Its folder is gone, so it cannot save, and takes no more writes.
                      BrokenState{"CONFIG SET save '1 1'", "MISCONF"},
                      BrokenState{"ACL SETUSER default -multi", "NOPERM"}));

TEST(UnfinishedTasks, FailTheTestWhenTheDrainIsOver) {
  const RedisServer server;
  RedlineProcess redline(
      {.flags = {"--num_workers=2", "--tasks_per_second=20", "--test_duration_seconds=2",
                 "--warmup_seconds=0", "--drain_seconds=0.5", "--report_json"},
       .environment = {{"REDIS_URL", server.Url()}}});
  redline.AwaitTasks();
  server.Cli("CLIENT PAUSE 60000");
  const auto paused = steady_clock::now();
  EXPECT_EQ(redline.Wait(10s), 1);
  EXPECT_LT(steady_clock::now() - paused, 2s + 500ms + 3s);
  const auto json = redline.Json();
  EXPECT_STREQ(json["verdict"]["reason"].GetString(), "not_drained");
  EXPECT_EQ(json["messaging"]["tasks_sent"].GetUint64(), 40U);
  EXPECT_LT(json["messaging"]["tasks_completed"].GetUint64(), 40U);
  EXPECT_GE(json["messaging"]["drain_seconds"].GetDouble(), 0.5);
}

struct Interruption {
  int signal;
  int exit_code;
  const char* name;
};

class InterruptedRun : public ::testing::TestWithParam<Interruption> {};

TEST_P(InterruptedRun, KeepsItsPartialReportAndEndsWithinThreeSeconds) {
  RedlineProcess redline({.flags = LongRun()});
  redline.AwaitTasks();
  const std::vector<pid_t> workers = redline.Workers();
  const pid_t redis = redline.PrivateRedis();
  redline.Signal(GetParam().signal);
  EXPECT_EQ(redline.Wait(3s), GetParam().exit_code);
  const auto json = redline.Json();
  EXPECT_STREQ(json["verdict"]["status"].GetString(), "interrupted");
  EXPECT_STREQ(json["verdict"]["reason"].GetString(), "interrupted");
  EXPECT_THAT(json["verdict"]["sentence"].GetString(), HasSubstr(GetParam().name));
  EXPECT_EQ(json["workers"].Size(), 3U);
  EXPECT_THAT(redline.Stdout(), HasSubstr("status: Test interrupted\n"));
  EXPECT_TRUE(AllGone(workers));
  EXPECT_FALSE(IsRunning(redis));
  EXPECT_THAT(redline.Leftovers(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Signals, InterruptedRun,
                         ::testing::Values(Interruption{SIGHUP, 129, "SIGHUP"},
                                           Interruption{SIGINT, 130, "SIGINT"},
                                           Interruption{SIGTERM, 143, "SIGTERM"}));

TEST(InterruptedRun, IsInterruptedToo_WhenWorkersGetTheSignalFirst) {
  // As on a dyno, which sends SIGTERM to all its processes.
  RedlineProcess redline({.flags = LongRun()});
  redline.AwaitTasks();
  for (const pid_t worker : redline.Workers()) ::kill(worker, SIGTERM);
  redline.Signal(SIGTERM);
  EXPECT_EQ(redline.Wait(3s), 143);
  EXPECT_STREQ(redline.Json()["verdict"]["status"].GetString(), "interrupted");
}

TEST(InterruptedRun, KeepsItsPartialReportWhenItsTerminalIsClosed) {
  if (!HasPseudoTerminals()) GTEST_SKIP() << "no pseudo-terminals here: mount /dev/pts";
  RedlineProcess redline({.flags = LongRun(), .on_terminal = true});
  ASSERT_TRUE(Eventually(
      [&] { return redline.Stdout().find("measuring") != std::string::npos; }));
  const std::vector<pid_t> workers = redline.Workers();
  redline.HangUp();
  // The kernel tells it, and a shell would once more.
  redline.Signal(SIGHUP);
  EXPECT_EQ(redline.Wait(3s), 129);
  const auto json = redline.Json();
  EXPECT_STREQ(json["verdict"]["status"].GetString(), "interrupted");
  EXPECT_THAT(json["verdict"]["sentence"].GetString(), HasSubstr("SIGHUP"));
  EXPECT_EQ(workers.size(), 3U);
  EXPECT_TRUE(AllGone(workers));
  EXPECT_THAT(redline.Leftovers(), IsEmpty());
}

TEST(InterruptedRun, IsNotInterruptedByAClosedTerminalUnderNohup) {
  if (!HasPseudoTerminals()) GTEST_SKIP() << "no pseudo-terminals here: mount /dev/pts";
  auto flags = LongRun();
  flags[2] = "--test_duration_seconds=2";
  RedlineProcess redline(
      {.flags = flags, .on_terminal = true, .wrapper = "trap '' HUP; exec \"$@\""});
  ASSERT_TRUE(Eventually(
      [&] { return redline.Stdout().find("measuring") != std::string::npos; }));
  redline.HangUp();
  EXPECT_EQ(redline.Wait(10s), 0);
  EXPECT_STREQ(redline.Json()["verdict"]["status"].GetString(), "success");
}

// The shell exits with head's code in `redline | head -1`; redline's own is in a file.
class ClosedPipe : public ::testing::TestWithParam<int> {};

TEST_P(ClosedPipe, NeitherEndsTheRunNorChangesItsCode) {
  const bool fails = GetParam() == 1;
  RedlineProcess redline(
      {.flags = {"--num_workers=2",
                 fails ? "--tasks_per_second=50000" : "--workload=noop",
                 "--test_duration_seconds=2", "--warmup_seconds=0",
                 "--max_worker_backlog=500", "--report_json"},
       .wrapper = "{ \"$@\"; echo $? > \"$TMPDIR/code\"; } | head -1"});
  EXPECT_EQ(redline.Wait(10s), 0);
  int code = -1;
  std::ifstream(redline.folder() / "code") >> code;
  EXPECT_EQ(code, GetParam());
  EXPECT_STREQ(redline.Json()["verdict"]["status"].GetString(),
               fails ? "failed" : "success");
  EXPECT_THAT(redline.Stderr(), IsEmpty());
  const std::string out = redline.Stdout();
  EXPECT_EQ(std::count(out.begin(), out.end(), '\n'), 1) << out;
}

INSTANTIATE_TEST_SUITE_P(Codes, ClosedPipe, ::testing::Values(0, 1));

// A clean-up that fails spoils no figure, but is not to stay unknown.
TEST(WorkersThatFailToStop, AreNamedBesideTheVerdict) {
  RedlineProcess redline(
      {.flags = {"--workload=noop", "--num_workers=3", "--tasks_per_second=100",
                 "--test_duration_seconds=1", "--warmup_seconds=0", "--report_json"},
       .environment = {{"LD_PRELOAD",
                        std::filesystem::absolute("tests/e2e/libfailing_end.so")}},
       .workers_fail_to_stop = true});
  EXPECT_EQ(redline.Wait(20s), 0) << redline.Stderr();
  const auto json = redline.Json();
  EXPECT_EQ(json["messaging"]["tasks_completed"].GetUint64(), 100U);
  EXPECT_EQ(redline.Stderr(),
            "redline: After the test, when it was to stop, worker 0 (pid " +
                std::to_string(PidOfWorker(json, 0)) +
                ") exited with code 23, and 2 other workers failed too: the figures are "
                "complete, but the workload has a fault.\n");
}

TEST(InterruptedRun, EndsWithinThreeSecondsWithWorkersThatDoNotAnswer) {
  RedlineProcess redline({.flags = LongRun()});
  redline.AwaitTasks();
  const std::vector<pid_t> workers = redline.Workers();
  for (const pid_t worker : workers) ::kill(worker, SIGSTOP);
  redline.Signal(SIGINT);
  EXPECT_EQ(redline.Wait(3s), 130);
  EXPECT_TRUE(AllGone(workers));
}

// As a dyno may get them.
TEST(InterruptedRun, TakesSeveralSigtermsForOne) {
  RedlineProcess redline({.flags = LongRun()});
  redline.AwaitTasks();
  for (const pid_t worker : redline.Workers()) ::kill(worker, SIGSTOP);
  // Until it has ended: while it waits for its workers, and while it writes its reports.
  EXPECT_TRUE(Eventually(
      [&] {
        redline.Signal(SIGTERM);
        return !IsRunning(redline.pid());
      },
      5s));
  EXPECT_EQ(redline.Wait(), 143);
  EXPECT_STREQ(redline.Json()["verdict"]["status"].GetString(), "interrupted");
  EXPECT_THAT(redline.Stdout(), HasSubstr("status: Test interrupted\n"));
}

TEST(InterruptedRun, IsKilledAtOnceByCtrlCPressedAgainAndAgain) {
  RedlineProcess redline({.flags = LongRun()});
  redline.AwaitTasks();
  const std::vector<pid_t> workers = redline.Workers();
  const pid_t redis = redline.PrivateRedis();
  for (const pid_t worker : workers) ::kill(worker, SIGSTOP);
  // More than three times, since signals that wait for their delivery are one. A single
  // one would give the workers, which are stopped and cannot answer, a second.
  EXPECT_TRUE(Eventually(
      [&] {
        redline.Signal(SIGINT);
        return !IsRunning(redline.pid());
      },
      900ms));
  EXPECT_EQ(redline.Wait(), 130);
  EXPECT_TRUE(Eventually([&] { return AllGone(workers) && !IsRunning(redis); }, 2s));
  EXPECT_TRUE(Eventually([&] { return redline.Leftovers().empty(); }, 2s));
}

TEST(KilledSupervisor, LeavesNoWorkerNoRedisAndNoFolder) {
  RedlineProcess redline({.flags = LongRun()});
  redline.AwaitTasks();
  const std::vector<pid_t> workers = redline.Workers();
  const pid_t redis = redline.PrivateRedis();
  ASSERT_EQ(workers.size(), 3U);
  ASSERT_GT(redis, 0);
  redline.Signal(SIGKILL);
  EXPECT_EQ(redline.Wait(1s), -SIGKILL);
  EXPECT_TRUE(Eventually(
      [&] {
        return AllGone(workers) && !IsRunning(redis) && redline.Leftovers().empty();
      },
      2s));
}

// One sentence, the way out in it, the code 2, and nothing started.
struct BadSetting {
  std::vector<std::string> flags;
  std::string named;
};

class BadSettings : public ::testing::TestWithParam<BadSetting> {};

TEST_P(BadSettings, AreRefusedInOneSentence) {
  RedlineProcess redline({.flags = GetParam().flags});
  EXPECT_EQ(redline.Wait(2s), 2);
  const std::string err = redline.Stderr();
  EXPECT_EQ(std::count(err.begin(), err.end(), '\n'), 1) << err;
  EXPECT_THAT(err, AllOf(HasSubstr("redline: "), HasSubstr(GetParam().named)));
  EXPECT_THAT(redline.Stdout(), IsEmpty());
  EXPECT_THAT(redline.Leftovers(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    Cases, BadSettings,
    ::testing::Values(
        BadSetting{{"--tasks_per_second=0"}, "--tasks_per_second"},
        BadSetting{{"--tasks_per_second=-1"}, "--tasks_per_second"},
        BadSetting{{"--tasks_per_second=nan"}, "--tasks_per_second"},
        BadSetting{{"--tasks_per_second=1e300"}, "--tasks_per_second"},
        BadSetting{{"--tasks_per_second=fast"}, "--tasks_per_second"},
        BadSetting{{"--num_workers=-1"}, "--num_workers"},
        BadSetting{{"--num_workers=0"}, "--num_workers"},
        BadSetting{{"--test_duration_seconds=inf"}, "--test_duration_seconds"},
        BadSetting{{"--task_per_second=5"}, "--tasks_per_second"},
        BadSetting{{"--workload=nothing"}, "--workload"},
        BadSetting{{"--dispatch=any"}, "--dispatch"},
        BadSetting{{"--color=red"}, "--color"}, BadSetting{{"--seed=-1"}, "--seed"},
        BadSetting{{"--seed=9007199254740992"}, "--seed"},
        BadSetting{{"--max_lateness_ms=0"}, "--max_lateness_ms"},
        BadSetting{{"--slo=response.p99"}, "--slo"},
        BadSetting{{"--redis_url=http://x"}, "Redis URL"},
        BadSetting{{"--report_json=/no/such/folder/x"}, "/no/such/folder/x"},
        BadSetting{{"fast"}, "fast"}));

TEST(UnreachableRedis, IsNamedInOneSentenceWithoutItsPassword) {
  RedlineProcess redline({.flags = {"--redis_wait_seconds=0"},
                          .environment = {{"REDIS_URL", "redis://:s3cret@127.0.0.1:1"}}});
  EXPECT_EQ(redline.Wait(7s), 3);
  const std::string err = redline.Stderr();
  EXPECT_EQ(std::count(err.begin(), err.end(), '\n'), 1) << err;
  EXPECT_THAT(err, AllOf(HasSubstr("127.0.0.1:1"), Not(HasSubstr("s3cret"))));
}

TEST(SmallSharedMemory, IsASentenceWithTheBytesNeededAndFree) {
  RedlineProcess redline(
      {.flags = {"--workload=noop", "--num_workers=50", "--test_duration_seconds=1"},
       .wrapper = "exec unshare -m sh -c 'mount -t tmpfs -o size=1m tmpfs /dev/shm && "
                  "exec \"$@\"' sh \"$@\""});
  const int code = redline.Wait(5s);
  const std::string err = redline.Stderr();
  if (err.find("redline: ") == std::string::npos) {
    GTEST_SKIP() << "no mount namespace here: " << err;
  }
  EXPECT_EQ(code, 3);
  EXPECT_THAT(err, AllOf(HasSubstr("/dev/shm"), HasSubstr("1 MB are free"),
                         HasSubstr("--max_worker_backlog")));
}

TEST(TwoRunsAtOnce, DoNotSeeEachOther) {
  const RedisServer server;
  const std::vector<std::string> flags = {
      "--num_workers=2",    "--tasks_per_second=100", "--test_duration_seconds=2",
      "--warmup_seconds=0", "--report_json",          "--keep_data"};
  RedlineProcess one({.flags = flags, .environment = {{"REDIS_URL", server.Url()}}});
  RedlineProcess two({.flags = flags, .environment = {{"REDIS_URL", server.Url()}}});
  EXPECT_EQ(one.Wait(), 0);
  EXPECT_EQ(two.Wait(), 0);
  EXPECT_EQ(one.Json()["messaging"]["tasks_completed"].GetUint64(), 200U);
  EXPECT_EQ(two.Json()["messaging"]["tasks_completed"].GetUint64(), 200U);
  // A building per worker and run, with a list of flats each.
  EXPECT_EQ(
      server.Cli("--raw eval \"return #redis.call('keys','test:building:*:flats')\" 0"),
      "4\n");
}

TEST(ImpossibleRate, IsReportedWithoutOverflow) {
  RedlineProcess redline(
      {.flags = {"--workload=noop", "--num_workers=2", "--tasks_per_second=10000000",
                 "--test_duration_seconds=5", "--warmup_seconds=0", "--report_json",
                 "--max_worker_backlog=1000000"}});
  const int code = redline.Wait(20s);
  const auto json = redline.Json();
  EXPECT_TRUE(code == 1 || code == 4) << code;
  EXPECT_LT(json["messaging"]["tasks_sent"].GetUint64(), 50'000'000U);
  EXPECT_LT(json["messaging"]["delivered_rate"].GetDouble(), 10'000'000);
  EXPECT_LE(json["messaging"]["uptime_seconds"].GetDouble(), 5);
}

TEST(KilledAtRandom, NeverLeavesAnythingAndTheNextRunAlwaysStarts) {
  // The seed is fixed: the instants differ with the machine's timing anyway.
  unsigned random = 12345;
  for (int i = 0; i < 50; ++i) {
    RedlineProcess redline(
        {.flags = {"--num_workers=2", "--tasks_per_second=100", "--warmup_seconds=0"}});
    random = random * 1103515245 + 12345;
    const auto instant = steady_clock::now() + std::chrono::microseconds(random % 60'000);
    Eventually([&] { return steady_clock::now() > instant; }, 1s);
    const std::vector<pid_t> workers = redline.Workers();
    const pid_t redis = redline.PrivateRedis();
    redline.Signal(SIGKILL);
    EXPECT_EQ(redline.Wait(1s), -SIGKILL);
    EXPECT_TRUE(Eventually(
        [&] {
          return AllGone(workers) && (redis < 0 || !IsRunning(redis)) &&
                 redline.Leftovers().empty();
        },
        2s))
        << "round " << i;
  }
}

}  // namespace
}  // namespace redline::testing
