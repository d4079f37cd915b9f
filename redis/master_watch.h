// Gives up a connection to a master that answers nothing any more, once the Sentinels
// name another. A master that is killed closes its connections; one that hangs, or whose
// network is gone, leaves them open for ever.
//
// The Sentinels are asked only while an answer is awaited and nothing comes in. Used on
// the transport's event loop alone.
#ifndef REDLINE_REDIS_MASTER_WATCH_H_
#define REDLINE_REDIS_MASTER_WATCH_H_

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>

#include "redis/connect_options.h"
#include "redis/redis_url.h"
#include "redis/transport.h"

namespace redline::redis {

class MasterWatch {
 public:
  // A connection has been silent for this time, or up to twice as long, when Sentinels
  // are asked about it.
  static constexpr std::chrono::seconds kSilence{1};

  // `transport`, which outlives this, leads to `master`, as the Sentinels of `options`
  // have said.
  MasterWatch(const boost::asio::any_io_executor& executor, ConnectOptions options,
              RedisUrl master, Transport& transport);
  ~MasterWatch();
  MasterWatch(const MasterWatch&) = delete;
  MasterWatch& operator=(const MasterWatch&) = delete;

 private:
  // What the coroutine needs: it lives as long as that.
  struct State;

  static boost::asio::awaitable<void> Watch(std::shared_ptr<State> state);
  static boost::asio::awaitable<bool> IsReplaced(const State& state);

  const std::shared_ptr<State> state_;
};

}  // namespace redline::redis

#endif  // REDLINE_REDIS_MASTER_WATCH_H_
