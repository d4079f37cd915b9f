// The names of the workloads, as --workload takes them.
//
// Apart from the registry, so that the supervisor can check a name without linking what
// only workers need. A workload of your own is added here and in workload_registry.cc.
#ifndef REDLINE_WORKER_WORKLOADS_WORKLOAD_NAMES_H_
#define REDLINE_WORKER_WORKLOADS_WORKLOAD_NAMES_H_

#include <algorithm>
#include <array>
#include <string_view>

namespace redline::worker {

struct WorkloadName {
  std::string_view name;
  // Whether its workers connect to Redis before they are ready.
  bool needs_redis;
};

inline constexpr std::array kWorkloadNames = {
    WorkloadName{.name = "building", .needs_redis = true},  // The seed's task.
    WorkloadName{.name = "noop", .needs_redis = false},     // Nothing: measures redline.
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
