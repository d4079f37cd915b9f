// The texts for --help and --version.
#ifndef REDLINE_RUNNER_SETTINGS_HELP_TEXT_H_
#define REDLINE_RUNNER_SETTINGS_HELP_TEXT_H_

#include <span>
#include <string>

namespace redline::runner {

// The text that the arguments ask for: HelpText or VersionText.
std::string TextAskedFor(std::span<const char* const> arguments);

// Our flags in groups, with their defaults.
std::string HelpText();

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_SETTINGS_HELP_TEXT_H_
