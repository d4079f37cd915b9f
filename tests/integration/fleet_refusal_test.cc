#include "runner/fleet/fleet_refusal.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "redis/redis_url.h"
#include "tests/testing/redis_server.h"
#include "tests/testing/silent_port.h"

namespace redline::runner {
namespace {

using namespace std::chrono_literals;
using redline::testing::RedisServer;
using redline::testing::SilentPort;

FleetContact ContactAt(const std::string& url) {
  return {.fleet = {.id = "f", .size = 2, .dyno = "A", .wait = {}},
          .redis = {.url = redis::ParseRedisUrl(url), .tls = {}, .timeout = 60s}};
}

TEST(TellOfRefusal, IsHeardForAWhile) {
  const RedisServer server;
  TellOfRefusal(ContactAt(server.Url()), "no reason.");
  EXPECT_EQ(server.Cli("get redline:fleet:f:stop"), "A could not begin: no reason.\n");
  EXPECT_GT(std::stol(server.Cli("pttl redline:fleet:f:stop")), 0);
}

TEST(TellOfRefusal, ReturnsThoughRedisSaysNothing) {
  const SilentPort silent;
  const auto begin = std::chrono::steady_clock::now();
  TellOfRefusal(ContactAt(silent.url()), "no reason.");
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 30s);
}

}  // namespace
}  // namespace redline::runner
