// Reads a run's figures out of the shared segment into a Result.
//
// Never stops or locks anything: during a run the figures are those of the moment.
// Main thread only.
#ifndef REDLINE_RUNNER_RUN_COLLECT_H_
#define REDLINE_RUNNER_RUN_COLLECT_H_

#include <optional>

#include "reporting/model/result.h"
#include "runner/issue/issuer.h"
#include "runner/plan/plan.h"
#include "runner/watch/detail.h"
#include "runner/watch/series_recorder.h"
#include "runner/workers/worker_pool.h"
#include "shm/segment.h"

namespace redline::runner {

// All figures except the verdict. `uptime` is how long the measured phase has lasted,
// nothing before it. `issuer` may be null before the first task is issued.
reporting::Result Collect(const Plan& plan, const shm::Segment& segment,
                          const WorkerPool& pool, const Issuer* issuer,
                          std::optional<reporting::Seconds> uptime, Detail detail);

// The workers' progress until `at`, from the start of the measured phase: all except the
// CPUs' and Redis' figures. `due` is how many tasks had been due by then.
RunLook LookAtRun(const shm::Segment& segment, const Issuer& issuer,
                  reporting::Seconds at, std::uint64_t due);

// The steps of a task, as tables show them; empty until the first worker is ready.
std::vector<std::string> ReadStepNames(const shm::Segment& segment);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_RUN_COLLECT_H_
