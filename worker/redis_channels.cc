#include "worker/redis_channels.h"

#include <optional>

#include "redis/redis_error.h"
#include "worker/attempts.h"

namespace redline::worker {

using boost::asio::awaitable;

awaitable<void> RedisChannels::Open(redis::ConnectOptions options, std::size_t hands,
                                    std::size_t connections, Backoff::Duration patience) {
  channels_.resize(hands);
  for (std::size_t i = 0; i < connections; ++i) {
    const std::size_t lanes = (hands - i + connections - 1) / connections;
    co_await OpenOne(options, lanes, patience);
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      channels_[i + lane * connections] =
          lanes == 1 ? connections_.back().get() : &pipelines_.back()->lane(lane);
    }
  }
}

awaitable<void> RedisChannels::OpenOne(const redis::ConnectOptions& options,
                                       std::size_t lanes, Backoff::Duration patience) {
  Attempts attempts(patience);
  while (true) {
    std::optional<redis::RedisError> error;
    try {
      if (lanes == 1) {
        connections_.push_back(co_await redis::RedisConnection::Connect(options));
      } else {
        pipelines_.push_back(co_await redis::Pipeline::Connect(options, lanes));
      }
      co_return;
    } catch (const redis::RedisError& thrown) {
      error = thrown;
    }
    if (!attempts.GoesOn(*error)) throw *error;
    co_await attempts.AwaitNext();
  }
}

}  // namespace redline::worker
