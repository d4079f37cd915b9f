// The facts about a workload that planning a run needs. Plain values, so that the
// supervisor, which performs no task, needs to link no workload.
#ifndef REDLINE_WORKER_WORKLOADS_WORKLOAD_SPEC_H_
#define REDLINE_WORKER_WORKLOADS_WORKLOAD_SPEC_H_

#include <cstdint>
#include <span>
#include <string_view>

namespace redline::worker {

// One supervisor's use of its workload.
struct WorkloadUse {
  double tasks = 0;  // The warm-up's too.
  std::uint64_t workers = 0;
  std::uint64_t concurrency = 1;  // A worker's tasks at once, each with data of its own.
  std::uint64_t payload_bytes = 0;
  std::uint64_t max_flats = 0;
  bool data_full = false;  // Workers prepare before the first task.
};

struct WorkloadSpec {
  std::string_view name;     // As --workload takes it.
  std::string_view meaning;  // A phrase for --help on what its task does.
  // The steps of a task, in the order of the indices that Workload::Perform gives to the
  // timer; at most shm::kMaxSteps. A leading "fn:" marks a function of the mapper: it is
  // shown in tables and left out in JSON.
  std::span<const std::string_view> steps = {};
  // Whether its workers connect to Redis before they are ready. The rest is of these
  // only.
  bool needs_redis = false;
  unsigned round_trips = 0;  // A task's, one after the other.
  // Bytes of Redis' memory that a run fills: an estimate from above. Null: none.
  double (*bytes_stored)(const WorkloadUse& use) = nullptr;
  // Whether all that it stores are buildings, under the keys of building_keys.h. What
  // another one has stored is searched for at the end, by the run's id in its keys.
  bool stores_buildings = false;
};

}  // namespace redline::worker

#endif  // REDLINE_WORKER_WORKLOADS_WORKLOAD_SPEC_H_
