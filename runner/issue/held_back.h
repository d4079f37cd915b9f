// By how much the supervisor itself may have held a worker back: whether a backlog that
// reached its limit says anything about the worker.
//
// A worker does its tasks in order, one at a time: each is done at
//
//   done(n) = max(issued(n), done(n − 1)) + time(n),
//
// so if none since its backlog was last low was issued more than L after it was due, none
// is done more than L later than it would have been had all been issued on time
// (Lindley's recursion; by induction over n). The work that a punctual supervisor would
// find done *now* is at most the work that is really done L from now. So the issuer looks
// once more then (runner/issue/issuer.h): a worker that does a good part of its backlog
// in that time has only been held back. Of a worker that may have several in hand it is
// as true: it starts them in order, and none earlier because another came later (Kiefer
// and Wolfowitz, "On the theory of queues with many servers", 1955).
//
// Plain values, no clock. Used by the issuer's thread.
#ifndef REDLINE_RUNNER_ISSUE_HELD_BACK_H_
#define REDLINE_RUNNER_ISSUE_HELD_BACK_H_

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace redline::runner {

// The worst lateness of the tasks that one worker was given since its backlog was last
// low.
class HeldBack {
 public:
  using Duration = std::chrono::nanoseconds;

  // Any task may be this late: the issuer's own step (SteadyIssueClock::kShortestWait).
  static constexpr std::chrono::microseconds kPunctual{200};
  // The share of its limit up to which a backlog is low: tasks that came late before do
  // not matter any more.
  static constexpr std::uint64_t kLowShare = 10;  // A tenth.

  // A task is about to be given to the worker, `lateness` after it was due. `backlog`
  // returns the worker's, this task excluded; it is asked only after a task was late.
  template <class Backlog>
  void Give(Duration lateness, std::uint64_t limit, Backlog backlog) {
    if (lateness > kPunctual) {
      worst_ = std::max(worst_, lateness);
    } else if (worst_ != Duration::zero() && backlog() * kLowShare <= limit) {
      worst_ = Duration::zero();
    }
  }

  Duration worst() const { return std::max<Duration>(worst_, kPunctual); }

 private:
  Duration worst_{0};  // Zero if none was late.
};

// Whether a worker that does so many of the unfinished tasks, in the time by which it may
// have been held back, has only been held back: then the limit says nothing about it.
constexpr bool CaughtUp(std::uint64_t done, std::uint64_t unfinished) {
  constexpr std::uint64_t kGoodPart = 4;  // A quarter.
  return done * kGoodPart >= unfinished;
}

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_ISSUE_HELD_BACK_H_
