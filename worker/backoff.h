// How long to wait between attempts at something that fails and may heal.
//
// Pure: the time is passed in. The waits double from 1 ms to 1 s; none is left
// once the failures have lasted for the given time.
#ifndef REDLINE_WORKER_BACKOFF_H_
#define REDLINE_WORKER_BACKOFF_H_

#include <algorithm>
#include <chrono>
#include <optional>

namespace redline::worker {

class Backoff {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  using Duration = std::chrono::steady_clock::duration;

  explicit Backoff(Duration give_up_after) : give_up_after_(give_up_after) {}

  // The wait after a failure at `now`; nothing if it is time to give up.
  std::optional<Duration> Next(TimePoint now) {
    if (!first_failure_) first_failure_ = now;
    if (now - *first_failure_ >= give_up_after_) return std::nullopt;
    const Duration wait = next_;
    next_ = std::min<Duration>(next_ * 2, std::chrono::seconds(1));
    return wait;
  }

 private:
  const Duration give_up_after_;
  Duration next_ = std::chrono::milliseconds(1);
  std::optional<TimePoint> first_failure_;
};

}  // namespace redline::worker

#endif  // REDLINE_WORKER_BACKOFF_H_
