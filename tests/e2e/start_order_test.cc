// The order of a start: what can be refused is refused before anything is touched, and
// what a run was given by whoever started it does not disturb it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/e2e/redline_process.h"
#include "tests/testing/redis_server.h"

namespace redline::testing {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::vector<std::string> FlagsOf(const std::vector<std::string>& more = {}) {
  std::vector<std::string> flags = {"--num_workers=2", "--tasks_per_second=50",
                                    "--warmup_seconds=0", "--test_duration_seconds=1"};
  flags.insert(flags.end(), more.begin(), more.end());
  return flags;
}

class FlushAll : public ::testing::Test {
 protected:
  FlushAll() { server_.Cli("SET theirs precious"); }

  // Expects that the run ends so, and that the data is still there.
  std::string Refusal(int code, const std::vector<std::string>& flags,
                      std::string url = {}) {
    if (url.empty()) url = server_.Url();
    std::vector<std::string> all = FlagsOf(flags);
    all.emplace_back("--flushall");
    RedlineProcess redline({.flags = all, .environment = {{"REDIS_URL", url}}});
    EXPECT_EQ(redline.Wait(20s), code) << redline.Stdout() << redline.Stderr();
    EXPECT_EQ(server_.Cli("--raw GET theirs"), "precious\n") << flags.front();
    return redline.Stderr();
  }

  RedisServer server_;
};

TEST_F(FlushAll, IsNotReachedWithAThresholdThatTheWorkloadDoesNotHave) {
  EXPECT_THAT(Refusal(2, {"--slo=nosuch.p99<5ms"}), HasSubstr("no such timing"));
}

TEST_F(FlushAll, IsNotReachedWithAPathThatIsTooLong) {
  EXPECT_THAT(Refusal(2, {"--redis_tls_ca=/" + std::string(5000, 'c')}),
              HasSubstr("4095 characters at most"));
}

TEST_F(FlushAll, IsNotReachedWithAUrlThatIsTooLong) {
  EXPECT_THAT(Refusal(2, {"--force"}, server_.Url(":" + std::string(17'000, 'p'))),
              HasSubstr("16383 characters at most"));
}

TEST_F(FlushAll, IsNotReachedWithAReportThatCannotBeWritten) {
  EXPECT_THAT(Refusal(2, {"--report_json=/nowhere/report.json"}),
              HasSubstr("Cannot write to --report_json"));
}

TEST_F(FlushAll, IsNotReachedWithAPlanThatRedisCannotCarry) {
  server_.Cli("CONFIG SET maxclients 4");
  EXPECT_THAT(Refusal(3, {"--num_workers=20"}), HasSubstr("connections to Redis"));
}

// The plan is forced, and the workers find out that it cannot work.
TEST_F(FlushAll, IsNotReachedByWorkersThatCannotConnect) {
  server_.Cli("CONFIG SET maxclients 8");
  EXPECT_THAT(Refusal(3, {"--num_workers=20", "--force", "--redis_wait_seconds=1"}),
              HasSubstr("reached its limit of clients"));
}

// FLUSHALL is a write; INFO and PING are not.
TEST_F(FlushAll, ThatIsNotAnsweredCanBeInterrupted) {
  server_.Cli("CLIENT PAUSE 600000 WRITE");
  RedlineProcess redline(
      {.flags = FlagsOf({"--flushall"}), .environment = {{"REDIS_URL", server_.Url()}}});
  ASSERT_TRUE(Eventually([&] {
    return server_.Cli("INFO clients").find("blocked_clients:1") != std::string::npos ||
           server_.Cli("CLIENT LIST").find("cmd=exec") != std::string::npos;
  })) << server_.Cli("CLIENT LIST");
  redline.Signal(SIGINT);
  EXPECT_EQ(redline.Wait(10s), 130);
  EXPECT_THAT(redline.Stderr(), Not(HasSubstr("are left in Redis")));
}

// In a failover there are no replicas for a moment.
TEST_F(FlushAll, IsTriedAgainIfRedisTakesNoWritesYet) {
  server_.Cli("CONFIG SET min-replicas-to-write 1");
  RedlineProcess redline(
      {.flags = FlagsOf({"--flushall"}), .environment = {{"REDIS_URL", server_.Url()}}});
  ASSERT_TRUE(Eventually([&] {
    return server_.Cli("INFO errorstats").find("errorstat_NOREPLICAS") !=
           std::string::npos;
  }));
  server_.Cli("CONFIG SET min-replicas-to-write 0");
  EXPECT_EQ(redline.Wait(), 0) << redline.Stdout() << redline.Stderr();
  EXPECT_EQ(server_.Cli("--raw GET theirs"), "\n");
}

// As long as those of managed services are.
TEST(LongPassword, IsTakenByTheSupervisorAndItsWorkers) {
  const std::string password(6000, 'p');
  const RedisServer server(RedisServer::Transport::kUnix, {"--requirepass", password});
  RedlineProcess redline(
      {.flags = FlagsOf(), .environment = {{"REDIS_URL", server.Url(":" + password)}}});
  EXPECT_EQ(redline.Wait(), 0) << redline.Stderr();
}

TEST(Workers, InheritNoSocketOfTheSupervisor) {
  const RedisServer server(RedisServer::Transport::kTcp);
  std::vector<std::string> flags = FlagsOf({"--test_duration_seconds=60"});
  RedlineProcess redline({.flags = flags, .environment = {{"REDIS_URL", server.Url()}}});
  redline.AwaitTasks();
  for (const pid_t worker : redline.Workers()) {
    int sockets = 0;
    for (const auto& fd :
         fs::directory_iterator("/proc/" + std::to_string(worker) + "/fd")) {
      std::error_code gone;
      const std::string target = fs::read_symlink(fd.path(), gone);
      if (target.starts_with("socket:")) ++sockets;
    }
    EXPECT_EQ(sockets, 1) << "its own";
  }
}

TEST(CaFile, ThatIsInvalidIsRefusedBeforeRedisIsLookedFor) {
  RedlineProcess redline({.flags = FlagsOf({"--redis_tls_ca=/nowhere/ca.crt"}),
                          .environment = {{"REDIS_URL", "rediss://127.0.0.1:1"}}});
  EXPECT_EQ(redline.Wait(5s), 3);
  EXPECT_THAT(redline.Stderr(), HasSubstr("The CA file /nowhere/ca.crt cannot be used"));
}

TEST(PrivateRedis, ThatDoesNotAnswerIsGivenUpInTime) {
  RedlineProcess redline(
      {.flags = FlagsOf(),
       .wrapper = "mkdir \"$TMPDIR/bin\" && cd \"$TMPDIR/bin\" && "
                  "printf '#!/bin/sh\\nexec sleep 60\\n' > redis-server && "
                  "chmod +x redis-server && PATH=\"$TMPDIR/bin:$PATH\" exec \"$@\""});
  EXPECT_EQ(redline.Wait(40s), 3);
  EXPECT_THAT(redline.Stderr(),
              HasSubstr("The private Redis did not answer within 10 s"));
}

// Whoever starts a run may block signals, and its programs inherit that.
TEST(BlockedSignals, DoNotHideTheEndOfAWorker) {
  RedlineProcess redline({.flags = FlagsOf({"--test_duration_seconds=60"}),
                          .wrapper = "exec env --block-signal=CHLD \"$@\""});
  redline.AwaitTasks();
  ::kill(redline.Workers().front(), SIGKILL);
  EXPECT_EQ(redline.Wait(20s), 1);
  EXPECT_THAT(redline.Stdout(), HasSubstr("was killed by signal 9"));
}

TEST(BlockedSignals, DoNotKeepARunFromAnInterruption) {
  RedlineProcess redline({.flags = FlagsOf({"--test_duration_seconds=60"}),
                          .wrapper = "exec env --block-signal \"$@\""});
  redline.AwaitTasks();
  redline.Signal(SIGTERM);
  EXPECT_EQ(redline.Wait(20s), 143);
}

class SavingRedis : public ::testing::Test {
 protected:
  // It takes two seconds to write its data.
  SavingRedis() {
    server_.Cli("CONFIG SET rdb-key-save-delay 1000000");
    server_.Cli("MSET a 1 b 2");
    server_.Cli("BGSAVE");
  }

  std::string OutputOfARun(const std::vector<std::string>& more) {
    RedlineProcess redline(
        {.flags = FlagsOf(more), .environment = {{"REDIS_URL", server_.Url()}}});
    EXPECT_EQ(redline.Wait(20s), 0) << redline.Stdout() << redline.Stderr();
    return redline.Stdout();
  }

  RedisServer server_;
};

TEST_F(SavingRedis, IsWaitedForUntilItsDataIsWritten) {
  const std::string output = OutputOfARun({});
  EXPECT_THAT(output, HasSubstr("Waiting for Redis to finish writing its data to disk, "
                                "at most 10 s."));
  EXPECT_THAT(output, HasSubstr("none running"));
}

TEST_F(SavingRedis, IsDoubtedByThePreflightIfItIsNotWaitedFor) {
  const std::string output = OutputOfARun({"--redis_wait_seconds=0"});
  EXPECT_THAT(output, Not(HasSubstr("Waiting for Redis")));
  EXPECT_THAT(output, HasSubstr("Redis is writing its data to disk"));
}

}  // namespace
}  // namespace redline::testing
