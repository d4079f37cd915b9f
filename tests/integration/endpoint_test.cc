#include "redis/endpoint.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <vector>

#include "redis/redis_error.h"
#include "tests/testing/dead_port.h"
#include "tests/testing/redis_server.h"
#include "tests/testing/run_coroutine.h"

namespace redline::redis {
namespace {

using boost::asio::awaitable;
using boost::asio::ip::tcp;
using redline::testing::DeadPort;
using redline::testing::RedisServer;
using redline::testing::RunCoroutine;
using ::testing::HasSubstr;

constexpr std::uint16_t kRefusing = 1;

Endpoint At(std::uint16_t port) {
  return tcp::endpoint(boost::asio::ip::address_v4::loopback(), port);
}

const RedisUrl kUrl = ParseRedisUrl("redis://redis.example");

// The port to which it has connected.
std::uint16_t PortOf(std::vector<Endpoint> endpoints) {
  return RunCoroutine([&]() -> awaitable<std::uint16_t> {
    const Socket socket = co_await Dial(kUrl, endpoints);
    const Endpoint peer = socket.remote_endpoint();
    co_return ntohs(reinterpret_cast<const sockaddr_in*>(peer.data())->sin_port);
  }());
}

TEST(Dial, GoesOnToTheNextAddressIfOneIsDead) {
  const DeadPort dead;
  const RedisServer server(RedisServer::Transport::kTcp);
  EXPECT_EQ(PortOf({At(dead.port()), At(server.port())}), server.port());
  EXPECT_EQ(PortOf({At(dead.port()), At(dead.port()), At(kRefusing), At(server.port())}),
            server.port());
}

TEST(Dial, GoesOnToTheNextAddressIfOneRefuses) {
  const RedisServer server(RedisServer::Transport::kTcp);
  EXPECT_EQ(PortOf({At(kRefusing), At(server.port())}), server.port());
}

TEST(Dial, StaysWithTheFirstThatAnswers) {
  const RedisServer first(RedisServer::Transport::kTcp);
  const RedisServer second(RedisServer::Transport::kTcp);
  EXPECT_EQ(PortOf({At(first.port()), At(second.port())}), first.port());
}

TEST(Dial, SaysWhatIsWrongIfNoAddressAnswers) {
  try {
    PortOf({At(kRefusing), At(kRefusing)});
    ADD_FAILURE() << "connected";
  } catch (const RedisError& error) {
    EXPECT_EQ(error.kind(), RedisError::Kind::kUnreachable);
    EXPECT_THAT(error.what(), HasSubstr("Connection refused"));
  }
}

TEST(Dial, OpensSocketsThatOtherProgramsDoNotInherit) {
  const RedisServer server(RedisServer::Transport::kTcp);
  RunCoroutine([&]() -> awaitable<void> {
    const std::vector<Endpoint> endpoints = {At(server.port())};
    Socket socket = co_await Dial(kUrl, endpoints);
    EXPECT_EQ(::fcntl(socket.native_handle(), F_GETFD), FD_CLOEXEC);
  }());
}

}  // namespace
}  // namespace redline::redis
