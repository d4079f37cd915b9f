#include "runner/watch/on_this_machine.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/testing/redis_server.h"

namespace redline::runner {
namespace {

using redline::testing::RedisServer;

bool OwnAddress(const char* url) { return IsOwnAddress(redis::ParseRedisUrl(url)); }

TEST(IsOwnAddress, OfUnixSocketsAndOurOwnNames) {
  for (const char* url :
       {"unix:///tmp/redis.sock", "redis://localhost", "redis://LocalHost:7000",
        "redis://127.0.0.1", "redis://127.1.2.3:7000", "redis://[::1]:7000"}) {
    EXPECT_TRUE(OwnAddress(url)) << url;
  }
}

TEST(IsOwnAddress, OfNoOther) {
  for (const char* url :
       {"redis://example.com", "redis://10.0.0.1", "redis://[fe80::1]",
        "rediss://localhost.example.com", "redis+sentinel://localhost/mymaster"}) {
    EXPECT_FALSE(OwnAddress(url)) << url;
  }
}

class OnThisMachineTest : public ::testing::Test {
 protected:
  const RedisServer server_{RedisServer::Transport::kTcp};
  const redis::RedisUrl url_ = redis::ParseRedisUrl(server_.Url());
  RedisInfo info_ = ParseRedisInfo(server_.Cli("INFO all"));
};

TEST_F(OnThisMachineTest, IsAServerThatRunsHere) {
  EXPECT_TRUE(OnThisMachine(url_, info_));
  EXPECT_FALSE(OnThisMachine(redis::ParseRedisUrl("redis://10.0.0.1"), info_));
}

TEST_F(OnThisMachineTest, IsAServerInAContainerWhichHasNumbersOfItsOwn) {
  info_.process_id = 1;
  info_.executable = "/data/redis-server";
  EXPECT_TRUE(OnThisMachine(url_, info_));
}

TEST_F(OnThisMachineTest, IsNoServerAtTheOtherEndOfATunnel) {
  info_.process_id = static_cast<std::uint64_t>(::getpid());
  info_.total_system_memory = *info_.total_system_memory / 2;
  EXPECT_FALSE(OnThisMachine(url_, info_));
}

TEST_F(OnThisMachineTest, IsNoServerThatHidesIt) {
  EXPECT_FALSE(OnThisMachine(url_, RedisInfo()));
}

}  // namespace
}  // namespace redline::runner
