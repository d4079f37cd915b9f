// Times the named steps of one task.
//
// A workload opens a step with `auto step = timer.Step(kFetch);` and the step lasts as
// long as that value lives. Steps do not nest and a step may be opened more than once:
// its times add up. The worker records the times only when the whole task has
// completed, so that a failed task is in no timing.
//
// Times are differences of the steady clock's readings, each cut to whole microseconds
// before it is subtracted, so that the parts of a task add up to the task exactly.
//
// Of one attempt at one task, on the worker's only thread.
#ifndef REDLINE_WORKER_TASK_STEP_TIMER_H_
#define REDLINE_WORKER_TASK_STEP_TIMER_H_

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>

#include "shm/worker_vitals.h"

namespace redline::worker {

// The steady clock's reading, cut to whole microseconds.
inline std::chrono::microseconds SteadyMicroseconds() {
  return std::chrono::floor<std::chrono::microseconds>(
      std::chrono::steady_clock::now().time_since_epoch());
}

class StepTimer {
 public:
  class Scope {
   public:
    Scope(StepTimer& timer, std::size_t step)
        : timer_(timer), step_(step), started_(SteadyMicroseconds()) {}
    ~Scope() { timer_.Add(step_, SteadyMicroseconds() - started_); }
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    StepTimer& timer_;
    const std::size_t step_;
    const std::chrono::microseconds started_;
  };

  // REQUIRES: step < shm::kMaxSteps, and no other step is open.
  [[nodiscard]] Scope Step(std::size_t step) { return Scope(*this, step); }

  // The time spent in a step; nothing if it was never opened.
  std::optional<std::chrono::microseconds> Elapsed(std::size_t step) const {
    return elapsed_[step];
  }

 private:
  void Add(std::size_t step, std::chrono::microseconds time) {
    elapsed_[step] = elapsed_[step].value_or(std::chrono::microseconds(0)) + time;
  }

  std::array<std::optional<std::chrono::microseconds>, shm::kMaxSteps> elapsed_{};
};

}  // namespace redline::worker

#endif  // REDLINE_WORKER_TASK_STEP_TIMER_H_
