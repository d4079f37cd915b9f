// Connecting to a Redis that is there and not ready, and going on after a drop.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>

#include "redis/error_class.h"
#include "redis/redis_connection.h"
#include "redis/redis_error.h"
#include "tests/testing/redis_server.h"
#include "tests/testing/run_coroutine.h"
#include "tests/testing/silent_port.h"

namespace redline::redis {
namespace {

using boost::asio::awaitable;
using redline::testing::RedisServer;
using redline::testing::RunCoroutine;
using redline::testing::SilentPort;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using Kind = RedisError::Kind;
using namespace std::chrono_literals;

awaitable<std::unique_ptr<RedisConnection>> Connect(std::string url) {
  co_return co_await RedisConnection::Connect(ParseRedisUrl(url), 5s);
}

// The error with which connecting fails, if it does.
std::optional<RedisError> Failure(const std::string& url) {
  try {
    RunCoroutine([&]() -> awaitable<void> {
      // Ends with the coroutine, since it may not outlive the event loop.
      const auto connection = co_await Connect(url);
    }());
  } catch (const RedisError& error) {
    return error;
  }
  return std::nullopt;
}

void WaitUntilConnected(const std::string& url) {
  const auto deadline = std::chrono::steady_clock::now() + 30s;
  while (Failure(url)) {
    ASSERT_LT(std::chrono::steady_clock::now(), deadline);
    std::this_thread::sleep_for(50ms);
  }
}

awaitable<std::string> Ping(RedisConnection& connection) {
  CommandBatch batch;
  batch.Add({"PING"});
  const Replies replies = co_await connection.Execute(batch);
  co_return std::string(replies[0].text());
}

// The kind with which a command fails.
awaitable<std::optional<Kind>> PingFailure(RedisConnection& connection) {
  try {
    co_await Ping(connection);
  } catch (const RedisError& error) {
    co_return error.kind();
  }
  co_return std::nullopt;
}

TEST(RedisState, IsNotReadyWhileItLoadsItsData) {
  RedisServer server(RedisServer::Transport::kUnix, {"--requirepass", "pw"});
  const std::string url = server.Url(":pw") + "?db=1";
  server.Cli(
      "-a pw eval \"for i=1,2000 do redis.call('set', 'k'..i, string.rep('v', 100)) "
      "end\" "
      "0 2>/dev/null");
  ASSERT_EQ(server.Cli("-a pw save 2>/dev/null"), "OK\n");
  server.Restart(
      {"--key-load-delay", "1500", "--loading-process-events-interval-bytes", "1024"});
  const auto error = Failure(url);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->kind(), Kind::kNotReady);
  EXPECT_EQ(Classify(*error), ErrorClass::kLoading);
  EXPECT_TRUE(MayHeal(*error));
  EXPECT_THAT(error->what(), AllOf(HasSubstr(server.Url() + "?db=1 is still loading"),
                                   HasSubstr(" % done, about "), Not(HasSubstr("pw"))));
  WaitUntilConnected(url);
}

TEST(RedisState, IsNotReadyWhileAScriptRunsForTooLong) {
  const RedisServer server(RedisServer::Transport::kUnix, {"--lua-time-limit", "20"});
  std::thread script([&] { server.Cli("eval 'while true do end' 0"); });
  std::optional<RedisError> error;
  const auto deadline = std::chrono::steady_clock::now() + 10s;
  while (!error && std::chrono::steady_clock::now() < deadline) {
    error = Failure(server.Url() + "?db=1");
  }
  server.Cli("script kill");
  script.join();
  ASSERT_TRUE(error);
  EXPECT_EQ(error->kind(), Kind::kNotReady);
  EXPECT_EQ(Classify(*error), ErrorClass::kBusy);
  EXPECT_THAT(error->what(), HasSubstr("SCRIPT KILL"));
}

TEST(RedisState, IsNotReadyAsAReplicaWithoutItsMaster) {
  const RedisServer server(
      RedisServer::Transport::kUnix,
      {"--replicaof", "127.0.0.1 1", "--replica-serve-stale-data", "no"});
  const auto error = Failure(server.Url());
  ASSERT_TRUE(error);
  EXPECT_EQ(error->kind(), Kind::kNotReady);
  EXPECT_EQ(Classify(*error), ErrorClass::kMasterDown);
  EXPECT_THAT(error->what(), HasSubstr("replica that has lost its master"));
}

TEST(RedisState, IsNotReadyForMoreClientsThanItMayHave) {
  const RedisServer server(RedisServer::Transport::kUnix, {"--maxclients", "1"});
  RunCoroutine([&]() -> awaitable<void> {
    // The probe of the server's start may still count as its one client.
    std::unique_ptr<RedisConnection> connection;
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
    while (!connection) {
      try {
        connection = co_await Connect(server.Url());
      } catch (const RedisError&) {
        timer.expires_after(10ms);
      }
      co_await timer.async_wait(boost::asio::use_awaitable);
    }
    const auto error = Failure(server.Url());
    EXPECT_TRUE(error);
    if (!error) co_return;
    EXPECT_EQ(error->kind(), Kind::kNotReady);
    EXPECT_EQ(Classify(*error), ErrorClass::kMaxClients);
    EXPECT_THAT(error->what(), HasSubstr("raise its maxclients"));
  }());
}

TEST(RedisState, SaysThatTheServerClosesTheConnectionWithoutAWord) {
  const SilentPort port;
  std::thread server([&] {
    port.AnswerOnce("");
    port.AnswerOnce("");  // To the question whether it speaks TLS.
  });
  const auto error = Failure(port.url());
  server.join();
  ASSERT_TRUE(error);
  EXPECT_EQ(error->kind(), Kind::kUnreachable);
  EXPECT_THAT(error->what(), HasSubstr("closed the connection before it answered"));
}

TEST(RedisState, SaysThatTheServerIsNotARedis) {
  const SilentPort port;
  std::thread server([&] { port.AnswerOnce("HTTP/1.1 400 Bad Request\r\n\r\n"); });
  const auto error = Failure(port.url());
  server.join();
  ASSERT_TRUE(error);
  EXPECT_EQ(error->kind(), Kind::kMisconfigured);
  EXPECT_THAT(error->what(), HasSubstr("does not speak Redis' protocol"));
}

TEST(Reopen, GoesOnAfterTheServerWasRestarted) {
  RedisServer server(RedisServer::Transport::kTcp);
  RunCoroutine([&]() -> awaitable<void> {
    const auto connection = co_await Connect(server.Url());
    server.Kill();
    auto failure = co_await PingFailure(*connection);
    EXPECT_EQ(failure, Kind::kConnectionLost);
    for (int i = 0; i < 2; ++i) {
      try {
        co_await connection->Reopen();
        ADD_FAILURE() << "opened";
      } catch (const RedisError& error) {
        EXPECT_EQ(error.kind(), Kind::kUnreachable);
        EXPECT_EQ(Classify(error), ErrorClass::kConnectionLost);
      }
      failure = co_await PingFailure(*connection);
      EXPECT_EQ(failure, Kind::kConnectionLost);
    }
    server.Restart();
    co_await connection->Reopen();
    const std::string answer = co_await Ping(*connection);
    EXPECT_EQ(answer, "PONG");
  }());
}

TEST(Reopen, ForgetsAReplyThatWasHalfRead) {
  RedisServer server;
  server.Cli("set k v");
  RunCoroutine([&]() -> awaitable<void> {
    const auto connection = co_await Connect(server.Url());
    CommandBatch batch;
    batch.Add({"GET", "k"});
    batch.Add({"CLIENT", "KILL", "TYPE", "normal", "SKIPME", "no"});
    batch.Add({"GET", "k"});
    try {
      co_await connection->Execute(batch);
      ADD_FAILURE() << "answered";
    } catch (const RedisError& error) {
      EXPECT_EQ(error.kind(), Kind::kConnectionLost);
    }
    co_await connection->Reopen();
    const std::string answer = co_await Ping(*connection);
    EXPECT_EQ(answer, "PONG");
  }());
}

TEST(Reopen, StandsInForAnOpenConnectionToo) {
  const RedisServer server;
  RunCoroutine([&]() -> awaitable<void> {
    const auto connection = co_await Connect(server.Url() + "?db=2");
    co_await connection->Reopen();
    CommandBatch batch;
    batch.Add({"CLIENT", "LIST", "TYPE", "normal"});
    const Replies replies = co_await connection->Execute(batch);
    EXPECT_THAT(std::string(replies[0].text()), HasSubstr(" db=2 "));
  }());
}

}  // namespace
}  // namespace redline::redis
