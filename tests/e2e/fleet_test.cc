// Several supervisors at once on one Redis, as a fleet: real processes, one verdict.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include "tests/e2e/dyno_fleet.h"
#include "tests/e2e/redline_process.h"
#include "tests/testing/redis_server.h"

namespace redline {
namespace {

using namespace std::chrono_literals;
using testing::DynoFleet;
using testing::Eventually;
using ::testing::HasSubstr;
using testing::RedisServer;
using testing::RedlineProcess;

// The dynos of a fleet begin and end as one.
class Fleet : public ::testing::Test {
 protected:
  RedisServer server_;
  DynoFleet fleet_{server_, "f", 2};
};

TEST_F(Fleet, BeginsTogetherAndHasOneVerdict) {
  // Which no dyno does alone.
  const std::vector<std::string> slo = {"--slo=tasks_completed>=20"};
  fleet_.Start("A", slo);
  fleet_.Start("B", slo);
  for (const auto& dyno : fleet_.dynos()) EXPECT_EQ(dyno->Wait(), 0) << dyno->Stderr();
  int leaders = 0;
  for (const auto& dyno : fleet_.dynos()) {
    const auto json = dyno->Json();
    if (json["dynos"].Empty()) {
      EXPECT_THAT(dyno->Stdout(), HasSubstr("fleet: All 2 dynos ran their full time"));
      continue;
    }
    ++leaders;
    EXPECT_STREQ(json["fleet"].GetString(), "f");
    EXPECT_STREQ(json["verdict"]["status"].GetString(), "success");
    EXPECT_EQ(json["messaging"]["tasks_sent"].GetUint64(), 20U);
    EXPECT_EQ(json["messaging"]["tasks_completed"].GetUint64(), 20U);
    EXPECT_DOUBLE_EQ(json["messaging"]["asked_rate"].GetDouble(), 10);
    EXPECT_EQ(json["totals"]["timings"]["response"]["count"].GetUint64(), 20U);
    ASSERT_EQ(json["workers"].Size(), 4U);
    EXPECT_STREQ(json["workers"][0]["dyno"].GetString(), "A");
    EXPECT_STREQ(json["workers"][3]["dyno"].GetString(), "B");
    ASSERT_EQ(json["dynos"].Size(), 2U);
    EXPECT_EQ(json["dynos"][1]["tasks_sent"].GetUint64(), 10U);
    for (const auto& row : json["dynos"].GetArray()) {
      EXPECT_LE(row["start_skew_ms"].GetDouble(), 5);
    }
    ASSERT_EQ(json["members"].Size(), 2U);
    EXPECT_STREQ(json["members"][0]["provenance"]["dyno"].GetString(), "A");
    EXPECT_EQ(json["members"][0]["messaging"]["tasks_sent"].GetUint64(), 10U);
    EXPECT_THAT(dyno->Stdout(), HasSubstr("Dynos\n"));
  }
  EXPECT_EQ(leaders, 1);
}

// The worker numbers of each dyno that has keys: "test:building:RUN-DYNO-NUMBER...".
std::map<std::string, std::set<std::string>> BuildingsByDyno(const std::string& keys) {
  const std::string prefix = "test:building:";
  std::map<std::string, std::set<std::string>> buildings;
  std::istringstream lines(keys);
  for (std::string key; std::getline(lines, key);) {
    const std::string rest = key.substr(prefix.size());
    const std::string id = rest.substr(0, rest.find(':'));
    const std::size_t dyno = id.find('-') + 1;
    const std::size_t number = id.rfind('-');
    buildings[id.substr(dyno, number - dyno)].insert(id.substr(number + 1));
  }
  return buildings;
}

TEST_F(Fleet, OfThreeBeginsTogetherOnOneEmptiedDatabaseWithKeysOfEachItsOwn) {
  server_.Cli("set somebody elses");
  DynoFleet fleet(server_, "f", 3);
  for (const char name : {'A', 'B', 'C'}) {
    const std::string workers = std::to_string(name - 'A' + 1);
    fleet.Start(std::string(1, name), {"--num_workers=" + workers, "--warmup_seconds=0",
                                       "--flushall", "--keep_data"});
  }
  int leaders = 0;
  for (const auto& dyno : fleet.dynos()) {
    EXPECT_EQ(dyno->Wait(), 0) << dyno->Stdout() << dyno->Stderr();
    const auto json = dyno->Json();
    if (json["dynos"].Empty()) continue;
    ++leaders;
    ASSERT_EQ(json["dynos"].Size(), 3U);
    for (const auto& row : json["dynos"].GetArray()) {
      EXPECT_LE(row["start_skew_ms"].GetDouble(), 5);
      EXPECT_EQ(row["tasks_completed"].GetUint64(), 10U);
    }
  }
  EXPECT_EQ(leaders, 1);
  EXPECT_THAT(server_.Cli("exists somebody"), HasSubstr("0"));
  EXPECT_THAT(server_.Cli("info commandstats"), HasSubstr("cmdstat_flushall:calls=1,"));
  const std::map<std::string, std::set<std::string>> expected = {
      {"A", {"0"}}, {"B", {"0", "1"}}, {"C", {"0", "1", "2"}}};
  EXPECT_EQ(BuildingsByDyno(server_.Cli("keys 'test:building:*'")), expected);
  for (const std::string name : {"A", "B", "C"}) {
    // Each task has added a mail.
    EXPECT_EQ(
        server_.Cli("eval \"local mails = 0 for _, list in ipairs(redis.call('keys', "
                    "'test:building:*-" +
                    name +
                    "-*:mail')) do mails = mails + redis.call('llen', list) end "
                    "return mails\" 0"),
        "10\n");
  }
}

TEST_F(Fleet, OfEightHasOneVerdict) {
  DynoFleet fleet(server_, "f", 8);
  for (char name = 'A'; name < 'I'; ++name) {
    fleet.Start(std::string(1, name), {"--num_workers=1"});
  }
  int leaders = 0;
  for (const auto& dyno : fleet.dynos()) {
    EXPECT_EQ(dyno->Wait(), 0) << dyno->Stderr();
    const auto json = dyno->Json();
    if (json["dynos"].Empty()) continue;
    ++leaders;
    EXPECT_EQ(json["dynos"].Size(), 8U);
    EXPECT_EQ(json["messaging"]["tasks_completed"].GetUint64(), 8U * 10);
  }
  EXPECT_EQ(leaders, 1);
}

// Its backlog grows until the test has failed.
void StopWorkers(const RedlineProcess& dyno) {
  for (const pid_t worker : dyno.Workers()) ::kill(worker, SIGSTOP);
}

TEST_F(Fleet, StopsWithTheFirstFailure) {
  for (const std::string name : {"A", "B"}) {
    fleet_.Start(name, {"--test_duration_seconds=60", "--max_worker_backlog=10"});
  }
  fleet_.AwaitStart();
  StopWorkers(fleet_[1]);
  for (const auto& dyno : fleet_.dynos()) EXPECT_EQ(dyno->Wait(), 1) << dyno->Stdout();
  for (const auto& dyno : fleet_.dynos()) {
    EXPECT_THAT(dyno->Stdout(), HasSubstr("Dyno B failed: Worker "));
  }
  EXPECT_THAT(fleet_[0].Stdout() + fleet_[1].Stdout(), HasSubstr("status: Test failed"));
}

TEST_F(Fleet, GoesOnAfterAFailureIfItIsToldTo) {
  for (const std::string name : {"A", "B"}) {
    fleet_.Start(name, {"--fleet_stop=never", "--test_duration_seconds=6",
                        "--max_worker_backlog=5"});
  }
  fleet_.AwaitStart();
  StopWorkers(fleet_[1]);
  for (const auto& dyno : fleet_.dynos()) EXPECT_EQ(dyno->Wait(), 1) << dyno->Stdout();
  for (const auto& dyno : fleet_.dynos()) {
    const auto json = dyno->Json();
    if (json["dynos"].Empty()) continue;
    EXPECT_EQ(json["dynos"][0]["tasks_completed"].GetUint64(), 30U);
    EXPECT_THAT(json["warnings"][0].GetString(), HasSubstr("unequal periods"));
    EXPECT_STREQ(json["dynos"][1]["verdict"]["reason"].GetString(), "backlog_limit");
  }
}

TEST_F(Fleet, EndsWithAnInterruptionOfOne) {
  fleet_.StartAAndB({"--test_duration_seconds=60"});
  fleet_.AwaitStart();
  for (const auto& dyno : fleet_.dynos()) dyno->AwaitTasks();
  fleet_[0].Signal(SIGTERM);
  for (const auto& dyno : fleet_.dynos()) {
    EXPECT_EQ(dyno->Wait(), 128 + SIGTERM) << dyno->Stdout();
    EXPECT_THAT(dyno->Stdout(), HasSubstr("Dyno A was interrupted: SIGTERM"));
  }
  // The one that does not lead also shows its own part.
  EXPECT_THAT(fleet_[1].Stdout(), HasSubstr("with the fleet's: Dyno A was interrupted."));
}

// The leader has run its time and waits for the other; a dyno may be told to end several
// times.
TEST_F(Fleet, IsNotAwaitedByADynoThatIsInterruptedAfterItsTest) {
  fleet_.StartAAndB(
      {"--test_duration_seconds=1", "--max_worker_backlog=10000", "--drain_seconds=60"});
  fleet_.AwaitStart();
  StopWorkers(fleet_[1]);
  fleet_.AwaitKey("result:A");
  for (int i = 0; i < 3; ++i) fleet_[0].Signal(SIGTERM);
  EXPECT_EQ(fleet_[0].Wait(20s), 1) << fleet_[0].Stdout();
  EXPECT_THAT(fleet_[0].Stdout(),
              HasSubstr("Dyno B is alive, but had no result within "));
  const auto json = fleet_[0].Json();
  EXPECT_EQ(json["dynos"][0]["tasks_completed"].GetUint64(), 5U);
}

// With "noeviction" away and memory short, Redis drops what expires: also what it has of
// the leader's own result.
TEST_F(Fleet, HasAVerdictThoughTheLeadersResultIsEvicted) {
  fleet_.StartAAndB({"--max_worker_backlog=10000", "--drain_seconds=60"});
  fleet_.AwaitStart();
  StopWorkers(fleet_[1]);
  fleet_.AwaitKey("result:A");
  server_.Cli("del " + fleet_.Key("result:A"));
  for (const pid_t worker : fleet_[1].Workers()) ::kill(worker, SIGCONT);
  EXPECT_EQ(fleet_[0].Wait(), 0) << fleet_[0].Stdout();
  EXPECT_EQ(fleet_[0].Json()["members"].Size(), 2U);
}

// Whoever may write to the Redis may have written it.
TEST_F(Fleet, IgnoresAnInvalidVerdict) {
  fleet_.StartAAndB(
      {"--test_duration_seconds=1", "--max_worker_backlog=10000", "--drain_seconds=60"});
  fleet_.AwaitStart();
  StopWorkers(fleet_[0]);
  fleet_.AwaitKey("result:B");
  server_.Cli("set " + fleet_.Key("verdict") + " \"$(printf '7 so\\033]0;x\\007')\"");
  for (const pid_t worker : fleet_[0].Workers()) ::kill(worker, SIGCONT);
  for (const auto& dyno : fleet_.dynos()) EXPECT_EQ(dyno->Wait(), 0) << dyno->Stdout();
  EXPECT_THAT(fleet_[1].Stdout(), HasSubstr("fleet: All 2 dynos ran their full time"));
}

TEST_F(Fleet, TellsAVerdictWithoutControlCharactersOnOneLine) {
  fleet_.StartAAndB(
      {"--test_duration_seconds=1", "--max_worker_backlog=10000", "--drain_seconds=60"});
  fleet_.AwaitStart();
  StopWorkers(fleet_[0]);
  fleet_.AwaitKey("result:B");
  server_.Cli("set " + fleet_.Key("verdict") +
              " \"$(printf '1 so\\033]0;x\\007\\nredline-report: end 0')\"");
  EXPECT_EQ(fleet_[1].Wait(), 1) << fleet_[1].Stdout();
  EXPECT_THAT(fleet_[1].Stdout(), HasSubstr("fleet: so ]0;x  redline report: end 0\n"));
}

TEST_F(Fleet, RenewsWhatExpiresAndLeavesNothingThatDoesNot) {
  fleet_.StartAAndB({"--test_duration_seconds=60"});
  fleet_.AwaitStart();
  for (const std::string key : {"member:A", "member:B", "leader"}) {
    const auto left = [&] { return std::stol(server_.Cli("pttl " + fleet_.Key(key))); };
    long least = left();
    EXPECT_GT(least, 0) << key;
    EXPECT_LE(least, key == "leader" ? 3000 : 5000) << key;
    EXPECT_TRUE(Eventually([&] {
      const long now = left();
      const bool was_renewed = now > least;
      least = std::min(least, now);
      return was_renewed;
    })) << key;
  }
  fleet_[0].Signal(SIGINT);
  for (const auto& dyno : fleet_.dynos()) EXPECT_EQ(dyno->Wait(), 130);
  std::istringstream keys(server_.Cli("keys 'redline:*'"));
  int count = 0;
  for (std::string key; std::getline(keys, key); ++count) {
    EXPECT_GT(std::stol(server_.Cli("ttl " + key)), 0) << key;
  }
  EXPECT_GE(count, 5);  // members, start, stop, and a result of each.
}

TEST(FleetUsage, NeedsARedisThatAllCanReach) {
  RedlineProcess redline({.flags = {"--fleet=f"}});
  EXPECT_EQ(redline.Wait(), 2);
  EXPECT_THAT(redline.Stderr(),
              HasSubstr("--fleet (FLEET) needs the Redis that all of its dynos test"));
  RedlineProcess odd({.flags = {"--fleet=a b", "--redis_url=redis://h"}});
  EXPECT_EQ(odd.Wait(), 2);
  EXPECT_THAT(odd.Stderr(), HasSubstr("--fleet (FLEET) must have 1 to 64 letters"));
  RedlineProcess noop({.flags = {"--fleet=f", "--workload=noop"}});
  EXPECT_EQ(noop.Wait(), 2);
  EXPECT_THAT(noop.Stderr(), HasSubstr("the workload noop uses none: leave --fleet out"));
}

}  // namespace
}  // namespace redline
