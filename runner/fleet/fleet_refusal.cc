#include "runner/fleet/fleet_refusal.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
#include <string_view>

#include "redis/command_batch.h"
#include "redis/redis_connection.h"
#include "redis/redis_error.h"
#include "redis/reply.h"
#include "runner/fleet/fleet_keys.h"

namespace redline::runner {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::seconds kPatience{3};
constexpr std::string_view kHeardForSeconds = "10";

asio::awaitable<void> Tell(const FleetContact& contact, const std::string& why) {
  const FleetOptions& fleet = contact.fleet;
  const auto key = [&](const std::string& name) { return FleetKey(fleet.id, name); };
  const std::unique_ptr<redis::RedisConnection> connection =
      co_await redis::RedisConnection::Connect(contact.redis);
  redis::CommandBatch batch;
  batch.Add({"EXISTS", key("start"), key("member:" + fleet.dyno)});
  batch.Add({"SCARD", key("members")});
  bool concerns_nobody = false;
  {
    const redis::Replies replies = co_await connection->Execute(batch);
    redis::ThrowIfError(replies[0], "fleet");
    redis::ThrowIfError(replies[1], "fleet");
    const auto members = static_cast<std::uint64_t>(replies[1].integer());
    concerns_nobody = replies[0].integer() > 0 || members >= fleet.size;
  }
  if (concerns_nobody) co_return;
  batch.Clear();
  batch.Add({"SET", key("stop"), fleet.dyno + " could not begin: " + why, "NX", "EX",
             kHeardForSeconds});
  co_await connection->Execute(batch);
}

}  // namespace

void TellOfRefusal(const FleetContact& contact, const std::string& why) {
  asio::io_context loop(1);
  // A failure to tell changes nothing: the others will wait, and then miss us.
  asio::co_spawn(loop, Tell(contact, why), [](std::exception_ptr) {});
  loop.run_for(kPatience);
}

}  // namespace redline::runner
