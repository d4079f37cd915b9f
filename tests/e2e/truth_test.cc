// What the figures of a run must be where others' were not: stalls count for every task
// that they delay, and no figure depends on the wall clock.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <chrono>
#include <filesystem>
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
  EXPECT_EQ(json["messaging"]["tasks_completed"].GetUint64(), 1000U);
  const auto& timings = json["totals"]["timings"];
  const auto response = [&](const char* figure) {
    return timings["response"][figure].GetDouble();
  };
  // A tenth of the tasks have waited, for anything between nothing and a second.
  EXPECT_NEAR(response("p95_ms"), 500, 60);
  EXPECT_NEAR(response("p99_ms"), 900, 60);
  EXPECT_NEAR(response("max_ms"), 1000, 60);
  EXPECT_LT(response("p50_ms"), 50);
  EXPECT_NEAR(response("mean_ms"), 50, 12);
  // Only one task was in work meanwhile, which is all that a closed loop would have seen.
  EXPECT_NEAR(timings["task"]["max_ms"].GetDouble(), 1000, 60);
  EXPECT_LT(timings["task"]["p99_ms"].GetDouble(), 100);
  EXPECT_NEAR(json["workers"][0]["max_backlog"].GetDouble(), 100, 10);
}

TEST_F(CoordinatedOmission, IsAvoided_AStallFillsABacklogUpToItsLimit) {
  RedlineProcess redline({.flags = Run(redis_.Url(), 50)});
  StallOnce();
  EXPECT_EQ(redline.Wait(), 1) << redline.Stdout() << redline.Stderr();
  const auto json = redline.Json();
  EXPECT_STREQ(json["verdict"]["reason"].GetString(), "backlog_limit");
  EXPECT_EQ(json["verdict"]["backlog"].GetInt(), 50);
  EXPECT_THAT(json["verdict"]["sentence"].GetString(),
              HasSubstr("50 of its tasks were unfinished when another was due."));
}

TEST(WallClock, ChangesNothingWhenItIsStepped) {
  RedlineProcess redline(
      {.flags = {"--num_workers=3", "--tasks_per_second=200", "--warmup_seconds=0.5",
                 "--test_duration_seconds=2", "--report_json"},
       .environment = {
           {"LD_PRELOAD",
            std::filesystem::absolute("tests/e2e/libstepping_wall_clock.so").string()}}});
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
