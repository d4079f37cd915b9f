// Several supervisors at once on one Redis, as a fleet: real processes, one verdict.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "tests/e2e/redline_process.h"
#include "tests/testing/redis_server.h"

namespace redline {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using testing::Eventually;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::RedisServer;
using testing::RedlineProcess;

class Fleet : public ::testing::Test {
 protected:
  // Starts a dyno; the fleet has `size_` of them.
  RedlineProcess& Start(const std::string& name, std::vector<std::string> more = {}) {
    std::vector<std::string> flags = {"--fleet=f",
                                      "--fleet_size=" + std::to_string(size_),
                                      "--dyno=" + name,
                                      "--redis_url=" + server_.Url(),
                                      "--num_workers=2",
                                      "--tasks_per_second=100",
                                      "--test_duration_seconds=2",
                                      "--warmup_seconds=0.5",
                                      "--report_json"};
    flags.insert(flags.end(), more.begin(), more.end());
    dynos_.push_back(std::make_unique<RedlineProcess>(
        RedlineProcess::Options{.flags = std::move(flags)}));
    return *dynos_.back();
  }

  std::string Leader() const { return Get("leader"); }
  std::string Get(const std::string& key) const {
    std::string value = server_.Cli("get redline:fleet:f:" + key);
    while (!value.empty() && value.back() == '\n') value.pop_back();
    return value;
  }
  void AwaitStart() const {
    ASSERT_TRUE(Eventually([&] { return !Get("start").empty(); }, 30s));
  }

  int size_ = 2;
  RedisServer server_;
  std::vector<std::unique_ptr<RedlineProcess>> dynos_;
};

TEST_F(Fleet, BeginsTogetherAndHasOneVerdict) {
  Start("A");
  Start("B", {"--tasks_per_second=50"});
  for (const auto& dyno : dynos_) EXPECT_EQ(dyno->Wait(), 0) << dyno->Stderr();
  int leaders = 0;
  for (const auto& dyno : dynos_) {
    const auto json = dyno->Json();
    if (json["dynos"].Empty()) {
      EXPECT_THAT(dyno->Stdout(), HasSubstr("fleet: All 2 dynos have run their time"));
      continue;
    }
    ++leaders;
    EXPECT_STREQ(json["fleet"].GetString(), "f");
    EXPECT_STREQ(json["verdict"]["status"].GetString(), "success");
    EXPECT_EQ(json["messaging"]["tasks_sent"].GetUint64(), 300U);
    EXPECT_EQ(json["messaging"]["tasks_completed"].GetUint64(), 300U);
    EXPECT_DOUBLE_EQ(json["messaging"]["asked_rate"].GetDouble(), 150);
    EXPECT_EQ(json["totals"]["timings"]["response"]["count"].GetUint64(), 300U);
    ASSERT_EQ(json["workers"].Size(), 4U);
    EXPECT_STREQ(json["workers"][0]["dyno"].GetString(), "A");
    EXPECT_STREQ(json["workers"][3]["dyno"].GetString(), "B");
    ASSERT_EQ(json["dynos"].Size(), 2U);
    EXPECT_EQ(json["dynos"][1]["tasks_sent"].GetUint64(), 100U);
    for (const auto& row : json["dynos"].GetArray()) {
      EXPECT_LE(row["start_skew_ms"].GetDouble(), 5);
    }
    ASSERT_EQ(json["members"].Size(), 2U);
    EXPECT_STREQ(json["members"][0]["provenance"]["dyno"].GetString(), "A");
    EXPECT_EQ(json["members"][0]["messaging"]["tasks_sent"].GetUint64(), 200U);
    EXPECT_THAT(dyno->Stdout(), HasSubstr("Dynos\n"));
  }
  EXPECT_EQ(leaders, 1);
}

TEST_F(Fleet, OfEightHasOneVerdict) {
  size_ = 8;
  for (char name = 'A'; name < 'I'; ++name) {
    Start(std::string(1, name), {"--num_workers=1", "--tasks_per_second=20"});
  }
  int leaders = 0;
  for (const auto& dyno : dynos_) {
    EXPECT_EQ(dyno->Wait(), 0) << dyno->Stderr();
    const auto json = dyno->Json();
    if (json["dynos"].Empty()) continue;
    ++leaders;
    EXPECT_EQ(json["dynos"].Size(), 8U);
    EXPECT_EQ(json["messaging"]["tasks_completed"].GetUint64(), 8U * 40);
  }
  EXPECT_EQ(leaders, 1);
}

TEST_F(Fleet, EmptiesTheDatabaseOnceAndBeforeTheStart) {
  server_.Cli("set somebody elses");
  Start("A", {"--flushall", "--keep_data"});
  Start("B", {"--flushall", "--keep_data"});
  for (const auto& dyno : dynos_) EXPECT_EQ(dyno->Wait(), 0) << dyno->Stderr();
  EXPECT_THAT(server_.Cli("exists somebody"), HasSubstr("0"));
  // Each worker of either dyno has a building of its own: none was emptied by the other.
  const std::string keys = server_.Cli("keys test:*");
  EXPECT_GE(std::ranges::count(keys, '\n'), 4) << keys;
}

TEST_F(Fleet, StopsWithTheFirstFailure) {
  Start("A", {"--test_duration_seconds=60"});
  Start("B", {"--test_duration_seconds=60", "--num_workers=1", "--max_worker_backlog=5",
              "--tasks_per_second=50000"});
  for (const auto& dyno : dynos_) EXPECT_EQ(dyno->Wait(), 1) << dyno->Stdout();
  for (const auto& dyno : dynos_) {
    EXPECT_THAT(dyno->Stdout(), HasSubstr("Dyno B failed: Worker 0"));
  }
  EXPECT_THAT(dynos_[0]->Stdout() + dynos_[1]->Stdout(),
              HasSubstr("status: Test failed"));
}

TEST_F(Fleet, GoesOnAfterAFailureIfItIsToldTo) {
  Start("A", {"--fleet_stop=never"});
  Start("B", {"--fleet_stop=never", "--num_workers=1", "--max_worker_backlog=5",
              "--tasks_per_second=50000"});
  for (const auto& dyno : dynos_) EXPECT_EQ(dyno->Wait(), 1);
  for (const auto& dyno : dynos_) {
    const auto json = dyno->Json();
    if (json["dynos"].Empty()) continue;
    EXPECT_EQ(json["dynos"][0]["tasks_completed"].GetUint64(), 200U);
    EXPECT_THAT(json["warnings"][0].GetString(), HasSubstr("unequal periods"));
  }
}

TEST_F(Fleet, NamesTheDynoThatHasDisappeared) {
  RedlineProcess& a = Start("A", {"--test_duration_seconds=60"});
  ASSERT_TRUE(Eventually([&] { return Leader() == "A"; }, 30s));
  RedlineProcess& b = Start("B", {"--test_duration_seconds=60"});
  AwaitStart();
  b.Signal(SIGKILL);
  EXPECT_EQ(a.Wait(), 1);
  EXPECT_THAT(a.Stdout(), HasSubstr("Dyno B has disappeared: it left no result"));
  EXPECT_STREQ(a.Json()["verdict"]["reason"].GetString(), "dyno_lost");
}

TEST_F(Fleet, IsFinishedByTheNextIfTheLeaderHasDisappeared) {
  RedlineProcess& a = Start("A", {"--test_duration_seconds=60"});
  ASSERT_TRUE(Eventually([&] { return Leader() == "A"; }, 30s));
  RedlineProcess& b = Start("B", {"--test_duration_seconds=60"});
  AwaitStart();
  a.Signal(SIGKILL);
  EXPECT_EQ(b.Wait(), 1);
  EXPECT_THAT(b.Stdout(),
              AllOf(HasSubstr("Dynos\n"), HasSubstr("Dyno A has disappeared")));
  EXPECT_EQ(b.Json()["dynos"].Size(), 2U);
}

TEST_F(Fleet, EndsWithAnInterruptionOfOne) {
  Start("A", {"--test_duration_seconds=60"});
  RedlineProcess& b = Start("B", {"--test_duration_seconds=60"});
  AwaitStart();
  b.AwaitTasks();
  b.Signal(SIGTERM);
  for (const auto& dyno : dynos_)
    EXPECT_EQ(dyno->Wait(), 128 + SIGTERM) << dyno->Stdout();
  EXPECT_THAT(dynos_[0]->Stdout(), HasSubstr("Dyno B was interrupted: SIGTERM"));
}

TEST_F(Fleet, DoesNotStartWithoutAllItsDynos) {
  RedlineProcess& a = Start("A", {"--fleet_wait_seconds=1"});
  EXPECT_EQ(a.Wait(), 3);
  EXPECT_THAT(a.Stderr(), HasSubstr("Of the fleet f, 1 of 2 dynos did not come within 1 "
                                    "seconds"));
}

TEST_F(Fleet, TakesEachNameAndEachIdOnce) {
  Start("A", {"--test_duration_seconds=60", "--fleet_wait_seconds=20"});
  ASSERT_TRUE(Eventually([&] { return Leader() == "A"; }, 30s));
  RedlineProcess& other = Start("A");
  EXPECT_EQ(other.Wait(), 3);
  EXPECT_THAT(other.Stderr(), HasSubstr("The fleet f has a dyno named A already"));
  Start("B", {"--test_duration_seconds=60"});
  AwaitStart();
  RedlineProcess& third = Start("C");
  EXPECT_EQ(third.Wait(), 3);
  EXPECT_THAT(third.Stderr(), HasSubstr("The fleet f has 2 dynos already"));
  dynos_[0]->Signal(SIGINT);
  EXPECT_EQ(dynos_[0]->Wait(), 130);
}

TEST_F(Fleet, SurvivesARedisThatStandsStill) {
  Start("A", {"--test_duration_seconds=9", "--max_worker_backlog=10000"});
  Start("B", {"--test_duration_seconds=9", "--max_worker_backlog=10000"});
  AwaitStart();
  dynos_[0]->AwaitTasks();
  server_.Freeze();
  std::this_thread::sleep_for(6s);  // Longer than the keys of its members live.
  server_.Resume();
  for (const auto& dyno : dynos_) EXPECT_EQ(dyno->Wait(), 0) << dyno->Stdout();
}

TEST_F(Fleet, EndsWithEachDynosOwnVerdictIfRedisIsGone) {
  Start("A", {"--test_duration_seconds=60", "--redis_wait_seconds=1"});
  Start("B", {"--test_duration_seconds=60", "--redis_wait_seconds=1"});
  AwaitStart();
  for (const auto& dyno : dynos_) dyno->AwaitTasks();
  server_.Kill();
  for (const auto& dyno : dynos_) {
    EXPECT_EQ(dyno->Wait(30s), 1) << dyno->Stdout() << dyno->Stderr();
    EXPECT_STREQ(dyno->Json()["verdict"]["reason"].GetString(), "redis_errors");
    EXPECT_THAT(dyno->Stdout(), HasSubstr("fleet: No verdict of the fleet could be had "
                                          "from Redis; this is of this dyno alone."));
  }
}

TEST_F(Fleet, SurvivesARedisThatIsStartedAgain) {
  Start("A", {"--test_duration_seconds=9", "--max_worker_backlog=10000"});
  Start("B", {"--test_duration_seconds=9", "--max_worker_backlog=10000"});
  AwaitStart();
  for (const auto& dyno : dynos_) dyno->AwaitTasks();
  server_.Restart();  // Empty.
  for (const auto& dyno : dynos_) {
    EXPECT_EQ(dyno->Wait(), 0) << dyno->Stdout();
    EXPECT_THAT(dyno->Stdout(), HasSubstr("All 2 dynos have run their time"));
  }
}

TEST(FleetUsage, NeedsARedisThatAllCanReach) {
  RedlineProcess redline({.flags = {"--fleet=f"}});
  EXPECT_EQ(redline.Wait(), 2);
  EXPECT_THAT(redline.Stderr(),
              HasSubstr("--fleet (FLEET) needs the Redis that all of its dynos test"));
  RedlineProcess odd({.flags = {"--fleet=a b", "--redis_url=redis://h"}});
  EXPECT_EQ(odd.Wait(), 2);
  EXPECT_THAT(odd.Stderr(), HasSubstr("--fleet (FLEET) must have 1 to 64 letters"));
}

}  // namespace
}  // namespace redline
