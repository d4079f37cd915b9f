// When the phases of a run begin and end, and how far it has come. Pure functions.
#ifndef REDLINE_RUNNER_RUN_RUN_SCHEDULE_H_
#define REDLINE_RUNNER_RUN_RUN_SCHEDULE_H_

#include <optional>

#include "reporting/model/result.h"
#include "reporting/text/progress.h"
#include "runner/issue/issuer.h"
#include "runner/plan/plan.h"

namespace redline::runner {

// The schedule of a run whose warm-up begins at `start`, and whose tasks come at this
// share of the time between two (runner/issue/pacer.h).
Issuer::Schedule ScheduleOf(const Plan& plan, Issuer::TimePoint start, double share);

// How long the measured phase has lasted; nothing before it.
std::optional<reporting::Seconds> Uptime(const Issuer::Schedule& schedule,
                                         Issuer::TimePoint now);

// How far this phase has come. `drain` is how long that may take.
reporting::Progress ProgressOf(const Issuer::Schedule& schedule, reporting::Seconds drain,
                               reporting::RunPhase phase, Issuer::TimePoint now);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_RUN_RUN_SCHEDULE_H_
