// About where the redline lies, judging by one run.
//
// By the utilization law a resource that is busy for the share U of the time while X
// tasks are completed a second spends D = U / X on each, and can do 1 / D at most; the
// resource with the least is what will stop the workers (P. J. Denning and J. P. Buzen,
// "The Operational Analysis of Queueing Network Models", ACM Computing Surveys 10, 1978:
// the utilization law, and the asymptotic bounds). The resources are Redis' main thread,
// which also waits for a CPU where others have them; the machine's CPUs; and the workers,
// which are busy while they are in a task; those that may have several tasks in hand are
// busy when they have them all, or when their only thread computes.
//
// That would be a bound if tasks cost the same at each rate. They do not: mostly a task
// costs less when the load is higher, because one waking then serves several. So the
// estimate is a range, which is calibrated on searches: docs/benchmarks.md says how often
// it has the redline.
//
// Pure function.
#ifndef REDLINE_RUNNER_VERDICT_ESTIMATE_REDLINE_H_
#define REDLINE_RUNNER_VERDICT_ESTIMATE_REDLINE_H_

#include <optional>

#include "reporting/model/redline_estimate.h"
#include "reporting/model/result.h"

namespace redline::runner {

// Nothing of a run that was too short or hardly used anything, that ended for another
// reason than load or its time, that has thresholds (its figures do not say where they
// are violated), whose backlog grew because something stood still, whose rate changed
// (its figures are means of several), or that is a dyno's part of a fleet's. REQUIRES:
// there is a verdict, and a bottleneck if one is known.
std::optional<reporting::RedlineEstimate> EstimateRedline(
    const reporting::Result& result);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_VERDICT_ESTIMATE_REDLINE_H_
