#include "redis/master_watch.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdint>
#include <optional>
#include <utility>

#include "redis/redis_error.h"
#include "redis/sentinel.h"

namespace redline::redis {

namespace asio = boost::asio;
using asio::awaitable;

struct MasterWatch::State {
  const ConnectOptions options;
  const RedisUrl master;
  Transport* transport;  // None once the watch is over.
  asio::steady_timer timer;
  asio::cancellation_signal end = {};
};

MasterWatch::MasterWatch(const asio::any_io_executor& executor, ConnectOptions options,
                         RedisUrl master, Transport& transport)
    : state_(std::make_shared<State>(std::move(options), std::move(master), &transport,
                                     asio::steady_timer(executor))) {
  asio::co_spawn(executor, Watch(state_),
                 asio::bind_cancellation_slot(state_->end.slot(), asio::detached));
}

MasterWatch::~MasterWatch() {
  state_->transport = nullptr;
  state_->end.emit(asio::cancellation_type::terminal);
}

// Ended by an exception out of what it waits for.
awaitable<void> MasterWatch::Watch(std::shared_ptr<State> state) {
  std::optional<std::uint64_t> before;
  while (state->transport != nullptr) {
    state->timer.expires_after(kSilence);
    co_await state->timer.async_wait(asio::use_awaitable);
    if (state->transport == nullptr) co_return;
    const std::optional<std::uint64_t> awaited = state->transport->awaited();
    const bool is_silent = awaited && awaited == before;
    before = awaited;
    if (!is_silent || !co_await IsReplaced(*state)) continue;
    if (state->transport != nullptr) state->transport->Drop();
    co_return;
  }
}

awaitable<bool> MasterWatch::IsReplaced(const State& state) {
  ConnectOptions options = state.options;
  try {
    const RedisUrl master = co_await FindMaster(options);
    co_return master.address != state.master.address;
  } catch (const RedisError&) {
    // Nobody knows; the next time.
    co_return false;
  }
}

}  // namespace redline::redis
