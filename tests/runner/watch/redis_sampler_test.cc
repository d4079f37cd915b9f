#include "runner/watch/redis_sampler.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "redis/redis_url.h"
#include "runner/machine/cpu_meter.h"
#include "tests/testing/redis_server.h"
#include "tests/testing/run_coroutine.h"

namespace redline::runner {
namespace {

using boost::asio::awaitable;
using redline::testing::RedisServer;
using redline::testing::RunCoroutine;
using namespace std::chrono_literals;

redis::ConnectOptions OptionsFor(const RedisServer& server) {
  return {.url = redis::ParseRedisUrl(server.Url()), .tls = {}, .timeout = 5s};
}

TEST(RedisSampler, HasTheUsageBetweenItsSamples) {
  const RedisServer server;
  server.Cli("GET before");
  RunCoroutine([&]() -> awaitable<void> {
    RedisSampler sampler(OptionsFor(server), 5s);
    EXPECT_FALSE(sampler.Usage());
    co_await sampler.Sample();
    server.Cli("EVAL 'for i = 1, 20000 do redis.call(\"SET\", \"k\", i) end' 0");
    co_await sampler.Sample();
    const auto usage = sampler.Usage();
    if (!usage) throw std::runtime_error("no usage");
    EXPECT_EQ(usage->samples, 2u);
    EXPECT_TRUE(usage->on_this_machine);
    EXPECT_GT(usage->cpu_percent_mean.value_or(0), 0);
    EXPECT_EQ(usage->cpu_wait_percent_mean.has_value(),
              CpuWaitOf(server.pid()).has_value());
    EXPECT_GT(usage->operations_per_second.value_or(0), 0);
    EXPECT_GT(usage->memory_max_mb.value_or(0), 0);
    EXPECT_GE(usage->clients_max.value_or(0), 1u);
    EXPECT_EQ(usage->evicted_keys, 0u);
    const auto calls = [&](const std::string& name) -> std::uint64_t {
      for (const auto& command : usage->commands) {
        if (command.name == name) return command.calls;
      }
      return 0;
    };
    EXPECT_EQ(usage->commands.front().name, "eval");
    EXPECT_EQ(calls("set"), 20'000u);
    EXPECT_EQ(calls("get"), 0u);
    EXPECT_EQ(calls("info"), 0u);
  }());
}

TEST(RedisSampler, ConnectsAnewWhenItsConnectionWasDropped) {
  const RedisServer server;
  RunCoroutine([&]() -> awaitable<void> {
    RedisSampler sampler(OptionsFor(server), 5s);
    co_await sampler.Connect();
    co_await sampler.Sample();
    server.Cli("CLIENT KILL TYPE normal");
    co_await sampler.Sample();
    EXPECT_EQ(sampler.Usage()->samples, 2u);
  }());
}

TEST(RedisSampler, GoesOnWithARestartedServer) {
  RedisServer server;
  RunCoroutine([&]() -> awaitable<void> {
    RedisSampler sampler(OptionsFor(server), 5s);
    co_await sampler.Sample();
    server.Cli("EVAL 'for i = 1, 20000 do redis.call(\"SET\", \"k\", i) end' 0");
    server.Kill();
    co_await sampler.Sample();
    server.Restart();
    co_await sampler.Sample();
    server.Cli("GET k");
    co_await sampler.Sample();
    EXPECT_EQ(sampler.Usage()->samples, 3u);
    EXPECT_EQ(sampler.Usage()->commands.size(), 1u);
    EXPECT_EQ(sampler.Usage()->commands[0].name, "get");
    EXPECT_GE(sampler.Usage()->operations_per_second.value_or(-1), 0);
  }());
}

TEST(RedisSampler, HasNothingIfRedisIsAway) {
  RedisServer server;
  server.Kill();
  RunCoroutine([&]() -> awaitable<void> {
    RedisSampler sampler(OptionsFor(server), 1s);
    co_await sampler.Connect();
    co_await sampler.Sample();
    EXPECT_FALSE(sampler.Usage());
  }());
}

TEST(RedisSampler, MissesASampleThatRedisDoesNotAnswerInTime) {
  const RedisServer server;
  RunCoroutine([&]() -> awaitable<void> {
    RedisSampler sampler(OptionsFor(server), 50ms);
    co_await sampler.Sample();
    server.Freeze();
    const auto begin = std::chrono::steady_clock::now();
    co_await sampler.Sample();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s);
    server.Resume();
    EXPECT_EQ(sampler.Usage()->samples, 1u);
  }());
}

TEST(RedisSampler, HasNothingIfRedisForbidsTheQuestion) {
  const RedisServer server;
  server.Cli("ACL SETUSER default -info");
  RunCoroutine([&]() -> awaitable<void> {
    RedisSampler sampler(OptionsFor(server), 5s);
    co_await sampler.Sample();
    EXPECT_FALSE(sampler.Usage());
  }());
}

}  // namespace
}  // namespace redline::runner
