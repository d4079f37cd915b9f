// The plan of a run from its flags and environment variables
// (runner/settings/setting_rows.h).
//
// Main thread only: gflags' values are globals. Nothing else reads them.
#ifndef REDLINE_RUNNER_SETTINGS_SETTINGS_H_
#define REDLINE_RUNNER_SETTINGS_SETTINGS_H_

#include <optional>
#include <span>

#include "runner/plan/fleet_contact.h"
#include "runner/plan/plan.h"
#include "runner/settings/environment.h"
#include "runner/settings/workload_choice.h"

namespace redline::runner {

// The checked plan, or nothing if --help or --version was asked for. Throws UsageError,
// or redis::RedisUrlError: one sentence that names the flag or variable. `arguments` are
// those after the program's name; `cores` is the default number of workers. Throws what
// `describe` throws.
std::optional<Plan> ParsePlan(std::span<const char* const> arguments,
                              const Environment& environment, int cores,
                              const WorkloadDescriber& describe);

// The way to the fleet that the run is a part of, if it is of one, after ParsePlan has
// thrown: judging by the arguments, whatever else is wrong with them. After it ParsePlan
// must not be called any more.
std::optional<FleetContact> FindFleet(std::span<const char* const> arguments,
                                      const Environment& environment);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_SETTINGS_SETTINGS_H_
