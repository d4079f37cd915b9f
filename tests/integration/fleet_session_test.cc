#include "runner/fleet_session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <thread>

#include "redis/redis_url.h"
#include "runner/errors.h"
#include "tests/testing/lossy_relay.h"
#include "tests/testing/redis_server.h"

namespace redline::runner {
namespace {

using namespace std::chrono_literals;
using redline::testing::LossyRelay;
using redline::testing::RedisServer;

class FleetSessionTest : public ::testing::Test {
 protected:
  FleetSession Session() const { return Session(server_.port()); }
  static FleetSession Session(std::uint16_t port) {
    const std::string url = "redis://127.0.0.1:" + std::to_string(port);
    return FleetSession({.id = "f", .size = 1, .dyno = "A", .wait = 60s},
                        {.url = redis::ParseRedisUrl(url), .tls = {}, .timeout = 60s},
                        [] {});
  }
  static void AwaitJoin(const FleetSession& session) {
    while (!session.HasSettledJoin()) std::this_thread::yield();
  }

  RedisServer server_{RedisServer::Transport::kTcp};
};

TEST_F(FleetSessionTest, IsAMemberOnceItHasJoined) {
  const FleetSession session = Session();
  AwaitJoin(session);
  EXPECT_NO_THROW(session.CheckJoined());
}

TEST_F(FleetSessionTest, IsNoMemberWhereAnotherHasItsName) {
  const FleetSession first = Session();
  AwaitJoin(first);
  const FleetSession second = Session();
  AwaitJoin(second);
  try {
    second.CheckJoined();
    ADD_FAILURE() << "it is a member";
  } catch (const EnvironmentError& error) {
    EXPECT_THAT(error.what(), ::testing::HasSubstr("has a dyno named A already"));
  }
}

// Then its name is there already: its own.
TEST_F(FleetSessionTest, JoinsThoughTheReplyToItsFirstAttemptWasLost) {
  LossyRelay relay(server_.port(), "joined");
  {
    const FleetSession session = Session(relay.port());
    AwaitJoin(session);
    EXPECT_NO_THROW(session.CheckJoined());
  }
  EXPECT_TRUE(relay.has_lost());
}

}  // namespace
}  // namespace redline::runner
