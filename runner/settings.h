// The supervisor's flags and environment variables: a flag goes before the environment,
// the environment before the default.
//
// The flags are gflags', read by reporting/command_line.h, because gflags knows nothing
// of TASKS_PER_SECOND=... in the environment.
//
// Main thread only: gflags' values are globals. Nothing else reads them.
#ifndef REDLINE_RUNNER_SETTINGS_H_
#define REDLINE_RUNNER_SETTINGS_H_

#include <functional>
#include <optional>
#include <span>
#include <string>

#include "runner/fleet_refusal.h"
#include "runner/plan.h"

namespace redline::runner {

// Looks a variable up; nothing if it is not set.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

// The process' own environment.
std::optional<std::string> ProcessEnvironment(const std::string& name);

// The checked plan, or nothing if --help or --version was asked for. Throws UsageError,
// or redis::RedisUrlError: one sentence that names the flag or variable. `arguments` are
// those after the program's name; `cores` is the default number of workers.
std::optional<Plan> ParsePlan(std::span<const char* const> arguments,
                              const Environment& environment, int cores);

// The way to the fleet that the run is a part of, if it is of one.
std::optional<FleetContact> ContactOf(const Plan& plan);
// The same where ParsePlan has thrown, as far as the arguments tell: whatever else is
// wrong with them. After it ParsePlan must not be called any more.
std::optional<FleetContact> FindFleet(std::span<const char* const> arguments,
                                      const Environment& environment);

// What is to be printed where ParsePlan has no plan: HelpText, or which version this is.
std::string TextAskedFor(std::span<const char* const> arguments);

// What --help prints: our flags in groups, with their variables and defaults.
std::string HelpText();

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_SETTINGS_H_
