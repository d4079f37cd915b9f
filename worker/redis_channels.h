// A worker's connections to Redis, and which of its hands uses which: hand h the
// connection h mod N. One that several hands use is shared as a pipeline; one of a single
// hand is used without a detour.
//
// Belongs to one event loop, and is used on its thread alone.
#ifndef REDLINE_WORKER_REDIS_CHANNELS_H_
#define REDLINE_WORKER_REDIS_CHANNELS_H_

#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <memory>
#include <vector>

#include "redis/command_channel.h"
#include "redis/connect_options.h"
#include "redis/pipeline.h"
#include "redis/redis_connection.h"
#include "worker/backoff.h"

namespace redline::worker {

class RedisChannels {
 public:
  // Opens the connections one after the other, each as long as what fails may heal, and
  // for `patience` at most. Throws redis::RedisError. REQUIRES: 1 <= connections <=
  // hands.
  boost::asio::awaitable<void> Open(redis::ConnectOptions options, std::size_t hands,
                                    std::size_t connections, Backoff::Duration patience);

  // The way to Redis of a hand; null if none was opened.
  redis::CommandChannel* Of(std::size_t hand) const {
    return hand < channels_.size() ? channels_[hand] : nullptr;
  }

 private:
  boost::asio::awaitable<void> OpenOne(const redis::ConnectOptions& options,
                                       std::size_t lanes, Backoff::Duration patience);

  // In the order in which they were opened.
  std::vector<std::unique_ptr<redis::RedisConnection>> connections_;  // Of a single hand.
  std::vector<std::unique_ptr<redis::Pipeline>> pipelines_;           // Of several.
  std::vector<redis::CommandChannel*> channels_;                      // By hand.
};

}  // namespace redline::worker

#endif  // REDLINE_WORKER_REDIS_CHANNELS_H_
