// Finds, in the series of a run, the time in which Redis answered nobody.
#ifndef REDLINE_RUNNER_VERDICT_REDIS_SILENCE_H_
#define REDLINE_RUNNER_VERDICT_REDIS_SILENCE_H_

#include <optional>

#include "runner/verdict/backlog_growth.h"

namespace redline::runner {

// Redis is asked for INFO once a second, so in more than that it was.
inline constexpr reporting::SeriesPoint::Seconds kShortestSilence{1};

// The longest part of the measured phase, which lasted for `uptime`, in which tasks were
// unfinished, none was completed and INFO was not answered; nothing if it is not longer
// than kShortestSilence. Only of a run whose Redis has answered INFO before. Pure.
std::optional<PointSpan> WhenRedisWasSilent(PointSpan points,
                                            reporting::SeriesPoint::Seconds uptime);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_VERDICT_REDIS_SILENCE_H_
