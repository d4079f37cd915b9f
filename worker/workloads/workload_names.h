// The names of the workloads, as --workload takes them, and of their steps.
//
// Apart from the registry, so that the supervisor can check a name without linking what
// only workers need. A workload of your own is added here and in workload_registry.cc.
#ifndef REDLINE_WORKER_WORKLOADS_WORKLOAD_NAMES_H_
#define REDLINE_WORKER_WORKLOADS_WORKLOAD_NAMES_H_

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace redline::worker {

struct WorkloadName {
  std::string_view name;
  std::string_view meaning;  // For --help: "what a task does: building (...)".
  // Whether its workers connect to Redis before they are ready.
  bool needs_redis;
  // Whether all that it stores are buildings, under the keys of building_keys.h. What
  // another one has stored is searched for at the end, by the run's id in its keys.
  bool stores_buildings;
  // What Workload::StepNames returns.
  std::span<const std::string_view> steps;
};

inline constexpr std::array<std::string_view, 3> kBuildingSteps = {"fn:fetch", "fn:save",
                                                                   "redis_ping"};

inline constexpr std::array kWorkloadNames = {
    WorkloadName{.name = "building",
                 .meaning = "the seed's task",
                 .needs_redis = true,
                 .stores_buildings = true,
                 .steps = kBuildingSteps},
    WorkloadName{.name = "noop",
                 .meaning = "nothing, no Redis",
                 .needs_redis = false,
                 .stores_buildings = false,
                 .steps = {}},
};

// Null if there is no workload of this name.
constexpr const WorkloadName* FindWorkloadName(std::string_view name) {
  const auto* found =
      std::find_if(kWorkloadNames.begin(), kWorkloadNames.end(),
                   [&](const WorkloadName& known) { return known.name == name; });
  return found == kWorkloadNames.end() ? nullptr : found;
}

}  // namespace redline::worker

#endif  // REDLINE_WORKER_WORKLOADS_WORKLOAD_NAMES_H_
