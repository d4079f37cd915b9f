// The facts about a workload that planning a run needs, be it one of redline's own
// (worker/workloads/workload_list.h) or a user's (worker/task/workload_kind.h).
//
// A plain value, so that the supervisor, which performs no task, needs to link no
// workload.
#ifndef REDLINE_WORKER_TASK_WORKLOAD_DESCRIPTION_H_
#define REDLINE_WORKER_TASK_WORKLOAD_DESCRIPTION_H_

#include <cstdint>
#include <string>
#include <vector>

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

struct WorkloadDescription {
  std::string name;  // As --workload takes it.
  // The steps of a task, in the order of the indices that Workload::Perform gives to the
  // timer; which they may be says CheckStepName (step_names.h). A leading "fn:" marks a
  // function of the mapper: it is shown in tables and left out in JSON.
  std::vector<std::string> steps;
  // Whether its workers connect to Redis before they are ready. The rest is of these
  // only.
  bool needs_redis = false;
  double round_trips = 0;  // A task's on average, one after the other; 0: not known.
  // It is a user's, and says itself what tasks are to find: a run prepares that unless
  // it is told not to.
  bool prepares_by_itself = false;
  // A task leaves a state in its connection (WATCH), which it can share with no other.
  bool needs_own_connection = false;
  // Bytes of Redis' memory that a run fills: an estimate from above. Null: not known.
  double (*bytes_stored)(const WorkloadUse& use) = nullptr;
  // Whether all that it stores are buildings, under the keys of
  // worker/workloads/building_keys.h. What another one has stored is searched for at the
  // end, by the run's id in its keys.
  bool stores_buildings = false;
};

}  // namespace redline::worker

#endif  // REDLINE_WORKER_TASK_WORKLOAD_DESCRIPTION_H_
