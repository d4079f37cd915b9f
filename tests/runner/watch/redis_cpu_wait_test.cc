#include "runner/watch/redis_cpu_wait.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "runner/machine/cpu_meter.h"
#include "tests/testing/redis_server.h"

namespace redline::runner {
namespace {

using redline::testing::RedisServer;

TEST(RedisCpuWait, IsKnownForAServerOnThisMachine) {
  const RedisServer server;
  const RedisInfo info = ParseRedisInfo(server.Cli("INFO server"));
  EXPECT_EQ(info.process_id, static_cast<std::uint64_t>(server.pid()));
  EXPECT_EQ(RedisCpuWait(info).has_value(), CpuWaitOf(server.pid()).has_value())
      << "where the kernel counts it";
}

TEST(RedisCpuWait, IsNothingOfAnotherProcessThatHasTheNumber) {
  RedisInfo info;
  info.executable = "/usr/bin/redis-server";
  info.process_id = static_cast<std::uint64_t>(::getpid());
  EXPECT_EQ(RedisCpuWait(info), std::nullopt);
}

TEST(RedisCpuWait, IsNothingIfRedisDoesNotNameItsProcess) {
  EXPECT_EQ(RedisCpuWait(RedisInfo()), std::nullopt);
  RedisInfo no_executable;
  no_executable.process_id = static_cast<std::uint64_t>(::getpid());
  EXPECT_EQ(RedisCpuWait(no_executable), std::nullopt);
}

}  // namespace
}  // namespace redline::runner
