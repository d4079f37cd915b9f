// A fleet whose Redis stands still, is started again, or is gone.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "runner/fleet/fleet_roster.h"
#include "tests/e2e/dyno_fleet.h"
#include "tests/e2e/redline_process.h"
#include "tests/testing/redis_server.h"

namespace redline {
namespace {

using namespace std::chrono_literals;
using testing::DynoFleet;
using ::testing::HasSubstr;
using testing::RedisServer;

class FleetRedis : public ::testing::Test {
 protected:
  RedisServer server_;
  DynoFleet fleet_{server_, "f", 2};
};

TEST_F(FleetRedis, SurvivesARedisThatStandsStill) {
  fleet_.Start("A", {"--test_duration_seconds=9", "--max_worker_backlog=10000"});
  fleet_.Start("B", {"--test_duration_seconds=9", "--max_worker_backlog=10000"});
  fleet_.AwaitStart();
  fleet_[0].AwaitTasks();
  server_.Freeze();
  // Longer than the keys of its members live; a Redis that stands still tells nothing.
  std::this_thread::sleep_for(runner::FleetRoster::kLostAfter + 1s);
  server_.Resume();
  for (const auto& dyno : fleet_.dynos()) EXPECT_EQ(dyno->Wait(), 0) << dyno->Stdout();
}

TEST_F(FleetRedis, SurvivesARedisThatIsStartedAgain) {
  fleet_.Start("A", {"--test_duration_seconds=9", "--max_worker_backlog=10000"});
  fleet_.Start("B", {"--test_duration_seconds=9", "--max_worker_backlog=10000"});
  fleet_.AwaitStart();
  for (const auto& dyno : fleet_.dynos()) dyno->AwaitTasks();
  server_.Restart();  // Empty.
  for (const auto& dyno : fleet_.dynos()) {
    EXPECT_EQ(dyno->Wait(), 0) << dyno->Stdout();
    EXPECT_THAT(dyno->Stdout(), HasSubstr("All 2 dynos ran their full time"));
  }
}

TEST_F(FleetRedis, EndsWithEachDynosOwnVerdictIfRedisIsGone) {
  fleet_.Start("A", {"--test_duration_seconds=60", "--redis_wait_seconds=1"});
  fleet_.Start("B", {"--test_duration_seconds=60", "--redis_wait_seconds=1"});
  fleet_.AwaitStart();
  for (const auto& dyno : fleet_.dynos()) dyno->AwaitTasks();
  server_.Kill();
  for (const auto& dyno : fleet_.dynos()) {
    EXPECT_EQ(dyno->Wait(30s), 1) << dyno->Stdout() << dyno->Stderr();
    EXPECT_STREQ(dyno->Json()["verdict"]["reason"].GetString(), "redis_errors");
    EXPECT_THAT(dyno->Stdout(), HasSubstr("fleet: Redis returned no verdict of the "
                                          "fleet; this verdict is this dyno's alone."));
  }
}

TEST_F(FleetRedis, EndsThoughRedisStandsStillForGood) {
  fleet_.StartAAndB({"--test_duration_seconds=60", "--tasks_per_second=100"});
  fleet_.AwaitStart();
  for (const auto& dyno : fleet_.dynos()) dyno->AwaitTasks();
  server_.Freeze();
  for (const auto& dyno : fleet_.dynos()) {
    EXPECT_EQ(dyno->Wait(40s), 1) << dyno->Stdout() << dyno->Stderr();
    EXPECT_STREQ(dyno->Json()["verdict"]["reason"].GetString(), "backlog_limit");
  }
}

}  // namespace
}  // namespace redline
