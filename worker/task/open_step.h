// The step of a task that is open, where it is not a scope of C++ that says how long.
//
// Of one attempt at one task; does not outlive its timer.
#ifndef REDLINE_WORKER_TASK_OPEN_STEP_H_
#define REDLINE_WORKER_TASK_OPEN_STEP_H_

#include <cstddef>
#include <optional>

#include "worker/task/step_timer.h"

namespace redline::worker {

class OpenStep {
 public:
  explicit OpenStep(StepTimer& timer) : timer_(timer) {}

  // Ends another one that is open.
  void Begin(std::size_t step) { scope_.emplace(timer_, step); }
  void End() { scope_.reset(); }

 private:
  StepTimer& timer_;
  std::optional<StepTimer::Scope> scope_;
};

}  // namespace redline::worker

#endif  // REDLINE_WORKER_TASK_OPEN_STEP_H_
