// Watches Redis while a run lasts, over a connection of its own.
//
// The caller asks for a sample at the start of the measured phase, once a second, and at
// its end. Each is one INFO, which takes Redis some 50 µs: a twenty-thousandth of its
// time. Errors show in the figures only: a sample that Redis does not answer within the
// timeout is missed, and the next one connects anew.
//
// One event loop's thread only.
#ifndef REDLINE_RUNNER_WATCH_REDIS_SAMPLER_H_
#define REDLINE_RUNNER_WATCH_REDIS_SAMPLER_H_

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "redis/connect_options.h"
#include "redis/redis_connection.h"
#include "reporting/model/redis_usage.h"
#include "runner/watch/redis_info.h"
#include "runner/watch/redis_usage_meter.h"

namespace redline::runner {

class RedisSampler {
 public:
  // Connects with the first sample; Connect may be called before, so that the first
  // sample is one round trip and no more. `timeout` is for each sample as a whole, and
  // overrides that of the options.
  RedisSampler(redis::ConnectOptions options, std::chrono::milliseconds timeout);

  // Returns at most `timeout` later, connected or not. Throws no RedisError.
  boost::asio::awaitable<void> Connect();

  // Takes one sample, or misses it. Throws no RedisError. REQUIRES: no other is pending,
  // and the sampler outlives it.
  boost::asio::awaitable<void> Sample();

  // The usage between the first and the last sample; nothing if there was none. May be
  // called while a sample is pending.
  std::optional<reporting::RedisUsage> Usage() const;

  // Redis' work between the last two samples; nothing if the last one was missed.
  const std::optional<RedisStretch>& LastStretch() const { return last_stretch_; }

 private:
  using TimePoint = std::chrono::steady_clock::time_point;

  boost::asio::awaitable<void> ConnectUntil(TimePoint deadline);
  // The reply, or nothing.
  boost::asio::awaitable<std::optional<RedisInfo>> AskUntil(TimePoint deadline);

  const redis::ConnectOptions options_;
  const std::chrono::milliseconds timeout_;
  std::unique_ptr<redis::RedisConnection> connection_;  // Null: to be opened.
  RedisUsageMeter meter_;
  bool on_this_machine_ = false;
  std::optional<RedisStretch> last_stretch_;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_WATCH_REDIS_SAMPLER_H_
