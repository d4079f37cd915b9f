#include "runner/planned_use.h"

#include <cstddef>
#include <cstdint>

#include "shm/segment.h"

namespace redline::runner {

PlannedUse UseOf(const Plan& plan) {
  const auto workers = static_cast<std::uint64_t>(plan.constants.num_workers);
  const auto limit = static_cast<std::size_t>(plan.constants.max_worker_backlog);
  PlannedUse use;
  use.tasks_per_second = plan.rate().per_second();
  use.duration = plan.duration();
  use.warmup = plan.warmup();
  use.payload_bytes = plan.item_payload_bytes();
  use.max_flats = static_cast<std::uint64_t>(plan.constants.max_flats);
  use.workers = workers;
  use.segment_bytes = shm::SegmentSize(workers, shm::RingCapacityFor(limit));
  return use;
}

}  // namespace redline::runner
