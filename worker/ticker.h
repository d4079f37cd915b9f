// A timer that goes off at fixed intervals and tells how late the event loop was to
// notice.
//
// Asio's own timers would do, but cost three system calls and two settings of a hardware
// timer for each tick, and five hundred workers tick on one machine; this one is set once
// (timerfd_create(2)) and costs a wake-up and a read.
//
// Belongs to one event loop and is used on its thread alone.
#ifndef REDLINE_WORKER_TICKER_H_
#define REDLINE_WORKER_TICKER_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <chrono>

namespace redline::worker {

class Ticker {
 public:
  using Duration = std::chrono::steady_clock::duration;

  // The first tick is due one interval from now. REQUIRES: interval > 0.
  Ticker(boost::asio::io_context& loop, Duration interval);

  // Waits for the next tick and returns the time that has passed since it was due. Ticks
  // that a busy loop has missed count as one, which was due when the first of them was.
  boost::asio::awaitable<Duration> Next();

 private:
  const Duration interval_;
  std::chrono::steady_clock::time_point due_;
  boost::asio::posix::stream_descriptor timer_;
};

}  // namespace redline::worker

#endif  // REDLINE_WORKER_TICKER_H_
