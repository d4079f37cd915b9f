// When each task of a phase is due that arrives evenly or in bursts: pure arithmetic, no
// clock and no state.
//
// Task n (from 0) has the position (floor(n / b) + share) × b, for bursts of b tasks (1
// where they arrive evenly), and is due when the load's shape gets there
// (runner/issue/load_shape.h): at a constant rate at start + n / rate. It is computed
// from n each time, so neither a timer's drift nor a rounded interval adds up: an open
// loop. A phase has the tasks whose positions are before its end, and of these no more
// than if they came evenly: the last burst may be shorter.
//
// `share` is where in each distance between two tasks (or bursts) they come, 0 <= share <
// 1: of D dynos that together are one load, dyno d has the share d / D, so that they
// issue in turn.
//
// Times are nanoseconds of the steady clock. Exact to the nanosecond as long as the
// phase's length in nanoseconds fits into a double's 53 bits (104 days).
//
// Immutable; may be shared by threads.
#ifndef REDLINE_RUNNER_ISSUE_PACER_H_
#define REDLINE_RUNNER_ISSUE_PACER_H_

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "runner/issue/load_shape.h"

namespace redline::runner {

// When a task is due, and in which stage of its phase.
struct Arrival {
  std::chrono::steady_clock::time_point due;
  std::size_t stage = 0;
};

class Pacer {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  using Duration = std::chrono::steady_clock::duration;

  // REQUIRES: shape.total() < 2^53, burst >= 1, 0 <= share < 1.
  Pacer(LoadShape shape, TimePoint start, std::uint64_t burst = 1, double share = 0);

  TimePoint end() const { return start_ + shape_.duration(); }
  // The number of tasks in the phase.
  std::uint64_t total() const { return total_; }

  // REQUIRES: n < 2^53.
  Arrival ArrivalOf(std::uint64_t n) const;
  TimePoint DueTime(std::uint64_t n) const { return ArrivalOf(n).due; }

  // How many tasks are due at or before `time`; 0 before the start, at most total().
  std::uint64_t DueBy(TimePoint time) const;

 private:
  double PositionOf(std::uint64_t n) const;
  // Whether the phase has a task n.
  bool Has(std::uint64_t n) const;

  LoadShape shape_;
  TimePoint start_;
  std::uint64_t burst_;
  double share_;
  std::uint64_t total_ = 0;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_ISSUE_PACER_H_
