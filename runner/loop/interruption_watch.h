// Hears of SIGINT, SIGTERM, SIGQUIT and SIGHUP (unless that is ignored, as nohup has it)
// while the main thread waits for something else, so that they do not just kill the
// process. One that is never destroyed does so until the process ends.
#ifndef REDLINE_RUNNER_LOOP_INTERRUPTION_WATCH_H_
#define REDLINE_RUNNER_LOOP_INTERRUPTION_WATCH_H_

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <functional>
#include <thread>

#include "base/mutex.h"

namespace redline::runner {

class InterruptionWatch {
 public:
  // `heard` is called for each signal, on a thread of the watch's own.
  explicit InterruptionWatch(std::function<void(int signal)> heard);
  // Signals end the process again.
  ~InterruptionWatch();
  // From now on signals do nothing. `heard` is not running any more on return. Any
  // thread.
  void Ignore();
  InterruptionWatch(const InterruptionWatch&) = delete;
  InterruptionWatch& operator=(const InterruptionWatch&) = delete;

 private:
  void Listen();

  Mutex mutex_;
  std::function<void(int)> heard_ GUARDED_BY(mutex_);
  boost::asio::io_context loop_{1};
  boost::asio::signal_set signals_;
  std::thread thread_;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_LOOP_INTERRUPTION_WATCH_H_
