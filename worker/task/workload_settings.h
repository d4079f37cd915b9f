// The settings that a workload gets about the run and its worker.
#ifndef REDLINE_WORKER_TASK_WORKLOAD_SETTINGS_H_
#define REDLINE_WORKER_TASK_WORKLOAD_SETTINGS_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "worker/automap/list_loader.h"

namespace redline::worker {

struct WorkloadSettings {
  // Unique to run, dyno, worker and hand, so that no two workloads write the same keys.
  std::string building_id;
  std::string key_prefix = "test:";
  std::size_t max_flats = 100;           // At least 1.
  std::size_t payload_bytes = 5 * 1024;  // At least 2.
  automap::FetchMode fetch = automap::FetchMode::kPipeline;
  std::uint64_t seed = 0;  // For the worker's random choices.
};

}  // namespace redline::worker

#endif  // REDLINE_WORKER_TASK_WORKLOAD_SETTINGS_H_
