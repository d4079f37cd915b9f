// The attempts at something that Redis lets fail: how long to wait before the next one,
// and whether there is one.
//
// Used by one coroutine.
#ifndef REDLINE_WORKER_ATTEMPTS_H_
#define REDLINE_WORKER_ATTEMPTS_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <optional>

#include "redis/error_class.h"
#include "redis/redis_error.h"
#include "worker/backoff.h"

namespace redline::worker {

class Attempts {
 public:
  // Gives up once attempts have failed for so long.
  explicit Attempts(Backoff::Duration patience) : backoff_(patience) {}

  // Whether there is another attempt after one that failed so: if not, the error may not
  // heal, or has not in time.
  bool GoesOn(const redis::RedisError& error) {
    wait_ = redis::MayHeal(error) ? backoff_.Next(std::chrono::steady_clock::now())
                                  : std::nullopt;
    return wait_.has_value();
  }

  // Returns when it is time for it. REQUIRES: GoesOn has said so.
  boost::asio::awaitable<void> AwaitNext() {
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, *wait_);
    co_await timer.async_wait(boost::asio::use_awaitable);
  }

 private:
  Backoff backoff_;
  std::optional<Backoff::Duration> wait_;
};

}  // namespace redline::worker

#endif  // REDLINE_WORKER_ATTEMPTS_H_
