// The tasks of a phase as they arrive, one after the other, whatever their pattern; and
// how many of them are due by a time.
//
// Both are plain values for one thread; each thread that asks has its own.
#ifndef REDLINE_RUNNER_ISSUE_ARRIVALS_H_
#define REDLINE_RUNNER_ISSUE_ARRIVALS_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <variant>

#include "runner/issue/arrival_pattern.h"
#include "runner/issue/load_shape.h"
#include "runner/issue/pacer.h"
#include "runner/issue/poisson_arrivals.h"

namespace redline::runner {

// What makes the due times of a phase.
struct ArrivalPlan {
  LoadShape shape;
  ArrivalPattern pattern = {};
  // Where between two tasks they come (runner/issue/pacer.h): not of Poisson's.
  double share = 0;
  // Of Poisson's.
  std::uint64_t seed = 0;
};

class Arrivals {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  Arrivals(const ArrivalPlan& plan, TimePoint start);

  // The next task; nothing after the last.
  const std::optional<Arrival>& next() const { return next_; }
  // To the task after it. REQUIRES: there is a next one.
  void Advance();
  // Past the rest of the next task's stage; returns how many tasks that were. REQUIRES:
  // likewise.
  std::uint64_t PassStage();
  // How many are before the next one.
  std::uint64_t passed() const { return passed_; }

 private:
  void Find();

  std::variant<Pacer, PoissonArrivals> source_;
  std::uint64_t passed_ = 0;
  std::optional<Arrival> next_;
};

// Counts due tasks. A Poisson process is walked through for it, anew where the time is
// before that of the last question.
class DueCount {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  DueCount(ArrivalPlan plan, TimePoint start);

  // How many tasks are due at or before `time`.
  std::uint64_t DueBy(TimePoint time);

 private:
  const ArrivalPlan plan_;
  const TimePoint start_;
  std::variant<Pacer, Arrivals> source_;
  TimePoint last_;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_ISSUE_ARRIVALS_H_
