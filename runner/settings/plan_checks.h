// Checks of what several settings say together, and of what a text holds.
//
// Each throws UsageError, one sentence that names the flag, or redis::RedisUrlError.
// Main thread only: they ask which flags were given.
#ifndef REDLINE_RUNNER_SETTINGS_PLAN_CHECKS_H_
#define REDLINE_RUNNER_SETTINGS_PLAN_CHECKS_H_

#include "runner/plan/plan.h"

namespace redline::runner {

// REQUIRES: the plan holds the settings as they are, each within its bounds or choices.
void CheckPlan(const Plan& plan);

// Those of them that say whether a dyno can find its fleet.
void CheckFleet(const Plan& plan);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_SETTINGS_PLAN_CHECKS_H_
