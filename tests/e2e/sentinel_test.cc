// Runs of the built binaries against a master that Sentinels name.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/e2e/redline_process.h"
#include "tests/e2e/short_run.h"
#include "tests/testing/redis_server.h"
#include "tests/testing/sentinels.h"

namespace redline::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto kTcp = RedisServer::Transport::kTcp;

class SentinelRun : public ::testing::Test {
 protected:
  RedisServer master_{kTcp, {"--requirepass", "sesame", "--masterauth", "sesame"}};
  const RedisServer replica_{
      kTcp,
      {"--requirepass", "sesame", "--masterauth", "sesame", "--replicaof",
       "127.0.0.1 " + std::to_string(master_.port()), "--repl-diskless-sync-delay", "0"}};
};

TEST_F(SentinelRun, GoesOnAtTheNewMasterWhenTheOldOneIsKilled) {
  Sentinels sentinels(3, master_.port(), {}, "sesame");
  ASSERT_TRUE(Eventually([&] { return sentinels.FoundAll(1); }, 20s));
  RedlineProcess redline(
      {.flags =
           FlagsOf("8", {"--max_worker_backlog=1000", "--fleet=f", "--fleet_size=1"}),
       .environment = {{"REDIS_URL", sentinels.Url(":sesame") + "/2"}}});
  redline.AwaitTasks();
  ASSERT_TRUE(Eventually([&] {
    return replica_.Cli("--no-auth-warning -a sesame INFO keyspace").find("db2:") !=
           std::string::npos;
  }));
  master_.Kill();
  EXPECT_EQ(redline.Wait(40s), 0) << redline.Stdout() << redline.Stderr();
  EXPECT_EQ(sentinels.MasterPort(), std::to_string(replica_.port()));
  const auto json = redline.Json();
  EXPECT_EQ(json["messaging"]["tasks_completed"].GetUint64(), 800U);
  EXPECT_GE(Errors(json, "connection lost"), 3U);
  // The run's keys went over to the new master, and so did their deletion.
  EXPECT_EQ(replica_.Cli("--no-auth-warning -a sesame --raw -n 2 --scan --pattern "
                         "'*building*' | grep -c ."),
            "0\n");
  std::ifstream report(redline.report_path());
  const std::string seen = redline.Stdout() + redline.Stderr() +
                           std::string(std::istreambuf_iterator<char>(report), {});
  EXPECT_THAT(seen, Not(HasSubstr("sesame")));
  EXPECT_THAT(seen, HasSubstr("redis+sentinel://127.0.0.1:"));
}

TEST_F(SentinelRun, IsRefusedWithTheNameThatNobodyKnows) {
  Sentinels sentinels(1, master_.port());
  const std::string url = sentinels.Url(":sesame");
  RedlineProcess redline(
      {.flags = FlagsOf("1"), .environment = {{"REDIS_URL", url + "x"}}});
  EXPECT_EQ(redline.Wait(5s), 3);
  EXPECT_THAT(redline.Stderr(), AllOf(HasSubstr("knows no master \"mymasterx\""),
                                      Not(HasSubstr("sesame"))));
}

// A master that closes no connection: nothing tells of the failover but the Sentinels.
class HangingMaster : public SentinelRun, public ::testing::WithParamInterface<int> {};

INSTANTIATE_TEST_SUITE_P(Concurrency, HangingMaster, ::testing::Values(1, 4));

TEST_P(HangingMaster, IsLeftForTheNewOne) {
  Sentinels sentinels(3, master_.port(), {}, "sesame");
  ASSERT_TRUE(Eventually([&] { return sentinels.FoundAll(1); }, 20s));
  RedlineProcess redline(
      {.flags = FlagsOf("8", {"--max_worker_backlog=1000",
                              "--worker_concurrency=" + std::to_string(GetParam())}),
       .environment = {{"REDIS_URL", sentinels.Url(":sesame")}}});
  redline.AwaitTasks();
  ASSERT_EQ(::kill(master_.pid(), SIGSTOP), 0);
  EXPECT_EQ(redline.Wait(40s), 0) << redline.Stdout() << redline.Stderr();
  EXPECT_EQ(sentinels.MasterPort(), std::to_string(replica_.port()));
  EXPECT_EQ(redline.Json()["messaging"]["tasks_completed"].GetUint64(), 800U);
  EXPECT_THAT(redline.Stderr(), Not(HasSubstr("are left in Redis")));
  EXPECT_EQ(replica_.Cli("--no-auth-warning -a sesame --raw --scan --pattern "
                         "'*building*' | grep -c ."),
            "0\n");
}

}  // namespace
}  // namespace redline::testing
