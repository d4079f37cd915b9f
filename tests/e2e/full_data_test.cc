// Runs of the built binaries that begin with full data: what workers prepare before the
// start, and what becomes of it if there is none.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <sstream>
#include <string>
#include <vector>

#include "tests/e2e/dyno_fleet.h"
#include "tests/e2e/redline_process.h"
#include "tests/testing/redis_server.h"

namespace redline::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// Three buildings of 300 flats, and ten tasks.
std::vector<std::string> FlagsOf(const std::vector<std::string>& more) {
  std::vector<std::string> flags = {"--data=full",          "--max_flats=300",
                                    "--num_workers=3",      "--tasks_per_second=10",
                                    "--warmup_seconds=0",   "--test_duration_seconds=1",
                                    "--item_payload_kb=0.1"};
  flags.insert(flags.end(), more.begin(), more.end());
  return flags;
}

class FullData : public ::testing::Test {
 protected:
  RedlineProcess::Options OptionsOf(const std::vector<std::string>& more) const {
    return {.flags = FlagsOf(more), .environment = {{"REDIS_URL", server_.Url()}}};
  }

  std::vector<std::string> Keys(const std::string& pattern) const {
    std::vector<std::string> keys;
    std::istringstream output(server_.Cli("--raw KEYS '" + pattern + "'"));
    for (std::string line; std::getline(output, line);) {
      if (!line.empty()) keys.push_back(line);
    }
    return keys;
  }

  // In so many buildings.
  void ExpectAllFlats(std::size_t buildings) const {
    const std::vector<std::string> hashes = Keys("test:building:*:flats");
    EXPECT_EQ(hashes.size(), buildings);
    for (const std::string& hash : hashes) {
      EXPECT_EQ(server_.Cli("--raw HLEN '" + hash + "'"), "300\n") << hash;
    }
  }

  int Mails() const {
    int mails = 0;
    for (const std::string& list : Keys("*:mail")) {
      mails += std::stoi(server_.Cli("--raw LLEN '" + list + "'"));
    }
    return mails;
  }

  const RedisServer server_;
};

TEST_F(FullData, IsThereInEachBuildingHoweverFewTasksThereAre) {
  RedlineProcess redline(OptionsOf({"--keep_data"}));
  EXPECT_EQ(redline.Wait(), 0) << redline.Stdout() << redline.Stderr();
  ExpectAllFlats(3);
  EXPECT_EQ(Mails(), 10);
}

TEST_F(FullData, IsNotThereUnlessAskedFor) {
  RedlineProcess redline(OptionsOf({"--keep_data", "--data=empty"}));
  EXPECT_EQ(redline.Wait(), 0) << redline.Stderr();
  for (const std::string& hash : Keys("test:building:*:flats")) {
    EXPECT_LE(std::stoi(server_.Cli("--raw HLEN '" + hash + "'")), 4);
  }
}

TEST_F(FullData, IsDeletedAtTheEnd) {
  RedlineProcess redline(OptionsOf({}));
  EXPECT_EQ(redline.Wait(), 0) << redline.Stderr();
  EXPECT_EQ(server_.Cli("--raw DBSIZE"), "0\n");
}

TEST_F(FullData, IsPreparedAfterRedisWasEmptied) {
  server_.Cli("SET theirs precious");
  RedlineProcess redline(OptionsOf({"--keep_data", "--flushall"}));
  EXPECT_EQ(redline.Wait(), 0) << redline.Stderr();
  ExpectAllFlats(3);
  EXPECT_EQ(server_.Cli("--raw EXISTS theirs"), "0\n");
}

TEST_F(FullData, IsPreparedForAFleetAfterItsLeaderHasEmptiedRedis) {
  DynoFleet fleet(server_, "f", 2);
  server_.Cli("SET theirs precious");
  fleet.StartAAndB(FlagsOf({"--keep_data", "--flushall"}));
  for (const auto& dyno : fleet.dynos()) EXPECT_EQ(dyno->Wait(), 0) << dyno->Stderr();
  ExpectAllFlats(6);
  EXPECT_EQ(Mails(), 20);
  EXPECT_EQ(server_.Cli("--raw EXISTS theirs"), "0\n");
}

TEST_F(FullData, ThatRedisHasNoRoomForEndsTheRunAndIsDeleted) {
  server_.Cli("CONFIG SET maxmemory 3mb");
  RedlineProcess redline(OptionsOf({"--max_flats=20000", "--force"}));
  EXPECT_EQ(redline.Wait(), 3) << redline.Stdout();
  EXPECT_THAT(redline.Stderr(),
              AllOf(HasSubstr("OOM command not allowed"), Not(HasSubstr("are left"))));
  EXPECT_EQ(server_.Cli("--raw DBSIZE"), "0\n");
}

TEST_F(FullData, IsRefusedWhereRedisHasNoRoomForIt) {
  server_.Cli("CONFIG SET maxmemory 10mb");
  RedlineProcess redline(OptionsOf({"--max_flats=20000"}));
  EXPECT_EQ(redline.Wait(), 3) << redline.Stdout();
  EXPECT_THAT(redline.Stderr(), HasSubstr("it would then refuse every write"));
}

// In a failover there are no replicas for a moment.
TEST_F(FullData, IsPreparedAgainIfRedisTakesNoWritesYet) {
  server_.Cli("CONFIG SET min-replicas-to-write 1");
  RedlineProcess redline(OptionsOf({"--keep_data"}));
  ASSERT_TRUE(Eventually([&] {
    return server_.Cli("INFO errorstats").find("errorstat_NOREPLICAS") !=
           std::string::npos;
  }));
  server_.Cli("CONFIG SET min-replicas-to-write 0");
  EXPECT_EQ(redline.Wait(), 0) << redline.Stderr();
  ExpectAllFlats(3);
}

TEST_F(FullData, ThatIsBeingPreparedCanBeInterrupted) {
  server_.Cli("CLIENT PAUSE 600000 WRITE");
  RedlineProcess redline(OptionsOf({}));
  ASSERT_TRUE(Eventually([&] {
    return server_.Cli("INFO clients").find("blocked_clients:3") != std::string::npos;
  })) << server_.Cli("INFO clients");
  redline.Signal(SIGINT);
  EXPECT_EQ(redline.Wait(10s), 130);
}

TEST(NoData, IsPreparedByAWorkloadThatStoresNone) {
  RedlineProcess redline({.flags = FlagsOf({"--workload=noop"})});
  EXPECT_EQ(redline.Wait(), 0) << redline.Stderr();
}

}  // namespace
}  // namespace redline::testing
