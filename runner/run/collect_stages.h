// Reads what a run's stages have been like so far. As runner/run/collect.h; main thread
// only.
#ifndef REDLINE_RUNNER_RUN_COLLECT_STAGES_H_
#define REDLINE_RUNNER_RUN_COLLECT_STAGES_H_

#include <cstddef>
#include <vector>

#include "reporting/model/stage_result.h"
#include "reporting/model/time_units.h"
#include "runner/issue/issuer.h"
#include "runner/issue/load_shape.h"
#include "shm/histogram_snapshot.h"
#include "shm/segment.h"

namespace redline::runner {

// The timings of a worker's tasks of one stage, of a workload with so many steps.
reporting::Timings ReadTimings(const shm::WorkerTimings& shared, std::size_t steps,
                               shm::HistogramSnapshot::Buckets buckets);

// The mean of the rate that was asked for from one time of the measured phase to a later
// one: exactly the rate itself within a stage in which it does not change.
double MeanRate(const LoadShape& shape, reporting::Seconds from, reporting::Seconds to);

// All stages of the measured phase, which has lasted for `uptime`; without their
// outcomes. `steps` as above.
std::vector<reporting::StageResult> CollectStages(
    const shm::Segment& segment, const Issuer& issuer, reporting::Seconds uptime,
    std::size_t steps, shm::HistogramSnapshot::Buckets buckets);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_RUN_COLLECT_STAGES_H_
