// Makes workloads by name.
#ifndef REDLINE_WORKER_WORKLOADS_WORKLOAD_REGISTRY_H_
#define REDLINE_WORKER_WORKLOADS_WORKLOAD_REGISTRY_H_

#include <memory>
#include <string_view>

#include "redis/command_channel.h"
#include "worker/task/workload.h"
#include "worker/task/workload_settings.h"

namespace redline::worker {

// Makes the workload of this name (workload_list.h). `channel` outlives it, and may
// be null if the workload does not need Redis. Throws std::invalid_argument for another
// name, or for a missing channel.
std::unique_ptr<Workload> MakeWorkload(std::string_view name,
                                       const WorkloadSettings& settings,
                                       redis::CommandChannel* channel);

}  // namespace redline::worker

#endif  // REDLINE_WORKER_WORKLOADS_WORKLOAD_REGISTRY_H_
