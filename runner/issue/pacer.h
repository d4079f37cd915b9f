// When each task of a phase is due: pure arithmetic, no clock and no state.
//
// Task n (from 0) is due at start + n / rate, computed from n each time, so neither a
// timer's drift nor a rounded interval adds up: an open loop. A phase of length d has the
// tasks that are due before start + d: rate × d of them, rounded up.
//
// Times are nanoseconds of the steady clock. Exact to the nanosecond as long as the
// phase's length in nanoseconds fits into a double's 53 bits (104 days).
//
// Immutable; may be shared by threads.
#ifndef REDLINE_RUNNER_ISSUE_PACER_H_
#define REDLINE_RUNNER_ISSUE_PACER_H_

#include <chrono>
#include <cstdint>

#include "runner/issue/rate.h"

namespace redline::runner {

class Pacer {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  using Duration = std::chrono::steady_clock::duration;

  // REQUIRES: duration >= 0, and rate × duration < 2^53.
  Pacer(Rate rate, TimePoint start, Duration duration);

  TimePoint start() const { return start_; }
  TimePoint end() const { return end_; }
  // The number of tasks in the phase.
  std::uint64_t total() const { return total_; }

  // When task n is due. REQUIRES: n < 2^53.
  TimePoint DueTime(std::uint64_t n) const;

  // How many tasks are due at or before `time`; 0 before the start, at most total().
  std::uint64_t DueBy(TimePoint time) const;

 private:
  Rate rate_;
  TimePoint start_;
  TimePoint end_;
  std::uint64_t total_;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_ISSUE_PACER_H_
