#include "runner/watch/redis_sampler.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <utility>

#include "redis/command_batch.h"
#include "redis/redis_error.h"
#include "runner/watch/on_this_machine.h"
#include "runner/watch/redis_cpu_wait.h"

namespace redline::runner {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using std::chrono::steady_clock;

// Cancels a connection at a deadline, unless it is destroyed before.
class Watchdog {
 public:
  Watchdog(const asio::any_io_executor& executor, redis::RedisConnection& connection,
           steady_clock::time_point deadline)
      : timer_(executor, deadline) {
    timer_.async_wait(
        [connection = std::weak_ptr(connection_)](boost::system::error_code error) {
          const auto guarded = connection.lock();
          if (!error && guarded) (*guarded)->Cancel();
        });
    *connection_ = &connection;
  }

 private:
  // Shared, because a handler that is due already runs after its timer has gone.
  std::shared_ptr<redis::RedisConnection*> connection_ =
      std::make_shared<redis::RedisConnection*>(nullptr);
  asio::steady_timer timer_;
};

}  // namespace

RedisSampler::RedisSampler(redis::ConnectOptions options,
                           std::chrono::milliseconds timeout)
    : options_(std::move(options)), timeout_(timeout) {}

awaitable<void> RedisSampler::Connect() {
  co_await ConnectUntil(steady_clock::now() + timeout_);
}

awaitable<void> RedisSampler::Sample() {
  const TimePoint deadline = steady_clock::now() + timeout_;
  const bool reused = connection_ != nullptr;
  std::optional<RedisInfo> info = co_await AskUntil(deadline);
  // Redis may have closed the connection since the last sample.
  if (!info && reused && steady_clock::now() < deadline) {
    info = co_await AskUntil(deadline);
  }
  last_stretch_.reset();
  if (!info) co_return;
  on_this_machine_ = OnThisMachine(connection_->peer(), *info);
  const auto cpu_wait = on_this_machine_ ? RedisCpuWait(*info) : std::nullopt;
  meter_.Add(*std::move(info), steady_clock::now(), cpu_wait);
  last_stretch_ = meter_.LastStretch();
}

std::optional<reporting::RedisUsage> RedisSampler::Usage() const {
  std::optional<reporting::RedisUsage> usage = meter_.Usage();
  if (usage) usage->on_this_machine = on_this_machine_;
  return usage;
}

awaitable<void> RedisSampler::ConnectUntil(TimePoint deadline) {
  if (connection_) co_return;
  redis::ConnectOptions options = options_;
  options.timeout =
      std::chrono::ceil<std::chrono::milliseconds>(deadline - steady_clock::now());
  try {
    connection_ = co_await redis::RedisConnection::Connect(std::move(options));
  } catch (const redis::RedisError&) {
    // The workers' errors tell the user; here a sample is missed.
  }
}

awaitable<std::optional<RedisInfo>> RedisSampler::AskUntil(TimePoint deadline) {
  co_await ConnectUntil(deadline);
  if (!connection_) co_return std::nullopt;
  // "all": before Redis 7 one section or all of them can be asked for, not a list.
  redis::CommandBatch batch;
  batch.Add({"INFO", "all"});
  try {
    const Watchdog watchdog(co_await asio::this_coro::executor, *connection_, deadline);
    const redis::Replies replies = co_await connection_->Execute(batch);
    if (!replies[0].is_error()) co_return ParseRedisInfo(replies[0].text());
  } catch (const redis::RedisError&) {
    connection_.reset();
  }
  co_return std::nullopt;
}

}  // namespace redline::runner
