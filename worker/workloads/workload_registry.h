// Finds a workload by the name that --workload takes.
#ifndef REDLINE_WORKER_WORKLOADS_WORKLOAD_REGISTRY_H_
#define REDLINE_WORKER_WORKLOADS_WORKLOAD_REGISTRY_H_

#include <memory>

#include "worker/task/workload_kind.h"

namespace redline::worker {

// One of workload_list.h, or a user's file: "file:cart.task" (worker/task_file/),
// "file:cart.lua" (worker/lua/). Throws WorkloadRefused.
std::unique_ptr<WorkloadKind> FindWorkload(const WorkloadRequest& request);

}  // namespace redline::worker

#endif  // REDLINE_WORKER_WORKLOADS_WORKLOAD_REGISTRY_H_
