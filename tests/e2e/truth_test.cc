// Truths about a run's figures that other harnesses missed: stalls count for every task
// that they delay, and no figure depends on the wall clock.

#include <dlfcn.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <sys/types.h>
#include <time.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "tests/e2e/redline_process.h"
#include "tests/testing/redis_server.h"

namespace redline::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;

class CoordinatedOmission : public ::testing::Test {
 protected:
  // One worker and 100 tasks a second for ten seconds, in which Redis stands still for
  // one. A thousand tasks, then, of which a hundred are due while it does.
  static std::vector<std::string> Run(const std::string& url, int backlog_limit) {
    return {
        "--redis_url=" + url,     "--num_workers=1",
        "--tasks_per_second=100", "--test_duration_seconds=10",
        "--warmup_seconds=0",     "--max_worker_backlog=" + std::to_string(backlog_limit),
        "--report_json"};
  }

  // Stops Redis for a second once the run has done some tasks.
  void StallOnce() const {
    ASSERT_TRUE(Eventually([this] {
      return redis_.Cli("INFO commandstats").find("cmdstat_exec") != std::string::npos;
    }));
    redis_.Cli("DEBUG SLEEP 1");
  }

  const RedisServer redis_{RedisServer::Transport::kUnix,
                           {"--enable-debug-command", "yes"}};
};

TEST_F(CoordinatedOmission, IsAvoided_AStallCountsForEveryTaskThatItDelays) {
  RedlineProcess redline({.flags = Run(redis_.Url(), 200)});
  StallOnce();
  ASSERT_EQ(redline.Wait(), 0) << redline.Stdout() << redline.Stderr();
  const auto json = redline.Json();
  EXPECT_STREQ(json["verdict"]["status"].GetString(), "success");
  EXPECT_EQ(json["messaging"]["tasks_completed"].GetUint64(), 1000U);
  const auto figure = [&](const char* timing, const char* name) {
    return json["totals"]["timings"][timing][name].GetDouble();
  };
  // A tenth of the tasks have waited, for anything between nothing and a second: they
  // were due each 10 ms, and afterwards one was done after the other in a task's usual
  // time. So the k-th slowest has waited a second less k times the difference of these
  // two. The harnesses that are wrong here show a p95 of one usual task, some
  // milliseconds.
  const double apart = 10 - figure("task", "p50_ms");
  constexpr double kSlack = 100;  // For a machine that has other work.
  ASSERT_GT(apart, 4) << "too slow a machine to tell anything by";
  EXPECT_NEAR(figure("response", "max_ms"), 1000, kSlack);
  EXPECT_NEAR(figure("response", "p99_ms"), 1000 - 10 * apart, kSlack);
  EXPECT_NEAR(figure("response", "p95_ms"), 1000 - 50 * apart, kSlack);
  EXPECT_LT(figure("response", "p90_ms"), 1000 - 100 * apart + kSlack);
  EXPECT_LT(figure("response", "p50_ms"), 50);
  EXPECT_NEAR(figure("response", "mean_ms"), 500 / apart, 20);
  // Only one task was in work meanwhile, which is all that a closed loop would have seen.
  EXPECT_NEAR(figure("task", "max_ms"), 1000, kSlack);
  EXPECT_LT(figure("task", "p99_ms"), 100);
  // All of the waiting is in one of the two parts of a response.
  EXPECT_NEAR(figure("queue", "mean_ms") + figure("task", "mean_ms"),
              figure("response", "mean_ms"), 1e-5);
  EXPECT_NEAR(json["workers"][0]["max_backlog"].GetDouble(), 100, 10);
}

TEST_F(CoordinatedOmission, IsAvoided_AStallFillsABacklogUpToItsLimit) {
  RedlineProcess redline({.flags = Run(redis_.Url(), 50)});
  StallOnce();
  EXPECT_EQ(redline.Wait(), 1) << redline.Stdout() << redline.Stderr();
  const auto json = redline.Json();
  EXPECT_STREQ(json["verdict"]["reason"].GetString(), "backlog_limit");
  EXPECT_EQ(json["verdict"]["backlog"].GetInt(), 50);
  // Which it told with no task any more: all 50 waited when it was stopped, or but a few.
  EXPECT_NEAR(json["workers"][0]["max_backlog"].GetDouble(), 50, 5);
  EXPECT_THAT(json["verdict"]["sentence"].GetString(),
              HasSubstr("50 of its tasks were unfinished when another was due."));
}

// The CPUs' use in the drain is in no figure of the run.
TEST_F(CoordinatedOmission, IsAvoided_CpuFiguresAreOfTheMeasuredPhase) {
  RedlineProcess redline(
      {.flags = {"--redis_url=" + redis_.Url(), "--num_workers=1",
                 "--tasks_per_second=100", "--test_duration_seconds=1",
                 "--warmup_seconds=0", "--max_worker_backlog=1000", "--report_json"}});
  ASSERT_TRUE(Eventually([this] {
    return redis_.Cli("INFO commandstats").find("cmdstat_exec") != std::string::npos;
  }));
  // Most of the measured second passes without a task done.
  redis_.Cli("DEBUG SLEEP 3");
  ASSERT_EQ(redline.Wait(), 0) << redline.Stdout() << redline.Stderr();
  const auto json = redline.Json();
  EXPECT_GT(json["messaging"]["drain_seconds"].GetDouble(), 1);
  // The points of the measured phase, and not that of the drain, add up to the figure.
  double cpu = 0;
  const auto& series = json["series"];
  for (rapidjson::SizeType i = 0; i < series["end_seconds"].Size(); ++i) {
    if (series["end_seconds"][i].GetDouble() > 1.2) continue;
    cpu += series["workers_cpu_percent"][i].GetDouble() *
           series["length_seconds"][i].GetDouble();
  }
  const double figure = json["workers"][0]["cpu_percent"].GetDouble();
  EXPECT_NEAR(figure, cpu, 0.3 * cpu + 0.5);
}

// Nobody may step the wall clock of the machine that runs this, so each process that
// looks at it by way of the C library is shown one that is stepped.
class WallClock : public ::testing::Test {
 protected:
  // Whether the process has loaded it.
  static bool SeesItStepped(pid_t pid) {
    std::ifstream maps("/proc/" + std::to_string(pid) + "/maps");
    const std::string text{std::istreambuf_iterator<char>(maps), {}};
    return text.find("/libstepping_wall_clock.so") != std::string::npos;
  }

  const std::string stepping_ =
      std::filesystem::absolute("tests/e2e/libstepping_wall_clock.so");
};

// Without this the next test might step nothing.
TEST_F(WallClock, IsSteppedByTheLibraryThatIsPreloaded) {
  void* const library = ::dlopen(stepping_.c_str(), RTLD_NOW | RTLD_LOCAL);
  ASSERT_NE(library, nullptr) << ::dlerror();
  const auto look =
      reinterpret_cast<decltype(&::clock_gettime)>(::dlsym(library, "clock_gettime"));
  ASSERT_NE(look, nullptr);
  const auto seconds = [&](clockid_t clock) {
    timespec time{};
    look(clock, &time);
    return time.tv_sec;
  };
  EXPECT_GT(std::abs(seconds(CLOCK_REALTIME) - seconds(CLOCK_REALTIME)), 7000);
  EXPECT_LT(std::abs(seconds(CLOCK_MONOTONIC) - seconds(CLOCK_MONOTONIC)), 60);
}

TEST_F(WallClock, ChangesNothingWhenItIsStepped) {
  RedlineProcess redline(
      {.flags = {"--num_workers=3", "--tasks_per_second=200", "--warmup_seconds=0.5",
                 "--test_duration_seconds=2", "--report_json"},
       .environment = {{"LD_PRELOAD", stepping_}}});
  redline.AwaitTasks();
  EXPECT_TRUE(SeesItStepped(redline.pid()));
  const std::vector<pid_t> workers = redline.Workers();
  ASSERT_EQ(workers.size(), 3U);
  for (const pid_t worker : workers) EXPECT_TRUE(SeesItStepped(worker));
  ASSERT_EQ(redline.Wait(20s), 0) << redline.Stdout() << redline.Stderr();
  const auto json = redline.Json();
  EXPECT_EQ(json["messaging"]["tasks_completed"].GetUint64(), 400U);
  EXPECT_DOUBLE_EQ(json["messaging"]["uptime_seconds"].GetDouble(), 2);
  EXPECT_DOUBLE_EQ(json["messaging"]["delivered_rate"].GetDouble(), 200);
  EXPECT_LT(json["messaging"]["lateness"]["max_ms"].GetDouble(), 2000);
  EXPECT_LT(json["totals"]["timings"]["response"]["max_ms"].GetDouble(), 2000);
  EXPECT_LT(json["messaging"]["supervisor_loop_lag"]["max_ms"].GetDouble(), 2000);
  for (const auto& worker : json["workers"].GetArray()) {
    EXPECT_LT(worker["loop_lag"]["max_ms"].GetDouble(), 2000);
    EXPECT_LT(worker["cpu_percent"].GetDouble(), 100);
  }
}

std::vector<std::uint64_t> CyclesWith(const std::string& mode, int seed) {
  RedlineProcess redline(
      {.flags = {"--workload=noop", "--num_workers=4", "--tasks_per_second=400",
                 "--warmup_seconds=0", "--test_duration_seconds=1", "--dispatch=" + mode,
                 "--seed=" + std::to_string(seed), "--report_json"}});
  EXPECT_EQ(redline.Wait(), 0) << redline.Stdout() << redline.Stderr();
  const auto json = redline.Json();
  EXPECT_EQ(json["dispatch"].GetString(), mode);
  EXPECT_EQ(json["seed"].GetInt(), seed);
  std::vector<std::uint64_t> cycles;
  for (const auto& worker : json["workers"].GetArray()) {
    cycles.push_back(worker["cycles"].GetUint64());
  }
  return cycles;
}

TEST(Slo, FailsARunThatViolatesItAndShowsEachThreshold) {
  RedlineProcess redline(
      {.flags = {"--num_workers=2", "--tasks_per_second=100", "--warmup_seconds=0",
                 "--test_duration_seconds=1",
                 "--slo=response.p99<1us,tasks_failed==0,delivered>=99%",
                 "--report_json"}});
  EXPECT_EQ(redline.Wait(), 1) << redline.Stderr();
  const auto json = redline.Json();
  EXPECT_STREQ(json["verdict"]["reason"].GetString(), "slo");
  ASSERT_EQ(json["thresholds"].Size(), 3U);
  EXPECT_FALSE(json["thresholds"][0]["kept"].GetBool());
  EXPECT_NEAR(json["thresholds"][0]["value"].GetDouble(),
              json["totals"]["timings"]["response"]["p99_ms"].GetDouble(), 0.001);
  EXPECT_TRUE(json["thresholds"][1]["kept"].GetBool());
  EXPECT_DOUBLE_EQ(json["thresholds"][2]["value"].GetDouble(), 100);
  EXPECT_THAT(redline.Stdout(),
              HasSubstr("it violated 1 of 3 thresholds: response.p99<1us (was "));
  EXPECT_THAT(redline.Stdout(), ContainsRegex("tasks_failed==0 +│ 0 +│ kept +│"));
}

TEST(Slo, IsRefusedBeforeAnythingIsIssuedIfTheWorkloadHasNoSuchStep) {
  RedlineProcess redline({.flags = {"--workload=noop", "--num_workers=2",
                                    "--test_duration_seconds=60", "--slo=fetch.p99<1"}});
  EXPECT_EQ(redline.Wait(5s), 2);
  EXPECT_THAT(redline.Stderr(),
              HasSubstr("a task of the workload noop has no such timing as "
                        "\"fetch.p99<1\" asks for"));
}

TEST(Dispatching, GivesAllWorkersAlikeInTurn) {
  EXPECT_EQ(CyclesWith("round_robin", 1), (std::vector<std::uint64_t>(4, 100)));
}

TEST(Dispatching, AtRandomIsRepeatedByItsSeed) {
  const auto seven = CyclesWith("random", 7);
  EXPECT_NE(seven, (std::vector<std::uint64_t>(4, 100)));
  EXPECT_EQ(CyclesWith("random", 7), seven);
}

TEST(Dispatching, ByLeastBacklogGivesWorkersThatKeepUpAlike) {
  for (const std::uint64_t cycles : CyclesWith("least_backlog", 1)) {
    EXPECT_NEAR(static_cast<double>(cycles), 100, 20);
  }
}

}  // namespace
}  // namespace redline::testing
