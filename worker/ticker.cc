#include "worker/ticker.h"

#include <glog/logging.h>
#include <sys/timerfd.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdint>

namespace redline::worker {
namespace {

namespace asio = boost::asio;
using std::chrono::steady_clock;

timespec ToTimespec(std::chrono::nanoseconds time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  return {.tv_sec = seconds.count(), .tv_nsec = (time - seconds).count()};
}

int StartTimer(steady_clock::time_point due, steady_clock::duration interval) {
  const int timer = ::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
  PCHECK(timer >= 0) << "no timer";
  // Absolute times of the clock that is std::chrono's steady one.
  const itimerspec times{.it_interval = ToTimespec(interval),
                         .it_value = ToTimespec(due.time_since_epoch())};
  PCHECK(::timerfd_settime(timer, TFD_TIMER_ABSTIME, &times, nullptr) == 0);
  return timer;
}

}  // namespace

Ticker::Ticker(asio::io_context& loop, Duration interval)
    : interval_(interval),
      due_(steady_clock::now() + interval),
      timer_(loop, StartTimer(due_, interval)) {}

asio::awaitable<Ticker::Duration> Ticker::Next() {
  std::uint64_t ticks = 0;
  co_await timer_.async_read_some(asio::buffer(&ticks, sizeof ticks),
                                  asio::use_awaitable);
  const Duration late = steady_clock::now() - due_;
  due_ += interval_ * static_cast<Duration::rep>(ticks);
  co_return late;
}

}  // namespace redline::worker
