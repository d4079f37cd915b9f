#include "redis/sentinel.h"

#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "redis/command_batch.h"
#include "redis/connect_error.h"
#include "redis/error_class.h"
#include "redis/redis_connection.h"
#include "redis/redis_error.h"
#include "redis/reply.h"

namespace redline::redis {
namespace {

namespace asio = boost::asio;

// How to reach one of them.
ConnectOptions OptionsFor(const TcpAddress& sentinel, const ConnectOptions& options) {
  const auto& all = std::get<SentinelAddress>(options.url.address);
  return {.url = {.address = sentinel,
                  .user = all.user,
                  .password = all.password,
                  .database = 0,
                  .tls = options.url.tls},
          .tls = options.tls,
          // One share is the master's.
          .timeout = options.timeout / (all.sentinels.size() + 1)};
}

// What a Sentinel says of the master; nothing if it knows none of that name.
asio::awaitable<std::optional<TcpAddress>> Ask(const ConnectOptions& sentinel,
                                               const std::string& master) {
  const auto connection = co_await RedisConnection::Connect(sentinel);
  CommandBatch batch;
  batch.Add({"SENTINEL", "get-master-addr-by-name", master});
  const Replies replies = co_await connection->Execute(batch);
  const Reply reply = replies[0];
  if (reply.text().starts_with("ERR unknown command")) {
    throw IsNoSentinel(sentinel.url);
  }
  ThrowIfError(reply, "SENTINEL get-master-addr-by-name");
  if (reply.size() != 2) co_return std::nullopt;
  const auto port = ParsePort(reply[1].text());
  if (!port) co_return std::nullopt;
  co_return TcpAddress{.host = std::string(reply[0].text()), .port = *port};
}

}  // namespace

asio::awaitable<ConnectOptions> FindMaster(const ConnectOptions& options) {
  const auto& [sentinels, master, user, password] =
      std::get<SentinelAddress>(options.url.address);
  std::optional<RedisError> failure;
  bool is_unknown = false;
  for (const TcpAddress& sentinel : sentinels) {
    const ConnectOptions to_sentinel = OptionsFor(sentinel, options);
    try {
      if (auto found = co_await Ask(to_sentinel, master)) {
        ConnectOptions to_master = options;
        to_master.url.address = *std::move(found);
        co_return to_master;
      }
      is_unknown = true;
    } catch (const RedisError& error) {
      failure = ClassifyReply(error.reply()) == ErrorClass::kNoAuth
                    ? SentinelLoginRefused(to_sentinel.url, error.reply())
                    : error;
      if (error.kind() == RedisError::Kind::kCancelled) throw;
    }
  }
  if (is_unknown) throw MasterUnknown(options.url);
  if (failure->kind() == RedisError::Kind::kMisconfigured) throw *failure;
  throw NoSentinelAnswered(options.url, *failure);
}

}  // namespace redline::redis
