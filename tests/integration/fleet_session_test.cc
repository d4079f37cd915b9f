#include "runner/fleet/fleet_session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/errors.h"
#include "redis/redis_url.h"
#include "tests/testing/lossy_relay.h"
#include "tests/testing/redis_server.h"
#include "tests/testing/silent_port.h"

namespace redline::runner {
namespace {

using namespace std::chrono_literals;
using redline::testing::LossyRelay;
using redline::testing::RedisServer;

class FleetSessionTest : public ::testing::Test {
 protected:
  using Settings = std::vector<reporting::NamedSetting>;

  FleetSession Session() const { return Session(server_.port()); }
  static FleetSession Session(std::uint16_t port) {
    return SessionAt("redis://127.0.0.1:" + std::to_string(port), "A", 1, {});
  }
  // One of two.
  FleetSession Dyno(const std::string& name, Settings settings = {}) const {
    return SessionAt("redis://127.0.0.1:" + std::to_string(server_.port()), name, 2,
                     std::move(settings));
  }
  static FleetSession SessionAt(const std::string& url, const std::string& dyno,
                                std::size_t size, Settings settings) {
    return FleetSession({.id = "f",
                         .size = size,
                         .dyno = dyno,
                         .wait = 60s,
                         .settings = std::move(settings)},
                        {.url = redis::ParseRedisUrl(url), .tls = {}, .timeout = 60s},
                        [] {});
  }
  static void AwaitJoin(const FleetSession& session) {
    while (!session.HasSettledJoin()) std::this_thread::yield();
  }
  // Both are ready, and when they begin is agreed.
  static void Begin(FleetSession& a, FleetSession& b) {
    for (FleetSession* session : {&a, &b}) {
      AwaitJoin(*session);
      session->SayReady();
    }
    while (!a.start() || !b.start()) std::this_thread::yield();
  }
  void AwaitKey(const std::string& key) const {
    while (!server_.Cli("exists redline:fleet:f:" + key).starts_with('1')) {
      std::this_thread::yield();
    }
  }
  void Set(const std::string& key, const std::string& value) const {
    server_.Cli("set redline:fleet:f:" + key + " '" + value + "'");
  }
  static std::string RefusalOf(const FleetSession& session) {
    AwaitJoin(session);
    try {
      session.CheckJoined();
    } catch (const UsageError& error) {
      return std::string("usage: ") + error.what();
    } catch (const EnvironmentError& error) {
      return error.what();
    }
    return "";
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

TEST_F(FleetSessionTest, IsNoMemberIfItsSettingsAreNotThoseOfTheFirst) {
  const FleetSession a = Dyno("A", {{.name = "tasks_per_second", .value = "60"}});
  EXPECT_EQ(RefusalOf(a), "");
  const FleetSession b = Dyno("B", {{.name = "tasks_per_second", .value = "30"}});
  const std::string sentence =
      "Dyno B has other settings than dyno A of the fleet f: --tasks_per_second is 30 "
      "and not 60; "
      "give all dynos the same.";
  EXPECT_EQ(RefusalOf(b), "usage: " + sentence);
  while (a.trouble().empty()) std::this_thread::yield();
  EXPECT_EQ(a.trouble(), "Dyno B could not begin: " + sentence);
}

TEST_F(FleetSessionTest, TakesNoSettingsOfADynoThatIsNotThere) {
  Set("settings", "Z\ntasks_per_second=1");
  const FleetSession a = Dyno("A", {{.name = "tasks_per_second", .value = "60"}});
  EXPECT_EQ(RefusalOf(a), "");
  EXPECT_EQ(server_.Cli("get redline:fleet:f:settings"), "A\ntasks_per_second=60\n");
}

TEST_F(FleetSessionTest, SaysWhichKeysItsUserIsNotAllowed) {
  server_.Cli("acl setuser tester on '>pw' '~test:*' +@all");
  const FleetSession session = SessionAt(
      "redis://tester:pw@127.0.0.1:" + std::to_string(server_.port()), "A", 1, {});
  EXPECT_THAT(RefusalOf(session),
              ::testing::AllOf(::testing::HasSubstr("The fleet f could not be joined: "),
                               ::testing::HasSubstr("NOPERM"),
                               ::testing::HasSubstr("allow this user the keys "
                                                    "redline:fleet:*")));
}

TEST_F(FleetSessionTest, IsNoMemberWhereItsKeysAreOfAnotherType) {
  Set("members", "a text");
  EXPECT_THAT(RefusalOf(Session()), ::testing::HasSubstr("WRONGTYPE"));
}

TEST_F(FleetSessionTest, IsAMemberThoughSomebodyWroteInvalidSettings) {
  Set("settings", "nonsense = 5");
  const FleetSession a = Dyno("A", {{.name = "tasks_per_second", .value = "60"}});
  EXPECT_EQ(RefusalOf(a), "");
}

TEST_F(FleetSessionTest, BeginsOneHalfOfAnIntervalAfterTheOther) {
  FleetSession a = Dyno("A");
  FleetSession b = Dyno("B");
  Begin(a, b);
  EXPECT_EQ(a.phase(), 0);
  EXPECT_EQ(b.phase(), 0.5);
}

// A result may be evicted, or deleted by somebody.
TEST_F(FleetSessionTest, HasItsOwnResultThoughRedisHasLostIt) {
  FleetSession a = Dyno("A");
  AwaitJoin(a);
  FleetSession b = Dyno("B");
  Begin(a, b);
  reporting::Result own;
  own.workload = "as only A knows it";
  std::optional<FleetHarvest> harvest;
  std::thread leader([&] { harvest = a.Finish(own, 60s); });
  AwaitKey("result:A");
  Set("result:A", "lost");
  std::thread member([&] { b.Finish({}, 60s); });
  leader.join();
  ASSERT_TRUE(harvest);
  const reporting::Fleet fleet = harvest->Read(own);
  ASSERT_EQ(fleet.members.size(), 2U);
  ASSERT_TRUE(fleet.members[0].result);
  EXPECT_EQ(fleet.members[0].result->workload, "as only A knows it");
  EXPECT_TRUE(fleet.members[1].result);
  a.Announce({.exit_code = 0, .sentence = "All."});
  member.join();
  ASSERT_TRUE(b.verdict());
  EXPECT_EQ(b.verdict()->sentence, "All.");
}

TEST_F(FleetSessionTest, TellsItsResultAgainIfRedisHasLostIt) {
  FleetSession a = Dyno("A");
  AwaitJoin(a);
  FleetSession b = Dyno("B");
  Begin(a, b);
  std::thread member([&] { b.Finish({}, 60s); });
  AwaitKey("result:B");
  server_.Cli("del redline:fleet:f:result:B");
  AwaitKey("result:B");
  EXPECT_TRUE(a.Finish({}, 60s));
  a.Announce({.exit_code = 0, .sentence = "All."});
  member.join();
}

TEST_F(FleetSessionTest, SaysThatItLivesWhileItsUserHasNotReadTheResults) {
  FleetSession a = Dyno("A");
  AwaitJoin(a);
  FleetSession b = Dyno("B");
  Begin(a, b);
  Set("result:B", "may take long to read");
  const auto harvest = a.Finish({}, 60s);
  ASSERT_TRUE(harvest);
  server_.Cli("del redline:fleet:f:member:A");
  AwaitKey("member:A");
  EXPECT_FALSE(harvest->Read({}).members[1].result);
}

TEST_F(FleetSessionTest, IgnoresAnInvalidVerdict) {
  FleetSession a = Dyno("A");
  AwaitJoin(a);
  FleetSession b = Dyno("B");
  Begin(a, b);
  Set("verdict", "7 nonsense");
  Set("result:A", "7");
  EXPECT_FALSE(b.Finish({}, 1s));
  EXPECT_FALSE(b.verdict());
}

TEST_F(FleetSessionTest, DoesNotBeginAtAnInvalidTime) {
  for (const std::string start : {"x", "5", "18446744073709551615", "-1"}) {
    {
      Set("start", start);
      FleetSession a = Dyno("A");
      FleetSession b = Dyno("B");
      for (FleetSession* session : {&a, &b}) {
        AwaitJoin(*session);
        session->SayReady();
      }
      while (a.ready_count() < 2 && !a.start()) std::this_thread::yield();
      EXPECT_FALSE(a.start()) << start;
      server_.Cli("del redline:fleet:f:start");
      Begin(a, b);
      const auto from_now = *a.start() - std::chrono::steady_clock::now();
      EXPECT_LT(std::chrono::abs(from_now), 60s) << start;
    }
    server_.Cli("flushall");
  }
}

// A Redis that stands still keeps nobody from the end, although a connection may take a
// minute.
TEST_F(FleetSessionTest, EndsSoonThoughRedisSaysNothing) {
  const redline::testing::SilentPort silent;
  const auto begin = std::chrono::steady_clock::now();
  {
    const FleetSession session = SessionAt(silent.url(), "A", 1, {});
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 30s);
}

TEST_F(FleetSessionTest, EndsSoonThoughRedisStandsStill) {
  const auto begin = std::chrono::steady_clock::now();
  {
    FleetSession session = Session();
    AwaitJoin(session);
    server_.Freeze();
    session.GiveUp("No reason.");
    session.Finish({}, 60s);
    session.Announce({.exit_code = 0, .sentence = "All."});
  }
  server_.Resume();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 45s);
}

}  // namespace
}  // namespace redline::runner
