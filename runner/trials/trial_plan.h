// A trial's plan: that of an ordinary run, with what the trial asks for in its place.
//
// Pure function.
#ifndef REDLINE_RUNNER_TRIALS_TRIAL_PLAN_H_
#define REDLINE_RUNNER_TRIALS_TRIAL_PLAN_H_

#include <cstdint>

#include "runner/plan/plan.h"
#include "runner/search/trial.h"

namespace redline::runner {

// `number` tells trials apart: each has random choices of its own. The settings in it are
// those that are in effect.
//
// Of a fleet each dyno has its part of the rate. The first trial is of the fleet's own
// id, under which all find each other; each later one of an id of its own, which no user
// can have given. A Redis that is to be emptied is so before the first alone: later, it
// would take what the dynos have to tell each other.
//
// A trial to estimate has no backlog limit that it could reach, drains for a second and
// keeps to no threshold: it is to show what overloaded workers complete. Short trials
// warm up for a second at most.
Plan TrialPlan(const Plan& search, const Trial& trial, std::uint64_t number);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_TRIALS_TRIAL_PLAN_H_
