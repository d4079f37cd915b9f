#include "redis/pipeline.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <chrono>
#include <cstddef>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "base/parking_spot.h"
#include "redis/error_class.h"
#include "redis/redis_url.h"
#include "redis/tls_options.h"
#include "tests/testing/certificates.h"
#include "tests/testing/redis_server.h"
#include "tests/testing/run_coroutine.h"

namespace redline::redis {
namespace {

using boost::asio::awaitable;
using redline::testing::Certificates;
using redline::testing::RedisServer;
using redline::testing::RunCoroutine;
using ::testing::HasSubstr;
using namespace std::chrono_literals;

// Runs them side by side on the caller's event loop; throws what the first of them threw.
awaitable<void> All(std::vector<awaitable<void>> coroutines) {
  const auto executor = co_await boost::asio::this_coro::executor;
  std::size_t running = coroutines.size();
  std::exception_ptr failure;
  ParkingSpot over;
  for (awaitable<void>& coroutine : coroutines) {
    co_spawn(executor, std::move(coroutine), [&](std::exception_ptr thrown) {
      if (!failure) failure = std::move(thrown);
      if (--running == 0) over.Call();
    });
  }
  if (running > 0) co_await over.Park();
  if (failure) std::rethrow_exception(failure);
}

template <typename... Arguments>
awaitable<std::string> Ask(CommandChannel& channel, Arguments... arguments) {
  CommandBatch batch;
  batch.Add({std::string_view(arguments)...});
  const Replies replies = co_await channel.Execute(batch);
  co_return std::string(replies[0].text());
}

ConnectOptions OptionsFor(const RedisServer& server) {
  return {.url = ParseRedisUrl(server.Url()),
          .tls = {.verify = TlsOptions::Verify::kNone, .ca_file = ""},
          .timeout = 5s};
}

// A batch of several commands, whose replies are the caller's number, again and again.
awaitable<void> EchoMany(CommandChannel& channel, std::size_t lane, int times) {
  for (int i = 0; i < times; ++i) {
    const std::string text =
        std::to_string(lane) +
        std::string((lane * 977 + 13 * static_cast<std::size_t>(i)) % 20'000, 'x');
    CommandBatch batch;
    const std::size_t commands = 1 + (lane + static_cast<std::size_t>(i)) % 3;
    for (std::size_t j = 0; j < commands; ++j) batch.Add({"ECHO", text});
    const Replies replies = co_await channel.Execute(batch);
    EXPECT_EQ(replies.size(), commands);
    for (std::size_t j = 0; j < commands; ++j) EXPECT_EQ(replies[j].text(), text);
  }
}

TEST(Pipeline, GivesEachLaneItsOwnReplies) {
  const RedisServer server;
  RunCoroutine([&]() -> awaitable<void> {
    const auto pipeline = co_await Pipeline::Connect(OptionsFor(server), 8);
    std::vector<awaitable<void>> lanes;
    for (std::size_t i = 0; i < 8; ++i) {
      lanes.push_back(EchoMany(pipeline->lane(i), i, 300));
    }
    co_await All(std::move(lanes));
  }());
}

TEST(Pipeline, KeepsALanesRepliesUntilItsNextExecute) {
  const RedisServer server;
  RunCoroutine([&]() -> awaitable<void> {
    const auto pipeline = co_await Pipeline::Connect(OptionsFor(server), 2);
    CommandBatch batch;
    batch.Add({"ECHO", "mine"});
    const Replies replies = co_await pipeline->lane(0).Execute(batch);
    co_await EchoMany(pipeline->lane(1), 1, 50);
    EXPECT_EQ(replies[0].text(), "mine");
  }());
}

TEST(Pipeline, IsOneConnection) {
  const RedisServer server;
  RunCoroutine([&]() -> awaitable<void> {
    const auto pipeline = co_await Pipeline::Connect(OptionsFor(server), 5);
    const std::string first = co_await Ask(pipeline->lane(0), "CLIENT", "LIST");
    EXPECT_THAT(first, HasSubstr("cmd=client"));
    for (std::size_t i = 1; i < 5; ++i) {
      const std::string list = co_await Ask(pipeline->lane(i), "CLIENT", "LIST");
      EXPECT_EQ(list.find('\n'), list.size() - 1) << list;
    }
  }());
}

// A server that answers two commands, in one piece, when it has got both.
class PatientServer {
 public:
  PatientServer() : listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    EXPECT_EQ(bind(listener_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(listen(listener_, 1), 0);
    EXPECT_EQ(getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size), 0);
    url_ = "redis://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
    thread_ = std::thread([this] { Serve(); });
  }
  ~PatientServer() {
    thread_.join();
    close(listener_);
  }
  const std::string& url() const { return url_; }

 private:
  void Serve() const {
    const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    char bytes[1024];
    EXPECT_GT(read(client, bytes, sizeof bytes), 0);  // PING
    Say(client, "+PONG\r\n");
    std::string asked;
    while (asked.find("first") == std::string::npos ||
           asked.find("second") == std::string::npos) {
      const ssize_t size = read(client, bytes, sizeof bytes);
      if (size <= 0) break;
      asked.append(bytes, static_cast<std::size_t>(size));
    }
    Say(client, "+of first\r\n+of second\r\n");
    while (read(client, bytes, sizeof bytes) > 0) continue;
    close(client);
  }
  static void Say(int client, const std::string& text) {
    EXPECT_EQ(send(client, text.data(), text.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(text.size()));
  }

  const int listener_;
  std::string url_;
  std::thread thread_;
};

awaitable<void> ExpectAnswer(CommandChannel& channel, std::string asked,
                             std::string answer) {
  const std::string got = co_await Ask(channel, "ECHO", std::move(asked));
  EXPECT_EQ(got, answer);
}

TEST(Pipeline, SendsABatchThoughAnEarlierOneIsNotAnswered) {
  const PatientServer server;
  RunCoroutine([&]() -> awaitable<void> {
    ConnectOptions options{.url = ParseRedisUrl(server.url()), .tls = {}, .timeout = 5s};
    const auto pipeline = co_await Pipeline::Connect(std::move(options), 2);
    std::vector<awaitable<void>> lanes;
    lanes.push_back(ExpectAnswer(pipeline->lane(1), "first", "of first"));
    lanes.push_back(ExpectAnswer(pipeline->lane(0), "second", "of second"));
    co_await All(std::move(lanes));
  }());
}

// More than a socket takes at once, from all lanes, of a Redis that answers meanwhile.
awaitable<void> SendMuch(CommandChannel& channel, std::size_t lane) {
  const std::string key = "key" + std::to_string(lane);
  for (int i = 0; i < 3; ++i) {
    const std::string value((std::size_t{4} << 20) + lane,
                            static_cast<char>('a' + static_cast<int>(lane) + i));
    const std::string set = co_await Ask(channel, "SET", key, value);
    EXPECT_EQ(set, "OK");
    const std::string got = co_await Ask(channel, "GET", key);
    EXPECT_TRUE(got == value);
  }
}

void SendMuchBySeveralLanes(const RedisServer& server) {
  RunCoroutine([&]() -> awaitable<void> {
    const auto pipeline = co_await Pipeline::Connect(OptionsFor(server), 4);
    std::vector<awaitable<void>> lanes;
    for (std::size_t i = 0; i < 4; ++i) lanes.push_back(SendMuch(pipeline->lane(i), i));
    co_await All(std::move(lanes));
  }());
}

TEST(Pipeline, SendsMoreThanTheSocketTakesAtOnce) {
  SendMuchBySeveralLanes(RedisServer());
}

TEST(Pipeline, SendsMoreThanTheSocketTakesAtOnceByTls) {
  Certificates certificates;
  SendMuchBySeveralLanes(
      RedisServer(RedisServer::Transport::kTls,
                  certificates.SelfSigned("DNS:localhost").Arguments()));
}

// Until one more has failed in each lane, and then heals.
awaitable<void> FailAndHeal(CommandChannel& channel, int& failures) {
  bool failed = false;
  while (!failed) {
    try {
      co_await Ask(channel, "PING");
    } catch (const RedisError& error) {
      EXPECT_EQ(error.kind(), RedisError::Kind::kConnectionLost) << error.what();
      failed = true;
      ++failures;
    }
  }
  co_await channel.Reopen();
  const std::string answer = co_await Ask(channel, "PING");
  EXPECT_EQ(answer, "PONG");
}

int ConnectionsReceived(const RedisServer& server) {
  constexpr std::string_view kName = "total_connections_received:";
  const std::string info = server.Cli("INFO stats");
  return std::stoi(info.substr(info.find(kName) + kName.size()));
}

TEST(Pipeline, IsReopenedOnceForAllLanes) {
  const RedisServer server;
  RunCoroutine([&]() -> awaitable<void> {
    const auto pipeline = co_await Pipeline::Connect(OptionsFor(server), 6);
    const int before = ConnectionsReceived(server);
    server.Cli("CLIENT KILL TYPE normal");
    int failures = 0;
    std::vector<awaitable<void>> lanes;
    for (std::size_t i = 0; i < 6; ++i) {
      lanes.push_back(FailAndHeal(pipeline->lane(i), failures));
    }
    co_await All(std::move(lanes));
    EXPECT_EQ(failures, 6);
    // Two of them redis-cli's.
    EXPECT_EQ(ConnectionsReceived(server) - before, 3);
  }());
}

awaitable<void> ReopenInVain(CommandChannel& channel, int& failures) {
  try {
    co_await channel.Reopen();
  } catch (const RedisError& error) {
    EXPECT_TRUE(MayHeal(error)) << error.what();
    ++failures;
  }
}

TEST(Pipeline, TellsAllLanesThatItCouldNotBeReopened) {
  RedisServer server;
  RunCoroutine([&]() -> awaitable<void> {
    const auto pipeline = co_await Pipeline::Connect(OptionsFor(server), 3);
    for (std::size_t i = 0; i < 3; ++i) co_await EchoMany(pipeline->lane(i), i, 1);
    server.Kill();
    int failures = 0;
    std::vector<awaitable<void>> lanes;
    for (std::size_t i = 0; i < 3; ++i) {
      lanes.push_back(ReopenInVain(pipeline->lane(i), failures));
    }
    co_await All(std::move(lanes));
    EXPECT_EQ(failures, 3);
    server.Restart();
    co_await pipeline->lane(2).Reopen();
    co_await EchoMany(pipeline->lane(0), 0, 3);
  }());
}

awaitable<void> WaitForNothing(CommandChannel& channel, std::string& failure) {
  try {
    co_await Ask(channel, "BLPOP", "nothing", "0");
  } catch (const RedisError& error) {
    EXPECT_EQ(error.kind(), RedisError::Kind::kConnectionLost);
    failure = error.what();
  }
}

awaitable<void> ReopenWhatWorks(CommandChannel& channel) {
  const std::string answer = co_await Ask(channel, "ECHO", "x");
  EXPECT_EQ(answer, "x");
  co_await channel.Reopen();
  const std::string list = co_await Ask(channel, "CLIENT", "LIST");
  EXPECT_EQ(list.find('\n'), list.size() - 1) << list;
}

// As after a failover, when the connection works and leads to the wrong server.
TEST(Pipeline, FailsBatchesUnderWayWhenItIsReopenedThoughItWorks) {
  const RedisServer server;
  RunCoroutine([&]() -> awaitable<void> {
    const auto pipeline = co_await Pipeline::Connect(OptionsFor(server), 2);
    std::string failure;
    std::vector<awaitable<void>> lanes;
    lanes.push_back(ReopenWhatWorks(pipeline->lane(0)));
    lanes.push_back(WaitForNothing(pipeline->lane(1), failure));
    co_await All(std::move(lanes));
    EXPECT_THAT(failure, HasSubstr("was given up to open another."));
  }());
}

// Until it is over, whatever becomes of the connection.
awaitable<void> AskOften(CommandChannel& channel, const bool& over) {
  while (!over) {
    bool lost = false;
    try {
      co_await Ask(channel, "ECHO", "x");
    } catch (const RedisError&) {
      lost = true;
    }
    if (lost) co_await channel.Reopen();
  }
}

awaitable<void> ReopenOften(CommandChannel& channel, bool& over) {
  for (int i = 0; i < 300; ++i) {
    try {
      co_await Ask(channel, "ECHO", "y");
    } catch (const RedisError&) {
      // The other lane's reopening; there is another attempt.
      continue;
    }
    co_await channel.Reopen();
  }
  over = true;
}

// A read that succeeds just before it is cancelled must not leave the lanes waiting.
TEST(Pipeline, IsReopenedAgainAndAgainWhileAnotherLaneGetsReplies) {
  const RedisServer server;
  RunCoroutine([&]() -> awaitable<void> {
    const auto pipeline = co_await Pipeline::Connect(OptionsFor(server), 3);
    bool over = false;
    std::vector<awaitable<void>> lanes;
    lanes.push_back(ReopenOften(pipeline->lane(0), over));
    lanes.push_back(AskOften(pipeline->lane(1), over));
    lanes.push_back(AskOften(pipeline->lane(2), over));
    co_await All(std::move(lanes));
    EXPECT_TRUE(over);
  }());
}

}  // namespace
}  // namespace redline::redis
