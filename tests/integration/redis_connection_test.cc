#include "redis/redis_connection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "redis/redis_error.h"
#include "tests/testing/dead_port.h"
#include "tests/testing/redis_server.h"
#include "tests/testing/run_coroutine.h"
#include "tests/testing/silent_port.h"

namespace redline::redis {
namespace {

using boost::asio::awaitable;
using redline::testing::DeadPort;
using redline::testing::RedisServer;
using redline::testing::RunCoroutine;
using redline::testing::SilentPort;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using namespace std::chrono_literals;

awaitable<std::unique_ptr<RedisConnection>> Connect(std::string url) {
  co_return co_await RedisConnection::Connect(ParseRedisUrl(url), 5s);
}

template <typename... Arguments>
awaitable<std::string> Ask(RedisConnection& connection, Arguments... arguments) {
  CommandBatch batch;
  batch.Add({std::string_view(arguments)...});
  co_return std::string((co_await connection.Execute(batch))[0].text());
}

// One command's answer over a fresh connection.
template <typename... Arguments>
std::string AskOnce(const std::string& url, Arguments... arguments) {
  return RunCoroutine([&]() -> awaitable<std::string> {
    const auto connection = co_await Connect(url);
    co_return co_await Ask(*connection, arguments...);
  }());
}

// The sentence with which connecting fails, for good if it may not heal.
std::string Refusal(const std::string& url,
                    RedisError::Kind kind = RedisError::Kind::kMisconfigured,
                    std::chrono::milliseconds timeout = 5s) {
  try {
    RunCoroutine(RedisConnection::Connect(ParseRedisUrl(url), timeout));
  } catch (const RedisError& error) {
    EXPECT_EQ(error.kind(), kind) << error.what();
    return error.what();
  }
  return "connected";
}

TEST(RedisConnection, SpeaksOverAUnixSocket) {
  const RedisServer server;
  EXPECT_EQ(AskOnce(server.Url(), "PING"), "PONG");
}

TEST(RedisConnection, SpeaksOverTcp) {
  const RedisServer server(RedisServer::Transport::kTcp);
  EXPECT_EQ(AskOnce(server.Url(), "PING"), "PONG");
}

TEST(RedisConnection, KnowsLocalhostWithoutAHostsFile) {
  const RedisServer server(RedisServer::Transport::kTcp);
  const auto port = std::get<TcpAddress>(ParseRedisUrl(server.Url()).address).port;
  EXPECT_EQ(AskOnce("redis://LocalHost:" + std::to_string(port), "PING"), "PONG");
}

TEST(RedisConnection, LogsInWithThePasswordAlone) {
  const RedisServer server(RedisServer::Transport::kUnix, {"--requirepass", "a@b/c+d=%"});
  EXPECT_EQ(AskOnce(server.Url(":a%40b%2Fc+d%3D%25"), "PING"), "PONG");
}

TEST(RedisConnection, LogsInWithUserAndPassword) {
  const RedisServer server(RedisServer::Transport::kUnix, {"--requirepass", "pw"});
  EXPECT_EQ(AskOnce(server.Url("default:pw"), "PING"), "PONG");
}

TEST(RedisConnection, SelectsTheDatabase) {
  const RedisServer server;
  EXPECT_EQ(AskOnce(server.Url() + "?db=3", "SET", "k", "v"), "OK");
  EXPECT_EQ(AskOnce(server.Url(), "GET", "k"), "");
  EXPECT_EQ(AskOnce(server.Url() + "?db=3", "GET", "k"), "v");
}

TEST(RedisConnection, LogsInAsAnAclUserWhosePasswordIsPercentEncoded) {
  const RedisServer server;
  server.Cli("ACL SETUSER loader on '>a@b/c+d=%' '~*' '+@all'");
  EXPECT_EQ(AskOnce(server.Url("loader:a%40b%2Fc+d%3D%25"), "ACL", "WHOAMI"), "loader");
}

TEST(RedisConnection, ConnectsAsAUserWhoMayNotPing) {
  const RedisServer server;
  server.Cli("ACL SETUSER reader on '>pw' '~*' '+get'");
  EXPECT_EQ(AskOnce(server.Url("reader:pw"), "GET", "k"), "");
}

TEST(RedisConnection, SaysNoPasswordThatIsPartOfTheAddress) {
  const RedisServer server(RedisServer::Transport::kTcp, {"--requirepass", "pw"});
  EXPECT_THAT(Refusal(server.Url("h:127.0.0.1sesame")),
              AllOf(HasSubstr("redis://127.0.0.1:"), Not(HasSubstr("sesame"))));
}

TEST(RedisConnection, HidesThePasswordFromARedisThatRepeatsIt) {
  const RedisServer server(RedisServer::Transport::kUnix,
                           {"--rename-command", "AUTH", ""});
  EXPECT_THAT(Refusal(server.Url(":sesame")),
              AllOf(HasSubstr("refused the login (ERR)"), Not(HasSubstr("sesame"))));
}

TEST(RedisConnection, NamesAUserThatRedisDoesNotAcceptAndNotThePassword) {
  const RedisServer server(RedisServer::Transport::kUnix, {"--requirepass", "sesame"});
  EXPECT_THAT(Refusal(server.Url("h:sesame")),
              AllOf(HasSubstr("the user \"h\""), HasSubstr("leave the user out"),
                    Not(HasSubstr("sesame"))));
}

TEST(RedisConnection, SaysThatThePasswordIsWrongAndNotWhich) {
  const RedisServer server(RedisServer::Transport::kUnix, {"--requirepass", "pw"});
  EXPECT_THAT(Refusal(server.Url(":sesame")),
              AllOf(HasSubstr("does not accept the password"), Not(HasSubstr("sesame"))));
}

TEST(RedisConnection, SaysThatAPasswordIsMissing) {
  const RedisServer server(RedisServer::Transport::kUnix, {"--requirepass", "pw"});
  EXPECT_THAT(Refusal(server.Url()), HasSubstr("asks for a password"));
  EXPECT_THAT(Refusal(server.Url() + "?db=1"), HasSubstr("asks for a password"));
}

TEST(RedisConnection, SaysThatAPasswordIsTooMuch) {
  const RedisServer server;
  EXPECT_THAT(Refusal(server.Url(":sesame")),
              AllOf(HasSubstr("has no password"), Not(HasSubstr("sesame"))));
}

TEST(RedisConnection, SaysThatADatabaseIsNotThere) {
  const RedisServer server;
  EXPECT_THAT(Refusal(server.Url() + "?db=99"), HasSubstr("does not give database 99"));
  server.Cli("ACL SETUSER default -select");
  EXPECT_THAT(Refusal(server.Url() + "?db=3"),
              AllOf(HasSubstr("does not give database 3 (NOPERM"),
                    HasSubstr("allow its user SELECT")));
}

TEST(RedisConnection, SaysThatASocketIsMissing) {
  EXPECT_THAT(Refusal("unix:///nowhere/redis.sock", RedisError::Kind::kUnreachable),
              HasSubstr("There is no socket at unix:///nowhere/redis.sock"));
}

TEST(RedisConnection, SaysThatASocketsPathIsTooLong) {
  EXPECT_THAT(Refusal("unix:///" + std::string(107, 'x')), HasSubstr("107 bytes"));
}

TEST(RedisConnection, SaysThatNobodyListens) {
  std::string url;
  {
    const RedisServer server(RedisServer::Transport::kTcp);
    url = server.Url();
  }
  EXPECT_THAT(Refusal(url, RedisError::Kind::kUnreachable),
              AllOf(HasSubstr("Cannot connect to Redis at " + url),
                    HasSubstr("Connection refused")));
}

TEST(RedisConnection, GivesUpOnASilentServerAfterTheTimeout) {
  const SilentPort port;
  EXPECT_THAT(Refusal(port.url(), RedisError::Kind::kUnreachable, 50ms),
              HasSubstr("did not answer within 50 ms"));
}

TEST(RedisConnection, GivesUpOnADeadAddressAfterTheTimeout) {
  const DeadPort port;
  EXPECT_THAT(Refusal("redis://127.0.0.1:" + std::to_string(port.port()),
                      RedisError::Kind::kUnreachable, 50ms),
              HasSubstr("did not answer within 50 ms"));
}

// The sentence with which a value of this size is refused.
std::string RefusalOfAValue(const RedisServer& server, std::size_t size,
                            RedisError::Kind kind) {
  return RunCoroutine([&]() -> awaitable<std::string> {
    const auto connection = co_await Connect(server.Url());
    CommandBatch batch;
    const std::string value(size, 'v');
    batch.Add({"MULTI"});
    batch.Add({"SET", "k", value});
    batch.Add({"EXEC"});
    std::string sentence = "taken";
    try {
      co_await connection->Execute(batch);
    } catch (const RedisError& error) {
      EXPECT_EQ(error.kind(), kind);
      sentence = error.what();
    }
    co_return sentence;
  }());
}

TEST(RedisConnection, TellsTheServersOwnWordsForAValueThatItDoesNotTake) {
  for (const auto transport :
       {RedisServer::Transport::kUnix, RedisServer::Transport::kTcp}) {
    const RedisServer server(transport, {"--proto-max-bulk-len", "1mb"});
    EXPECT_THAT(RefusalOfAValue(server, 8'000'000, RedisError::Kind::kErrorReply),
                AllOf(HasSubstr("(ERR Protocol error: invalid bulk length)"),
                      HasSubstr("proto-max-bulk-len")));
  }
}

TEST(RedisConnection, NamesTheLimitsThatABigBatchMayHaveMet) {
  const RedisServer server(RedisServer::Transport::kUnix,
                           {"--client-query-buffer-limit", "1mb"});
  EXPECT_THAT(
      RefusalOfAValue(server, 8'000'000, RedisError::Kind::kConnectionLost),
      AllOf(HasSubstr("was sent 7 MB at once"), HasSubstr("client-query-buffer-limit")));
}

TEST(RedisConnection, AnswersABatchInOrder) {
  const RedisServer server;
  RunCoroutine([&]() -> awaitable<void> {
    const auto connection = co_await Connect(server.Url());
    CommandBatch batch;
    batch.Add({"SET", "k", "v"});
    batch.Add({"INCR", "n"});
    batch.Add({"LPUSH", "k", "x"});
    batch.Add({"GET", "k"});
    const Replies replies = co_await connection->Execute(batch);
    EXPECT_EQ(replies.size(), 4u);
    EXPECT_EQ(replies[0].text(), "OK");
    EXPECT_EQ(replies[1].integer(), 1);
    EXPECT_TRUE(replies[2].is_error());
    EXPECT_EQ(replies[3].text(), "v");
  }());
}

TEST(RedisConnection, MovesABigBatchBothWaysAtOnce) {
  const RedisServer server;
  const std::string value(20'000'000, 'v');
  RunCoroutine([&]() -> awaitable<void> {
    const auto connection = co_await Connect(server.Url());
    CommandBatch batch;
    // Redis answers the first of these while the others are still being sent.
    for (int i = 0; i < 3; ++i) {
      batch.Add({"SET", "k", value});
      batch.Add({"GET", "k"});
    }
    const Replies replies = co_await connection->Execute(batch);
    EXPECT_EQ(replies.size(), 6u);
    EXPECT_TRUE(replies[1].text() == value);
    EXPECT_TRUE(replies[5].text() == value);
    EXPECT_EQ(co_await Ask(*connection, "PING"), "PONG");
  }());
}

TEST(RedisConnection, SaysThatRedisClosedIt) {
  const RedisServer server;
  RunCoroutine([&]() -> awaitable<void> {
    const auto connection = co_await Connect(server.Url());
    server.Cli("CLIENT KILL TYPE normal");
    // The first command finds it closed, and so does every later one.
    for (int i = 0; i < 2; ++i) {
      try {
        co_await Ask(*connection, "PING");
        ADD_FAILURE() << "answered";
      } catch (const RedisError& error) {
        EXPECT_EQ(error.kind(), RedisError::Kind::kConnectionLost);
      }
    }
  }());
}

TEST(RedisConnection, SaysThatRedisWasKilledInTheMiddleOfACommand) {
  RedisServer server;
  RunCoroutine([&]() -> awaitable<void> {
    const auto connection = co_await Connect(server.Url());
    post(co_await boost::asio::this_coro::executor, [&] { server.Kill(); });
    try {
      co_await Ask(*connection, "BLPOP", "nothing", "0");
      ADD_FAILURE() << "answered";
    } catch (const RedisError& error) {
      EXPECT_EQ(error.kind(), RedisError::Kind::kConnectionLost);
    }
  }());
}

TEST(RedisConnection, EndsThePendingCommandWhenCancelled) {
  const RedisServer server;
  RunCoroutine([&]() -> awaitable<void> {
    const auto connection = co_await Connect(server.Url());
    post(co_await boost::asio::this_coro::executor, [&] { connection->Cancel(); });
    for (const auto* key : {"pending", "later"}) {
      try {
        co_await Ask(*connection, "BLPOP", key, "0");
        ADD_FAILURE() << "answered";
      } catch (const RedisError& error) {
        EXPECT_EQ(error.kind(), RedisError::Kind::kCancelled);
      }
    }
  }());
}

TEST(RedisConnection, EndsABlockedWriteWhenCancelled) {
  const RedisServer server;
  RunCoroutine([&]() -> awaitable<void> {
    const auto connection = co_await Connect(server.Url());
    CommandBatch batch;
    batch.Add({"BLPOP", "nothing", "0"});
    batch.Add({"SET", "k", std::string(50'000'000, 'v')});
    post(co_await boost::asio::this_coro::executor, [&] { connection->Cancel(); });
    try {
      co_await connection->Execute(batch);
      ADD_FAILURE() << "answered";
    } catch (const RedisError& error) {
      EXPECT_EQ(error.kind(), RedisError::Kind::kCancelled);
    }
  }());
}

}  // namespace
}  // namespace redline::redis
