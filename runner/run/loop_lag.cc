#include "runner/run/loop_lag.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>

#include "runner/workers/tick_interval.h"

namespace redline::runner {

namespace asio = boost::asio;
using std::chrono::steady_clock;

asio::awaitable<void> MeasureLoopLag(shm::SharedHistogram& lag,
                                     std::function<bool()> is_wanted) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  while (true) {
    const steady_clock::time_point due = steady_clock::now() + kShortestTickInterval;
    timer.expires_at(due);
    co_await timer.async_wait(asio::use_awaitable);
    if (!is_wanted()) continue;
    lag.RecordTicks(
        std::chrono::floor<std::chrono::microseconds>(steady_clock::now() - due),
        kShortestTickInterval);
  }
}

}  // namespace redline::runner
