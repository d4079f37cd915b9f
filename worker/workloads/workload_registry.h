// The workloads by name: the one place where a workload of your own is added.
#ifndef REDLINE_WORKER_WORKLOADS_WORKLOAD_REGISTRY_H_
#define REDLINE_WORKER_WORKLOADS_WORKLOAD_REGISTRY_H_

#include <memory>
#include <string_view>
#include <vector>

#include "redis/redis_connection.h"
#include "worker/workload.h"
#include "worker/workloads/workload_settings.h"

namespace redline::worker {

std::vector<std::string_view> WorkloadNames();

// Whether the workload of this name must be given a connection. Throws
// std::invalid_argument, which names the workloads that there are, for any other name.
bool NeedsRedis(std::string_view name);

// Makes the workload of this name. `connection` outlives it, and may be null if the
// workload does not need Redis. Throws std::invalid_argument as NeedsRedis does.
std::unique_ptr<Workload> MakeWorkload(std::string_view name,
                                       const WorkloadSettings& settings,
                                       redis::RedisConnection* connection);

}  // namespace redline::worker

#endif  // REDLINE_WORKER_WORKLOADS_WORKLOAD_REGISTRY_H_
