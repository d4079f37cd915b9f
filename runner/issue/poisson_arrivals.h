// When the tasks of a phase are due that arrive by chance, independently of each other: a
// Poisson process whose rate is the load's shape.
//
// The distances between the tasks' positions are exponential with mean 1, and a task is
// due when the shape gets to its position (runner/issue/load_shape.h). A process of rate
// 1 becomes one of any rate so. (E. Çinlar, "Introduction to stochastic processes", 1975,
// 4.7.) The number of tasks is chance: of mean shape.total(), and of the same variance.
//
// The same seed and shape give the same tasks. A plain value: a copy goes on from where
// it was copied.
#ifndef REDLINE_RUNNER_ISSUE_POISSON_ARRIVALS_H_
#define REDLINE_RUNNER_ISSUE_POISSON_ARRIVALS_H_

#include <chrono>
#include <cstdint>
#include <optional>

#include "base/split_mix.h"
#include "runner/issue/load_shape.h"
#include "runner/issue/pacer.h"

namespace redline::runner {

class PoissonArrivals {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  PoissonArrivals(LoadShape shape, TimePoint start, std::uint64_t seed);

  // The next task; nothing after the last.
  const std::optional<Arrival>& next() const { return next_; }
  // To the task after it. REQUIRES: there is a next one.
  void Advance();

 private:
  LoadShape shape_;
  TimePoint start_;
  SplitMix random_;
  double position_ = 0;
  std::optional<Arrival> next_;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_ISSUE_POISSON_ARRIVALS_H_
