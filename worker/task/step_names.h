// Which names the steps of a task may have: reports make columns and keys of them, and
// thresholds ask for their figures. Pure.
#ifndef REDLINE_WORKER_TASK_STEP_NAMES_H_
#define REDLINE_WORKER_TASK_STEP_NAMES_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace redline::worker {

// Two phrases: "expected ..., but found ...".
struct WrongStepName {
  std::string expected;
  std::string found;
};

// What keeps a task that has the steps `before` from having one of this name too, which
// may begin with "fn:" (WorkloadDescription::steps); nothing if nothing does.
std::optional<WrongStepName> CheckStepName(std::string_view name,
                                           std::span<const std::string> before);

}  // namespace redline::worker

#endif  // REDLINE_WORKER_TASK_STEP_NAMES_H_
