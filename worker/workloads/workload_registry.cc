#include "worker/workloads/workload_registry.h"

#include <stdexcept>
#include <string>

#include "worker/workloads/building_workload.h"
#include "worker/workloads/noop_workload.h"
#include "worker/workloads/workload_names.h"

namespace redline::worker {

std::unique_ptr<Workload> MakeWorkload(std::string_view name,
                                       const WorkloadSettings& settings,
                                       redis::RedisConnection* connection) {
  const WorkloadName* known = FindWorkloadName(name);
  if (known != nullptr && known->needs_redis && connection == nullptr) {
    throw std::invalid_argument("The workload \"" + std::string(name) +
                                "\" needs a Redis: name one in REDIS_URL.");
  }
  // A workload of your own is made here; its name stands in workload_names.h.
  if (name == "building")
    return std::make_unique<BuildingWorkload>(settings, *connection);
  if (name == "noop") return std::make_unique<NoopWorkload>();
  throw std::invalid_argument("There is no workload \"" + std::string(name) + "\".");
}

}  // namespace redline::worker
