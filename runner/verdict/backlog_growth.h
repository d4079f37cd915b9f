// Finds, in the series of a run, the time in which its backlog grew: what was busy then
// is what it grew for, and the mean of the whole run may not show it.
#ifndef REDLINE_RUNNER_VERDICT_BACKLOG_GROWTH_H_
#define REDLINE_RUNNER_VERDICT_BACKLOG_GROWTH_H_

#include <optional>

#include "reporting/model/series.h"

namespace redline::runner {

using reporting::PointSpan;

// The most that tasks that happen to be in work may amount to: a share of the highest
// backlog, and in tasks.
inline constexpr double kHardlyAny = 0.1;
inline constexpr double kHardlyAnyTasks = 2;
// A share of the run: from here on its own figures say more.
inline constexpr double kNearlyAll = 0.8;

// Up to the first point in which one worker's backlog was at its highest, or up to the
// end of the measured phase if it was that of its end which mattered, from behind the
// last point before in which no worker had more than hardly any. Nothing if there was no
// backlog, or if that is nearly all of the run, which lasted for `uptime`; the drain is
// no part of it. Pure.
enum class Peak { kHighest, kAtTheEnd };
std::optional<PointSpan> WhenBacklogGrew(PointSpan points,
                                         reporting::SeriesPoint::Seconds uptime,
                                         Peak peak = Peak::kHighest);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_VERDICT_BACKLOG_GROWTH_H_
