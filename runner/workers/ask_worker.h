// Asks a worker's executable what a workload is, before anything is started.
#ifndef REDLINE_RUNNER_WORKERS_ASK_WORKER_H_
#define REDLINE_RUNNER_WORKERS_ASK_WORKER_H_

#include <filesystem>

#include "worker/task/workload_description.h"
#include "worker/task/workload_kind.h"

namespace redline::runner {

// Starts the executable, and waits some seconds for its answer
// (worker/describe/description_json.h). Throws UsageError with the worker's sentence if
// it refuses the request, and if the executable is no worker, or one of another build,
// with which this supervisor cannot work; EnvironmentError if it cannot be started.
worker::WorkloadDescription AskWorker(const std::filesystem::path& executable,
                                      const worker::WorkloadRequest& request);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_WORKERS_ASK_WORKER_H_
