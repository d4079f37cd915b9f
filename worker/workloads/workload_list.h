// All workloads of redline's own: a new one is added to this list.
//
// Linking this links none of them. An entry is a struct with kSpec, and with Make, which
// workload_registry.cc calls and the workload's own file defines.
#ifndef REDLINE_WORKER_WORKLOADS_WORKLOAD_LIST_H_
#define REDLINE_WORKER_WORKLOADS_WORKLOAD_LIST_H_

#include <algorithm>
#include <array>
#include <string_view>
#include <tuple>

#include "worker/workloads/building_spec.h"
#include "worker/workloads/noop_spec.h"
#include "worker/workloads/workload_spec.h"

namespace redline::worker {

// The first is the default.
using WorkloadList = std::tuple<BuildingSpec, NoopSpec>;

inline constexpr auto kWorkloadSpecs =
    std::apply([](auto... workload) { return std::array{decltype(workload)::kSpec...}; },
               WorkloadList());

// Null if there is no workload of this name.
constexpr const WorkloadSpec* FindWorkloadSpec(std::string_view name) {
  const auto* const found = std::ranges::find(kWorkloadSpecs, name, &WorkloadSpec::name);
  return found == kWorkloadSpecs.end() ? nullptr : found;
}

}  // namespace redline::worker

#endif  // REDLINE_WORKER_WORKLOADS_WORKLOAD_LIST_H_
