// RedisConnection to a master that real Sentinels name.
#include "redis/sentinel.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>
#include <string>

#include "redis/redis_connection.h"
#include "redis/redis_error.h"
#include "redis/redis_url.h"
#include "tests/testing/redis_server.h"
#include "tests/testing/run_coroutine.h"
#include "tests/testing/scripted_server.h"
#include "tests/testing/sentinels.h"
#include "tests/testing/silent_port.h"

namespace redline::redis {
namespace {

using namespace std::chrono_literals;
using boost::asio::awaitable;
using redline::testing::RedisServer;
using redline::testing::RunCoroutine;
using redline::testing::ScriptedServer;
using redline::testing::Sentinels;
using redline::testing::SilentPort;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using Kind = RedisError::Kind;

constexpr auto kTcp = RedisServer::Transport::kTcp;

// The port of the Redis to which the URL leads, or the sentence with which it fails.
std::string Outcome(const std::string& url, Kind kind = Kind::kMisconfigured,
                    std::chrono::milliseconds timeout = 5s) {
  std::string port;
  try {
    RunCoroutine([&]() -> awaitable<void> {
      const auto connection =
          co_await RedisConnection::Connect(ParseRedisUrl(url), timeout);
      port = std::to_string(std::get<TcpAddress>(connection->peer().address).port);
    }());
  } catch (const RedisError& error) {
    EXPECT_EQ(error.kind(), kind) << error.what();
    return error.what();
  }
  return port;
}

std::string PortOf(const RedisServer& server) { return std::to_string(server.port()); }

TEST(Sentinel, NamesTheMaster) {
  const RedisServer master(kTcp);
  const Sentinels sentinels(1, master.port());
  EXPECT_EQ(Outcome(sentinels.Url()), PortOf(master));
}

TEST(Sentinel, NamesTheMasterWhoseLoginAndDatabaseAreOfTheUrl) {
  const RedisServer master(kTcp, {"--requirepass", "sesame"});
  const Sentinels sentinels(1, master.port());
  RunCoroutine([&]() -> awaitable<void> {
    const auto connection = co_await RedisConnection::Connect(
        ParseRedisUrl(sentinels.Url(":sesame") + "/3"), 5s);
    CommandBatch batch;
    batch.Add({"CLIENT", "INFO"});
    const Replies replies = co_await connection->Execute(batch);
    EXPECT_THAT(std::string(replies[0].text()), HasSubstr(" db=3 "));
  }());
  EXPECT_THAT(Outcome(sentinels.Url(":wrong")),
              AllOf(HasSubstr("redis://127.0.0.1:" + PortOf(master)),
                    HasSubstr("does not accept the password"),
                    HasSubstr("The Sentinels name it as the master \"mymaster\"."),
                    Not(HasSubstr("wrong"))));
}

TEST(Sentinel, IsPassedOverIfItDoesNotAnswer) {
  const RedisServer master(kTcp);
  const Sentinels sentinels(1, master.port());
  const SilentPort silent;
  std::string url = sentinels.Url();
  const std::string hosts =
      silent.url().substr(std::string("redis://").size()) + ",127.0.0.1:1,";
  url.insert(std::string("redis+sentinel://").size(), hosts);
  EXPECT_EQ(Outcome(url, Kind::kMisconfigured, 1s), PortOf(master));
}

TEST(Sentinel, ThatAnsweredIsAskedFirstTheNextTime) {
  const RedisServer master(kTcp);
  const Sentinels sentinels(1, master.port());
  ConnectOptions options{.url = ParseRedisUrl(sentinels.Url()), .tls = {}, .timeout = 5s};
  auto& hosts = std::get<SentinelAddress>(options.url.address).sentinels;
  const TcpAddress one = hosts[0];
  const TcpAddress dead{"127.0.0.1", 1};
  hosts = {dead, one, dead};
  RunCoroutine([&]() -> awaitable<void> {
    const RedisUrl url = co_await FindMaster(options);
    EXPECT_EQ(std::get<TcpAddress>(url.address).port, master.port());
  }());
  EXPECT_EQ(hosts, (std::vector<TcpAddress>{one, dead, dead}));
}

// Such as one that was cut off from the others before a failover.
TEST(Sentinel, ThatNamesADeadRedisIsPassedOver) {
  const RedisServer master(kTcp);
  const Sentinels sentinels(1, master.port());
  // Answers PING, the question for the master, and goes on with that.
  const ScriptedServer stale({"+PONG\r\n", "*2\r\n$9\r\n127.0.0.1\r\n$1\r\n1\r\n"});
  std::string url = sentinels.Url();
  url.insert(std::string("redis+sentinel://").size(),
             stale.url().substr(std::string("redis://").size()) + ",");
  EXPECT_EQ(Outcome(url), PortOf(master));
}

TEST(Sentinel, ThatNamesADeadRedisIsSaidToDoSo) {
  const ScriptedServer one({"+PONG\r\n", "*2\r\n$9\r\n127.0.0.1\r\n$1\r\n1\r\n"});
  const std::string url =
      "redis+sentinel://" + one.url().substr(std::string("redis://").size()) + "/m";
  EXPECT_THAT(Outcome(url, Kind::kUnreachable),
              AllOf(HasSubstr("Cannot connect to Redis at redis://127.0.0.1:1 "),
                    HasSubstr("The Sentinels name it as the master \"m\".")));
}

TEST(Sentinel, ThatIsNotThereMayComeYet) {
  EXPECT_THAT(Outcome("redis+sentinel://127.0.0.1:1/mymaster", Kind::kUnreachable),
              AllOf(HasSubstr("No Sentinel of redis+sentinel://127.0.0.1:1/mymaster "
                              "tells the master"),
                    HasSubstr("Cannot connect to the Sentinel at redis://127.0.0.1:1 "
                              "(Connection refused): start it there")));
}

TEST(Sentinel, ThatIsSilentIsGivenUpInTime) {
  const SilentPort silent;
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_THAT(Outcome("redis+sentinel://" +
                          silent.url().substr(std::string("redis://").size()) + "/m",
                      Kind::kUnreachable, 200ms),
              HasSubstr("tells the master"));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 2s);
}

TEST(Sentinel, SaysThatItDoesNotKnowTheName) {
  const RedisServer master(kTcp);
  const Sentinels sentinels(1, master.port());
  const std::string url = sentinels.Url();
  EXPECT_THAT(
      Outcome(url.substr(0, url.rfind('/')) + "/other"),
      AllOf(HasSubstr("knows no master \"other\""), HasSubstr("correct the name")));
}

TEST(Sentinel, IsNoPlainRedis) {
  const RedisServer server(kTcp);
  EXPECT_THAT(Outcome("redis+sentinel://127.0.0.1:" + PortOf(server) + "/mymaster"),
              AllOf(HasSubstr("does not tell the master as a Sentinel does"),
                    HasSubstr("begin it with redis://")));
}

TEST(Sentinel, AsksForItsOwnPassword) {
  const RedisServer master(kTcp);
  const Sentinels sentinels(1, master.port(), {"--requirepass", "sesame"});
  EXPECT_THAT(Outcome(sentinels.Url()),
              AllOf(HasSubstr("The Sentinel at redis://127.0.0.1:"),
                    HasSubstr("asks for a login"), HasSubstr("?sentinel_password=")));
  EXPECT_THAT(Outcome(sentinels.Url() + "?sentinel_password=wrong"),
              AllOf(HasSubstr("does not accept its login"), Not(HasSubstr("wrong"))));
  EXPECT_EQ(Outcome(sentinels.Url() + "?sentinel_password=sesame"), PortOf(master));
}

TEST(Sentinel, SaysThatItHasNoPassword) {
  const RedisServer master(kTcp, {"--requirepass", "sesame"});
  const Sentinels sentinels(1, master.port());
  EXPECT_THAT(Outcome(sentinels.Url(":sesame") + "?sentinel_password=needless"),
              AllOf(HasSubstr("The Sentinel at redis://127.0.0.1:"),
                    HasSubstr("has no password: leave sentinel_password out"),
                    Not(HasSubstr("needless"))));
}

// It may not have noticed a failover yet.
TEST(Sentinel, IsNotBelievedIfTheRedisSaysThatItIsNoMaster) {
  const RedisServer master(kTcp);
  const RedisServer replica(kTcp, {"--replicaof", "127.0.0.1 " + PortOf(master)});
  RunCoroutine([&]() -> awaitable<void> {
    const RedisUrl url = ParseRedisUrl(replica.Url());
    const auto connection = co_await RedisConnection::Connect(url, 5s);
    try {
      co_await CheckIsMaster(*connection, url);
      ADD_FAILURE() << "taken for a master";
    } catch (const RedisError& error) {
      EXPECT_EQ(error.kind(), Kind::kUnreachable);
      EXPECT_THAT(error.what(), AllOf(HasSubstr("has the role \"slave\""),
                                      HasSubstr("wait until the failover is over")));
    }
  }());
}

TEST(Sentinel, IsBelievedIfTheRedisDoesNotTellItsRole) {
  const RedisServer master(kTcp);
  static_cast<void>(master.Cli("ACL SETUSER app on '>pw' '~*' +@all -role"));
  const Sentinels sentinels(1, master.port());
  EXPECT_EQ(Outcome(sentinels.Url("app:pw")), PortOf(master));
}

}  // namespace
}  // namespace redline::redis
