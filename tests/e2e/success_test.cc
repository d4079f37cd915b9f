// Runs of the built binaries that succeed, as a user sees them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "tests/e2e/redline_process.h"
#include "tests/testing/pseudo_terminals.h"
#include "tests/testing/redis_server.h"

namespace redline::testing {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<std::string> ShortRun() {
  return {"--num_workers=4", "--tasks_per_second=200", "--test_duration_seconds=2",
          "--warmup_seconds=0.5", "--report_json"};
}

TEST(SuccessfulRun, CompletesExactlyTheTasksThatWereAsked) {
  RedlineProcess redline({.flags = ShortRun()});
  ASSERT_EQ(redline.Wait(), 0) << redline.Stdout() << redline.Stderr();
  const auto json = redline.Json();
  EXPECT_STREQ(json["verdict"]["status"].GetString(), "success");
  EXPECT_STREQ(json["verdict"]["reason"].GetString(), "completed");
  EXPECT_EQ(json["messaging"]["tasks_sent"].GetUint64(), 400U);
  EXPECT_EQ(json["messaging"]["tasks_received"].GetUint64(), 400U);
  EXPECT_EQ(json["messaging"]["tasks_completed"].GetUint64(), 400U);
  EXPECT_DOUBLE_EQ(json["messaging"]["uptime_seconds"].GetDouble(), 2);
  EXPECT_DOUBLE_EQ(json["messaging"]["delivered_rate"].GetDouble(), 200);
  EXPECT_EQ(json["totals"]["timings"]["task"]["count"].GetUint64(), 400U);
  EXPECT_EQ(json["totals"]["timings"]["fetch"]["count"].GetUint64(), 400U);
}

TEST(SuccessfulRun, ReportsEveryWorkerOnce) {
  RedlineProcess redline({.flags = ShortRun()});
  ASSERT_EQ(redline.Wait(), 0);
  const auto json = redline.Json();
  std::set<int> pids;
  std::uint64_t cycles = 0;
  for (const auto& worker : json["workers"].GetArray()) {
    pids.insert(worker["pid"].GetInt());
    cycles += worker["cycles"].GetUint64();
    EXPECT_GT(worker["mean_mem_mb"].GetDouble(), 1);
    EXPECT_GT(worker["pss_mb"].GetDouble(), 0.1);
    EXPECT_LT(worker["pss_mb"].GetDouble(), worker["max_mem_mb"].GetDouble() + 1);
    EXPECT_GE(worker["evt_loop_mean_ms"].GetDouble(), 10);
    // A tick every 10 ms for two seconds, unless the loop missed some.
    EXPECT_NEAR(worker["loop_lag"]["count"].GetDouble(), 190, 50);
    EXPECT_GE(worker["loop_lag"]["max_ms"].GetDouble(),
              worker["loop_lag"]["p99_ms"].GetDouble());
    EXPECT_GT(worker["cpu_percent"].GetDouble(), 0);
  }
  EXPECT_EQ(pids.size(), 4U);
  EXPECT_EQ(cycles, 400U);
  EXPECT_GT(json["messaging"]["supervisor_loop_lag"]["count"].GetUint64(), 100U);
}

TEST(SuccessfulRun, PartsOfATaskAddUp) {
  RedlineProcess redline({.flags = ShortRun()});
  ASSERT_EQ(redline.Wait(), 0);
  const auto json = redline.Json();
  const auto& timings = json["totals"]["timings"];
  const auto mean = [&](const char* name) {
    return timings[name]["mean_ms"].GetDouble();
  };
  EXPECT_NEAR(mean("fetch") + mean("save") + mean("redis_ping") + mean("rest"),
              mean("task"), 1e-5);
  EXPECT_NEAR(mean("queue") + mean("task"), mean("response"), 1e-5);
}

TEST(SuccessfulRun, PrintsTheTablesOnceAndNoEscapeSequencesWithoutATerminal) {
  RedlineProcess redline({.flags = ShortRun()});
  ASSERT_EQ(redline.Wait(), 0);
  const std::string out = redline.Stdout();
  EXPECT_THAT(out, Not(HasSubstr("\x1b")));
  EXPECT_THAT(out, HasSubstr("s of 2 s: sent "));
  for (const char* block :
       {"Constants\n", "Messaging Stats:\n", "Worker Vitals\n", "Worker timings\n"}) {
    const std::size_t first = out.find(block);
    ASSERT_NE(first, std::string::npos) << block;
    EXPECT_EQ(out.find(block, first + 1), std::string::npos) << block << " twice";
  }
  EXPECT_THAT(out, HasSubstr("status: Test succeeded\nThe test ran its full 2 s"));
}

TEST(SuccessfulRun, LeavesNoProcessAndNoFolderBehind) {
  RedlineProcess redline({.flags = ShortRun()});
  redline.AwaitTasks();
  const std::vector<pid_t> workers = redline.Workers();
  const pid_t redis = redline.PrivateRedis();
  EXPECT_EQ(workers.size(), 4U);
  EXPECT_GT(redis, 0);
  ASSERT_EQ(redline.Wait(), 0);
  EXPECT_FALSE(IsRunning(redis));
  for (const pid_t worker : workers) EXPECT_FALSE(IsRunning(worker));
  EXPECT_THAT(redline.Leftovers(), IsEmpty());
}

TEST(SuccessfulRun, RedrawsALiveViewOnATerminalAndThenShowsTheTablesOnce) {
  if (!HasPseudoTerminals()) GTEST_SKIP() << "no pseudo-terminals here: mount /dev/pts";
  RedlineProcess redline(
      {.flags = ShortRun(), .environment = {{"NO_COLOR", "1"}}, .on_terminal = true});
  ASSERT_EQ(redline.Wait(), 0) << redline.Stdout();
  const std::string out = redline.Stdout();
  EXPECT_THAT(out, HasSubstr("\x1b[?25l")) << "the cursor is hidden while it redraws";
  EXPECT_THAT(out, HasSubstr("measuring"));
  // After the live view has gone: no sequence any more, and each block once.
  const std::size_t shown = out.rfind("\x1b[?25h");
  ASSERT_NE(shown, std::string::npos) << "the cursor is shown again";
  const std::string after = out.substr(shown + 6);
  EXPECT_THAT(after, Not(HasSubstr("\x1b")));
  EXPECT_THAT(after, HasSubstr("Worker Vitals"));
  EXPECT_THAT(after, HasSubstr("status: Test succeeded"));
}

TEST(SuccessfulRun, IsInColorOnATerminal) {
  if (!HasPseudoTerminals()) GTEST_SKIP() << "no pseudo-terminals here: mount /dev/pts";
  RedlineProcess redline({.flags = ShortRun(), .on_terminal = true});
  ASSERT_EQ(redline.Wait(), 0) << redline.Stdout();
  const std::string out = redline.Stdout();
  EXPECT_THAT(out, HasSubstr("\x1b[1mPreflight\x1b[0m\r\n"));
  EXPECT_THAT(out, HasSubstr("\x1b[1;32mstatus: Test succeeded\x1b[0m\r\n"));
}

TEST(SuccessfulRun, IsInColorElsewhereWhenAskedTo) {
  auto flags = ShortRun();
  flags.push_back("--color=always");
  RedlineProcess redline({.flags = flags});
  ASSERT_EQ(redline.Wait(), 0) << redline.Stderr();
  EXPECT_THAT(redline.Stdout(), HasSubstr("\x1b[1;32mstatus: Test succeeded\x1b[0m\n"));
  EXPECT_THAT(redline.Stdout(), Not(HasSubstr("\x1b[?25l"))) << "no live view";
}

TEST(SuccessfulRun, TellsTheBottleneckSoFarOnATerminal) {
  if (!HasPseudoTerminals()) GTEST_SKIP() << "no pseudo-terminals here: mount /dev/pts";
  RedlineProcess redline({.flags = {"--num_workers=2", "--tasks_per_second=100",
                                    "--test_duration_seconds=4", "--warmup_seconds=0"},
                          .on_terminal = true});
  ASSERT_EQ(redline.Wait(), 0) << redline.Stdout();
  EXPECT_THAT(redline.Stdout(), HasSubstr("\r\nbottleneck so far: "));
}

TEST(SuccessfulRun, PutsOnlyTheJsonOnStdoutWhenAskedTo) {
  auto flags = ShortRun();
  flags.back() = "--report_json=-";
  RedlineProcess redline({.flags = flags});
  ASSERT_EQ(redline.Wait(), 0);
  rapidjson::Document json;
  json.Parse(redline.Stdout().c_str());
  ASSERT_FALSE(json.HasParseError()) << redline.Stdout();
  EXPECT_STREQ(json["schema"].GetString(), "redline.result/1");
  EXPECT_THAT(redline.Stderr(), HasSubstr("status: Test succeeded"));
}

TEST(SuccessfulRun, UsesTheRedisThatTheEnvironmentNamesAndStartsNone) {
  const RedisServer server(RedisServer::Transport::kTcp);
  RedlineProcess redline(
      {.flags = ShortRun(), .environment = {{"REDIS_URL", server.Url()}}});
  redline.AwaitTasks();
  EXPECT_EQ(redline.PrivateRedis(), -1);
  ASSERT_EQ(redline.Wait(), 0) << redline.Stderr();
  EXPECT_THAT(server.Cli("INFO commandstats"), HasSubstr("cmdstat_exec"));
}

TEST(SuccessfulRun, TakesSettingsFromTheEnvironmentBelowFlags) {
  RedlineProcess redline(
      {.flags = {"--workload=noop", "--num_workers=2", "--report_json",
                 "--test_duration_seconds=1", "--warmup_seconds=0"},
       .environment = {
           {"TASKS_PER_SECOND", "50"}, {"NUM_WORKERS", "3"}, {"MAX_FLATS", "7"}}});
  ASSERT_EQ(redline.Wait(), 0) << redline.Stderr();
  const auto json = redline.Json();
  EXPECT_DOUBLE_EQ(json["constants"]["TASKS_PER_SECOND"].GetDouble(), 50);
  EXPECT_EQ(json["constants"]["NUM_WORKERS"].GetInt(), 2);
  EXPECT_EQ(json["constants"]["MAX_FLATS"].GetInt(), 7);
}

TEST(NoopWorkload, StartsNoRedisAndMeasuresNoSteps) {
  RedlineProcess redline({.flags = {"--workload=noop", "--num_workers=2", "--report_json",
                                    "--tasks_per_second=1000",
                                    "--test_duration_seconds=1", "--warmup_seconds=0"}});
  redline.AwaitTasks();
  EXPECT_EQ(redline.PrivateRedis(), -1);
  ASSERT_EQ(redline.Wait(), 0) << redline.Stderr();
  const auto json = redline.Json();
  EXPECT_EQ(json["totals"]["timings"]["task"]["count"].GetUint64(), 1000U);
  EXPECT_EQ(json["totals"]["timings"]["fetch"]["count"].GetUint64(), 0U);
  EXPECT_TRUE(json["totals"]["timings"]["fetch"]["mean_ms"].IsNull());
}

// cases.md, kind "rate": tasks asked in ten seconds, whatever the workers.
struct SlowRate {
  std::string rate;
  std::string workers;
  std::uint64_t tasks;
};

class SlowRates : public ::testing::TestWithParam<SlowRate> {};

TEST_P(SlowRates, AreDeliveredExactly) {
  RedlineProcess redline(
      {.flags = {"--workload=noop", "--report_json", "--test_duration_seconds=10",
                 "--warmup_seconds=0", "--tasks_per_second=" + GetParam().rate,
                 "--num_workers=" + GetParam().workers}});
  ASSERT_EQ(redline.Wait(), 0) << redline.Stderr();
  const auto json = redline.Json();
  EXPECT_EQ(json["messaging"]["tasks_sent"].GetUint64(), GetParam().tasks);
  EXPECT_EQ(json["messaging"]["tasks_completed"].GetUint64(), GetParam().tasks);
}

INSTANTIATE_TEST_SUITE_P(Cases, SlowRates,
                         ::testing::Values(SlowRate{"2", "8", 20},
                                           SlowRate{"0.5", "8", 5},
                                           SlowRate{"10", "7", 100}));

}  // namespace
}  // namespace redline::testing
