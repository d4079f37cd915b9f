#include "runner/run/planned_use.h"

#include <cstddef>
#include <cstdint>

#include "shm/segment.h"
#include "worker/task/workload_description.h"

namespace redline::runner {

PlannedUse UseOf(const Plan& plan) {
  const auto workers = static_cast<std::uint64_t>(plan.constants.num_workers);
  const auto limit = static_cast<std::size_t>(plan.constants.max_worker_backlog);
  const worker::WorkloadDescription& workload = plan.workload;
  PlannedUse use;
  use.tasks_per_second = plan.highest_rate();
  use.workers = workers;
  use.concurrency = plan.worker_concurrency;
  use.connections = plan.worker_connections;
  if (workload.bytes_stored != nullptr) {
    use.bytes_stored = workload.bytes_stored(plan.workload_use());
  }
  use.round_trips_per_task = workload.round_trips;
  use.segment_bytes =
      shm::SegmentSize(workers, shm::RingCapacityFor(limit), plan.load().stage_count());
  return use;
}

}  // namespace redline::runner
