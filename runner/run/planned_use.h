// A plan's use of machine and Redis. Pure.
#ifndef REDLINE_RUNNER_RUN_PLANNED_USE_H_
#define REDLINE_RUNNER_RUN_PLANNED_USE_H_

#include "runner/plan/plan.h"
#include "runner/preflight/preflight_facts.h"

namespace redline::runner {

// Without the fleet's other dynos.
PlannedUse UseOf(const Plan& plan);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_RUN_PLANNED_USE_H_
