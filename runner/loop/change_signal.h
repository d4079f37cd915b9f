// Lets a coroutine wait until something has come true that event handlers bring about.
//
// Handlers change what they change and call Notify; the coroutine looks at its condition
// again. One coroutine at a time waits. All on the event loop's only thread.
#ifndef REDLINE_RUNNER_LOOP_CHANGE_SIGNAL_H_
#define REDLINE_RUNNER_LOOP_CHANGE_SIGNAL_H_

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>

namespace redline::runner {

class ChangeSignal {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  explicit ChangeSignal(const boost::asio::any_io_executor& executor)
      : timer_(executor) {}

  void Notify() { timer_.cancel(); }

  // Returns what the condition is when it has come true or `deadline` has passed.
  template <class Condition>
  boost::asio::awaitable<bool> WaitUntil(TimePoint deadline, Condition condition) {
    while (!condition() && std::chrono::steady_clock::now() < deadline) {
      timer_.expires_at(deadline);
      boost::system::error_code cancelled_or_over;
      co_await timer_.async_wait(
          boost::asio::redirect_error(boost::asio::use_awaitable, cancelled_or_over));
    }
    co_return condition();
  }

 private:
  boost::asio::steady_timer timer_;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_LOOP_CHANGE_SIGNAL_H_
