// Finds, in the series of a run, the time in which its backlog grew: what was busy then
// is what it grew for, and the mean of the whole run may not show it.
#ifndef REDLINE_RUNNER_BACKLOG_GROWTH_H_
#define REDLINE_RUNNER_BACKLOG_GROWTH_H_

#include <optional>
#include <span>
#include <vector>

#include "reporting/series.h"

namespace redline::runner {

// Points of the measured phase, one after another.
using Stretch = std::span<const reporting::SeriesPoint>;

// Of the highest backlog: what tasks that happen to be in work may come to.
inline constexpr double kHardlyAny = 0.1;
// Of the run: from here on its own figures say more.
inline constexpr double kNearlyAll = 0.8;

// Up to the first point in which one worker's backlog was at its highest, from behind the
// last one before it in which no worker had more than hardly any. Nothing if there was no
// backlog, or if that is nearly all of the run. Pure; what is returned is of the points'
// memory.
std::optional<Stretch> WhenBacklogGrew(const std::vector<reporting::SeriesPoint>& points);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_BACKLOG_GROWTH_H_
