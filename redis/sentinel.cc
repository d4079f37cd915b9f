#include "redis/sentinel.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "redis/command_batch.h"
#include "redis/error_class.h"
#include "redis/redis_connection.h"
#include "redis/reply.h"

namespace redline::redis {
namespace {

using boost::asio::awaitable;
using Kind = RedisError::Kind;

std::string Quoted(const std::string& text) { return "\"" + text + "\""; }

RedisUrl UrlOf(const TcpAddress& sentinel, const RedisUrl& url) {
  const auto& address = std::get<SentinelAddress>(url.address);
  return {.address = sentinel,
          .user = address.user,
          .password = address.password,
          .tls = url.tls,
          .is_sentinel = true};
}

std::optional<TcpAddress> ReadAddress(Reply reply) {
  TcpAddress address{.host = std::string(reply[0].text())};
  const std::string_view port = reply[1].text();
  const char* const end = port.data() + port.size();
  const auto [stop, error] = std::from_chars(port.data(), end, address.port);
  if (address.host.empty() || error != std::errc() || stop != end) return std::nullopt;
  return address;
}

awaitable<TcpAddress> Ask(ConnectOptions options, std::string master) {
  const RedisUrl& url = options.url;
  const std::unique_ptr<RedisConnection> connection =
      co_await RedisConnection::Connect(options);
  CommandBatch batch;
  batch.Add({"SENTINEL", "GET-MASTER-ADDR-BY-NAME", master});
  const Replies replies = co_await connection->Execute(batch);
  const Reply reply = replies[0];
  if (reply.is_error()) {
    throw RedisError(Kind::kMisconfigured,
                     "The server at " + Describe(url) +
                         " does not tell the master as a Sentinel does (" +
                         std::string(reply.text()) +
                         "): name Sentinels in the Redis URL, or begin it with " +
                         (url.tls ? "rediss" : "redis") + ":// if this is the Redis.",
                     reply.text());
  }
  if (reply.is_nil()) {
    throw RedisError(Kind::kMisconfigured,
                     "The Sentinel at " + Describe(url) + " knows no master " +
                         Quoted(master) +
                         ": correct the name in the Redis URL (SENTINEL MASTERS tells "
                         "those that it knows).");
  }
  const std::optional<TcpAddress> address = ReadAddress(reply);
  ThrowUnless(address.has_value(), "SENTINEL");
  co_return *address;
}

}  // namespace

awaitable<RedisUrl> FindMaster(ConnectOptions& options) {
  auto& [sentinels, master, user, password] =
      std::get<SentinelAddress>(options.url.address);
  const auto part = static_cast<std::int64_t>(sentinels.size() + 1);
  std::optional<RedisError> trouble;
  for (auto one = sentinels.begin(); one != sentinels.end(); ++one) {
    const RedisUrl url = UrlOf(*one, options.url);
    ConnectOptions way{.url = url, .tls = options.tls, .timeout = options.timeout / part};
    std::optional<RedisError> error;
    try {
      TcpAddress address = co_await Ask(std::move(way), master);
      RedisUrl found = options.url;
      found.address = std::move(address);
      std::rotate(sentinels.begin(), one, one + 1);
      co_return found;
    } catch (const RedisError& thrown) {
      error = thrown;
    }
    // One that may know it yet is more than one that does not.
    if (!trouble || MayHeal(*error) || !MayHeal(*trouble)) trouble = error;
  }
  if (!MayHeal(*trouble)) throw *trouble;
  throw RedisError(Kind::kUnreachable, "No Sentinel of " + Describe(options.url) +
                                           " tells the master: " + trouble->what());
}

void AskFirstLast(ConnectOptions& options) {
  auto& sentinels = std::get<SentinelAddress>(options.url.address).sentinels;
  std::rotate(sentinels.begin(), sentinels.begin() + 1, sentinels.end());
}

awaitable<void> CheckIsMaster(CommandChannel& channel, const RedisUrl& url) {
  CommandBatch batch;
  batch.Add({"ROLE"});
  const Replies replies = co_await channel.Execute(batch);
  const std::string role(replies[0][0].text());
  if (replies[0].is_error() || role == "master") co_return;
  throw RedisError(Kind::kUnreachable, "Redis at " + Describe(url) + " has the role " +
                                           Quoted(role) +
                                           ": wait until the failover is over.");
}

RedisError AtMasterOf(const RedisUrl& url, const RedisError& error) {
  const auto* const address = std::get_if<SentinelAddress>(&url.address);
  if (address == nullptr) return error;
  return {error.kind(),
          error.what() + std::string(" The Sentinels name it as the master ") +
              Quoted(address->master) + ".",
          error.reply()};
}

RedisError SentinelsSilent(const ConnectOptions& options) {
  return {Kind::kUnreachable,
          "No Sentinel of " + Describe(options.url) + " told the master within " +
              std::to_string(options.timeout.count()) +
              " ms: check that one is reachable, or give them more time with "
              "--redis_connect_timeout_ms."};
}

}  // namespace redline::redis
