// Runs of the built binaries whose workers have several tasks in hand.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/e2e/redline_process.h"
#include "tests/testing/redis_server.h"

namespace redline::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

// Two workers.
std::vector<std::string> FlagsOf(const std::vector<std::string>& more) {
  std::vector<std::string> flags = {
      "--num_workers=2",      "--tasks_per_second=1500",     "--worker_concurrency=4",
      "--warmup_seconds=0.2", "--test_duration_seconds=1.5", "--item_payload_kb=0.1",
      "--max_flats=10",       "--max_lateness_ms=5000",      "--max_worker_backlog=3000"};
  flags.insert(flags.end(), more.begin(), more.end());
  return flags;
}

class Concurrency : public ::testing::Test {
 protected:
  RedlineProcess::Options OptionsOf(const std::vector<std::string>& more) const {
    return {.flags = FlagsOf(more), .environment = {{"REDIS_URL", server_.Url()}}};
  }

  long Connections() const {
    const std::string list = server_.Cli("CLIENT LIST");
    return std::ranges::count(list, '\n');
  }

  const RedisServer server_;
};

TEST_F(Concurrency, CompletesAllTasksAndLeavesNoKey) {
  for (const char* data : {"empty", "full"}) {
    RedlineProcess redline(OptionsOf({"--data=" + std::string(data)}));
    EXPECT_EQ(redline.Wait(), 0) << redline.Stdout() << redline.Stderr();
    EXPECT_THAT(redline.Stdout(), HasSubstr("all 2250 tasks were completed"));
    EXPECT_EQ(server_.Cli("--raw DBSIZE"), "0\n") << data;
  }
}

TEST_F(Concurrency, GivesEachTaskInHandABuildingOfItsOwn) {
  RedlineProcess redline(OptionsOf({"--keep_data", "--data=full"}));
  EXPECT_EQ(redline.Wait(), 0) << redline.Stdout() << redline.Stderr();
  const std::string hashes = server_.Cli("--raw KEYS 'test:building:*:flats'");
  EXPECT_EQ(std::ranges::count(hashes, '\n'), 8) << hashes;
  EXPECT_THAT(hashes, HasSubstr("-1-3:flats"));
}

TEST_F(Concurrency, IsInTheResultWhosePartsAddUp) {
  RedlineProcess redline(OptionsOf({"--report_json"}));
  EXPECT_EQ(redline.Wait(), 0) << redline.Stdout() << redline.Stderr();
  const auto json = redline.Json();
  EXPECT_EQ(json["worker_concurrency"].GetUint64(), 4U);
  EXPECT_STREQ(json["settings"]["worker_connections"].GetString(), "1");
  const auto& timings = json["totals"]["timings"];
  const auto mean = [&](const char* name) {
    return timings[name]["mean_ms"].GetDouble();
  };
  // To three digits after the point.
  EXPECT_NEAR(mean("queue") + mean("task"), mean("response"), 0.002);
}

TEST_F(Concurrency, UsesTheConnectionsThatItIsGiven) {
  // The supervisor's two, and redis-cli's.
  constexpr long kOthers = 3;
  for (const long connections : {1, 3, 4}) {
    RedlineProcess redline(
        OptionsOf({"--test_duration_seconds=30",
                   "--worker_connections=" + std::to_string(connections)}));
    EXPECT_TRUE(Eventually([&] { return Connections() == 2 * connections + kOthers; }))
        << server_.Cli("CLIENT LIST");
    redline.Signal(SIGINT);
    EXPECT_EQ(redline.Wait(), 130);
  }
}

TEST_F(Concurrency, HealsWhenItsConnectionsAreKilled) {
  RedlineProcess redline(OptionsOf({"--test_duration_seconds=3", "--report_json"}));
  redline.AwaitTasks();
  server_.Cli("CLIENT KILL TYPE normal");
  EXPECT_EQ(redline.Wait(), 0) << redline.Stdout() << redline.Stderr();
  const auto json = redline.Json();
  ASSERT_FALSE(json["errors"].Empty());
  EXPECT_STREQ(json["errors"][0]["class"].GetString(), "connection lost");
  EXPECT_EQ(server_.Cli("--raw DBSIZE"), "0\n");
}

TEST_F(Concurrency, IsRefusedWhereTheBacklogDoesNotAllowIt) {
  RedlineProcess redline(OptionsOf({"--max_worker_backlog=3"}));
  EXPECT_EQ(redline.Wait(), 2);
  EXPECT_THAT(redline.Stderr(), HasSubstr("--worker_concurrency"));
}

}  // namespace
}  // namespace redline::testing
