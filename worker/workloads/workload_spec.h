// What is known at compile time of a workload of redline's own; its members are those of
// worker/task/workload_description.h.
#ifndef REDLINE_WORKER_WORKLOADS_WORKLOAD_SPEC_H_
#define REDLINE_WORKER_WORKLOADS_WORKLOAD_SPEC_H_

#include <span>
#include <string>
#include <string_view>

#include "worker/task/workload_description.h"

namespace redline::worker {

struct WorkloadSpec {
  std::string_view name;
  std::string_view meaning;  // A phrase for --help on what its task does.
  std::span<const std::string_view> steps = {};
  bool needs_redis = false;
  double round_trips = 0;
  double (*bytes_stored)(const WorkloadUse& use) = nullptr;
  bool stores_buildings = false;
};

inline WorkloadDescription Describe(const WorkloadSpec& spec) {
  return {.name = std::string(spec.name),
          .steps = {spec.steps.begin(), spec.steps.end()},
          .needs_redis = spec.needs_redis,
          .round_trips = spec.round_trips,
          .prepares_by_itself = false,
          .bytes_stored = spec.bytes_stored,
          .stores_buildings = spec.stores_buildings};
}

}  // namespace redline::worker

#endif  // REDLINE_WORKER_WORKLOADS_WORKLOAD_SPEC_H_
