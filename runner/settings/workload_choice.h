// Finds out about the workload that a plan names.
#ifndef REDLINE_RUNNER_SETTINGS_WORKLOAD_CHOICE_H_
#define REDLINE_RUNNER_SETTINGS_WORKLOAD_CHOICE_H_

#include <functional>
#include <string>

#include "runner/plan/plan.h"
#include "worker/task/workload_description.h"
#include "worker/task/workload_kind.h"

namespace redline::runner {

// Asks a worker's executable (the user's, or redline's if `worker` is empty) for what
// only that knows. Throws UsageError, with what the user can mend of the workload, and
// EnvironmentError.
using WorkloadDescriber = std::function<worker::WorkloadDescription(
    const std::string& worker, const worker::WorkloadRequest& request)>;

// Fills the plan's workload, whose name stands there as --workload gave it, and its task
// file. Throws UsageError, and what `describe` throws.
void FindWorkload(Plan& plan, const WorkloadDescriber& describe);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_SETTINGS_WORKLOAD_CHOICE_H_
