// The series of a fleet's dynos as one.
//
// Dynos look at their runs at moments of their own, and in stretches of different length,
// so their points are first put together until all have common boundaries: each stretch
// of the fleet is as long as the longest next point of those that still run. Every point
// of every dyno is in exactly one stretch, so counts add up to the fleet's.
//
// Pure functions of plain values.
#ifndef REDLINE_REPORTING_MODEL_FLEET_SERIES_H_
#define REDLINE_REPORTING_MODEL_FLEET_SERIES_H_

#include <cstddef>
#include <vector>

#include "reporting/model/series.h"

namespace redline::reporting {

// A stretch adds the dynos' counts and backlogs, and the CPU time of workers and
// supervisors. Percentiles and machines' figures, which cannot be added, are the highest
// of the points in it; Redis' figures are those of the first dyno that has them.
std::vector<SeriesPoint> MergePoints(const std::vector<const Series*>& dynos);

// The workers of all, dyno by dyno: `workers` of each, whatever rows its series has. A
// mean over several stretches is by their length. Without a cell's figures where the dyno
// had ended.
WorkerSeries MergeWorkerSeries(const std::vector<const Series*>& dynos,
                               const std::vector<std::size_t>& workers);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_MODEL_FLEET_SERIES_H_
