// Reads a run's figures out of the shared segment into a Result.
//
// Never stops or locks anything: during a run the figures are those of the moment.
// Main thread only.
#ifndef REDLINE_RUNNER_COLLECT_H_
#define REDLINE_RUNNER_COLLECT_H_

#include <optional>

#include "reporting/result.h"
#include "runner/issuer.h"
#include "runner/plan.h"
#include "runner/worker_pool.h"
#include "shm/segment.h"

namespace redline::runner {

// How much of each worker's histograms is read.
enum class Detail {
  // Percentiles of the workers that the live view shows only: 500 workers' buckets are
  // 15 MB to read.
  kLive,
  kAll,
};

// Everything but the verdict. `uptime` is how long the measured phase has lasted, nothing
// before it. `issuer` may be null before the first task is issued.
reporting::Result Collect(const Plan& plan, const shm::Segment& segment,
                          const WorkerPool& pool, const Issuer* issuer,
                          std::optional<reporting::Seconds> uptime, Detail detail);

// The steps of a task, as tables show them; empty until the first worker is ready.
std::vector<std::string> ReadStepNames(const shm::Segment& segment);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_COLLECT_H_
