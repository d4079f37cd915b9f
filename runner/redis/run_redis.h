// The Redis of a run, as the supervisor deals with it before and after: a private one, or
// the one that the user named, and the supervisor's own connection to it.
//
// Everything here is asked beside the caller's coroutine, so that a Redis that does not
// answer cannot keep it: neither from an interruption nor from its end.
//
// On the supervisor's event loop only, which outlives it; so do all references.
#ifndef REDLINE_RUNNER_REDIS_RUN_REDIS_H_
#define REDLINE_RUNNER_REDIS_RUN_REDIS_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "redis/connect_options.h"
#include "redis/redis_connection.h"
#include "redis/redis_error.h"
#include "runner/display/display.h"
#include "runner/loop/change_signal.h"
#include "runner/plan/plan.h"
#include "runner/preflight/preflight_facts.h"
#include "runner/redis/private_redis.h"
#include "runner/redis/run_data.h"

namespace redline::runner {

class RunRedis {
 public:
  // Starts the private Redis, if the plan names none; before there is a second thread.
  // `interrupted` tells whether the run is to end; `changed` is notified when it changes.
  RunRedis(const Plan& plan, boost::asio::io_context& loop, ChangeSignal& changed,
           std::function<bool()> interrupted, Display& display);

  // May hold a password.
  const std::string& url() const { return url_; }
  const redis::ConnectOptions& options() const { return options_; }

  // Connects; waits, visibly, for a Redis that may yet come. Returns early if
  // interrupted. Throws EnvironmentError.
  boost::asio::awaitable<void> Prepare();

  // Its INFO and round trip. Waits, visibly, while it writes its data to disk, but no
  // longer than for a Redis that may yet come. Throws EnvironmentError. REQUIRES:
  // prepared.
  boost::asio::awaitable<RedisFacts> Facts();

  // Empties it, if the plan says so, and executes `and_then` in the same moment; returns
  // when its memory is free. Waits for a Redis that does not do so for a reason which may
  // pass. Returns early if interrupted. Throws EnvironmentError. REQUIRES: prepared.
  boost::asio::awaitable<void> FlushIfAsked(
      std::vector<std::vector<std::string>> and_then);

  // Deletes the run's keys, unless the plan or the Redis makes that needless. Returns a
  // sentence for the user if some may be left; throws nothing. REQUIRES: prepared.
  boost::asio::awaitable<std::string> CleanUp(std::string run_id);

 private:
  using TimePoint = std::chrono::steady_clock::time_point;

  boost::asio::awaitable<std::optional<redis::RedisError>> Connect();
  boost::asio::awaitable<RedisFacts> FactsNow();
  boost::asio::awaitable<RedisFacts> AskFacts(bool reopen);
  // Returns true.
  boost::asio::awaitable<bool> Flush(std::vector<std::vector<std::string>> and_then,
                                     bool reopen, TimePoint deadline);
  bool IsBySentinels() const;
  boost::asio::awaitable<bool> StillLeadsThere();
  // Returns whether none is left.
  boost::asio::awaitable<bool> Delete(RunKeys keys);
  // Returns why not all is deleted, or nothing when the deletion is over.
  boost::asio::awaitable<std::string> AwaitDeletion(TimePoint begin,
                                                    std::function<bool()> is_over);

  const Plan& plan_;
  boost::asio::io_context& loop_;
  ChangeSignal& changed_;
  const std::function<bool()> interrupted_;
  Display& display_;

  std::optional<PrivateRedis> private_redis_;
  std::string url_;
  redis::ConnectOptions options_;
  std::unique_ptr<redis::RedisConnection> connection_;
  bool is_flushing_ = false;               // It has not answered FLUSHALL yet.
  bool is_cleaning_ = true;                // Nobody has given the deletion up.
  std::optional<TimePoint> last_cleaned_;  // Redis' last answer to it.
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_REDIS_RUN_REDIS_H_
