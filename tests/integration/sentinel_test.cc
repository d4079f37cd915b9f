// RedisConnection to a master that real Sentinels know.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <memory>
#include <string>

#include "redis/redis_connection.h"
#include "redis/redis_error.h"
#include "tests/testing/redis_server.h"
#include "tests/testing/run_coroutine.h"
#include "tests/testing/sentinel_set.h"

namespace redline::redis {
namespace {

using boost::asio::awaitable;
using redline::testing::RedisServer;
using redline::testing::RunCoroutine;
using redline::testing::SentinelSet;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using Kind = RedisError::Kind;
using namespace std::chrono_literals;

ConnectOptions Options(const std::string& url, std::chrono::milliseconds timeout = 10s) {
  return {.url = ParseRedisUrl(url), .tls = {}, .timeout = timeout};
}

// "PORT ROLE" of the server that it connects to, or the sentence with which it fails.
std::string Outcome(const ConnectOptions& options, Kind kind = Kind::kMisconfigured) {
  std::string outcome;
  try {
    RunCoroutine([&]() -> awaitable<void> {
      const auto connection = co_await RedisConnection::Connect(options);
      CommandBatch batch;
      batch.Add({"CONFIG", "GET", "port"});
      batch.Add({"ROLE"});
      const Replies replies = co_await connection->Execute(batch);
      outcome =
          std::string(replies[0][1].text()) + " " + std::string(replies[1][0].text());
    }());
  } catch (const RedisError& error) {
    EXPECT_EQ(error.kind(), kind) << error.what();
    outcome = error.what();
  }
  return outcome;
}

std::string AsMaster(const RedisServer& server) {
  return std::to_string(server.port()) + " master";
}

TEST(Sentinels, LeadToTheMasterAndAfterAFailoverToTheNextOne) {
  SentinelSet set;
  RunCoroutine([&]() -> awaitable<void> {
    const auto connection = co_await RedisConnection::Connect(Options(set.Url()));
    CommandBatch batch;
    batch.Add({"SET", "k", "1"});
    co_await connection->Execute(batch);
    set.master().Kill();
    const auto deadline = std::chrono::steady_clock::now() + 30s;
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
    bool is_open = false;
    while (!is_open && std::chrono::steady_clock::now() < deadline) {
      try {
        co_await connection->Reopen();
        is_open = true;
      } catch (const RedisError& error) {
        // The old master's address, or a new one that is not yet one: both may heal.
        EXPECT_THAT(error.kind(), ::testing::AnyOf(Kind::kUnreachable, Kind::kNotReady))
            << error.what();
        timer.expires_after(50ms);
      }
      if (!is_open) co_await timer.async_wait(boost::asio::use_awaitable);
    }
    const Replies replies = co_await connection->Execute(batch);
    EXPECT_EQ(replies[0].text(), "OK");
  }());
  EXPECT_EQ(Outcome(Options(set.Url())), AsMaster(set.replica()));
}

TEST(Sentinels, AreAskedOneAfterTheOtherUntilOneAnswers) {
  SentinelSet set;
  set.sentinel(0).Kill();
  set.sentinel(1).Freeze();
  EXPECT_EQ(Outcome(Options(set.Url(), 2s)), AsMaster(set.master()));
  set.sentinel(2).Kill();
  EXPECT_THAT(
      Outcome(Options(set.Url(), 1s), Kind::kUnreachable),
      AllOf(StartsWith("No Sentinel of " + set.Url() + " answered; of the last: "),
            HasSubstr("Connection refused")));
  set.sentinel(1).Resume();
}

TEST(Sentinels, ThatKnowNoMasterOfThisNameAreSaidToKnowNone) {
  const RedisServer sentinel(RedisServer::Transport::kSentinel);
  const std::string url =
      "redis+sentinel://127.0.0.1:" + std::to_string(sentinel.port()) + "/prod";
  EXPECT_EQ(Outcome(Options(url)), "No Sentinel of " + url +
                                       " knows a master \"prod\": check the name in the "
                                       "Redis URL.");
}

TEST(Sentinels, ThatAreNoneAreSaidToBeNone) {
  const RedisServer redis(RedisServer::Transport::kTcp);
  const std::string url =
      "redis+sentinel://127.0.0.1:" + std::to_string(redis.port()) + "/mymaster";
  EXPECT_THAT(Outcome(Options(url)), HasSubstr("is no Sentinel"));
}

TEST(Sentinels, LetInWhoKnowsTheirPassword) {
  SentinelSet set("sesame");
  const std::string url = set.Url(":sesame@");
  EXPECT_EQ(Outcome(Options(url + "?sentinel_password=sesame")), AsMaster(set.master()));
  for (const std::string& end :
       {std::string(), std::string("?sentinel_password=simsim")}) {
    EXPECT_THAT(Outcome(Options(url + end)),
                AllOf(StartsWith("The Sentinel at redis://127.0.0.1:"),
                      HasSubstr("?sentinel_password=..."), Not(HasSubstr("sesame")),
                      Not(HasSubstr("simsim"))));
  }
}

TEST(Sentinels, ThatTakeAReplicaForTheMasterAreWaitedFor) {
  SentinelSet set;
  const RedisServer misled(RedisServer::Transport::kSentinel);
  misled.Cli("SENTINEL MONITOR other 127.0.0.1 " + std::to_string(set.replica().port()) +
             " 1");
  const std::string url =
      "redis+sentinel://127.0.0.1:" + std::to_string(misled.port()) + "/other";
  const std::string outcome = Outcome(Options(url), Kind::kNotReady);
  // A Sentinel may find out by itself, and then tells the truth.
  EXPECT_THAT(outcome, ::testing::AnyOf(HasSubstr("is a replica, which its Sentinels"),
                                        AsMaster(set.master())));
}

}  // namespace
}  // namespace redline::redis
