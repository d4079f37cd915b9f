// The texts for --help and --version.
#ifndef REDLINE_RUNNER_SETTINGS_HELP_TEXT_H_
#define REDLINE_RUNNER_SETTINGS_HELP_TEXT_H_

#include <signal.h>

#include <array>
#include <span>
#include <string>

#include "base/exit_codes.h"

namespace redline::runner {

// In the order of --help. runner/verdict/exit_code.h decides which it is.
inline constexpr std::array kExitCodeRows = std::to_array<ExitCodeRow>({
    {kExitSuccess, "the workers sustained the rate"},
    {kExitFailed, "they did not, or a threshold was violated"},
    {kExitUsage, "bad usage; no task was issued"},
    {kExitEnvironment,
     "Redis, shared memory, a worker or a report's file was not available"},
    {kExitInvalid,
     "the supervisor could not deliver the rate, or not in time: inconclusive"},
    {128 + SIGHUP, "the terminal was closed; after a partial report"},
    {128 + SIGINT, "interrupted by Ctrl-C; after a partial report"},
    {128 + SIGQUIT, "interrupted by Ctrl-\\; after a partial report"},
    {128 + SIGTERM, "ended by SIGTERM; after a partial report"},
});

// The text that the arguments ask for: HelpText or VersionText.
std::string TextAskedFor(std::span<const char* const> arguments);

// Our flags in groups, with their defaults.
std::string HelpText();

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_SETTINGS_HELP_TEXT_H_
