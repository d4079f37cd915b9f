// Reads the settings from flags and the environment: a flag overrides the environment,
// the environment the default.
//
// The flags are gflags', read by base/command_line.h, because gflags knows nothing
// of TASKS_PER_SECOND=... in the environment. Main thread only.
#ifndef REDLINE_RUNNER_SETTINGS_READ_SETTINGS_H_
#define REDLINE_RUNNER_SETTINGS_READ_SETTINGS_H_

#include <optional>
#include <span>
#include <string>

#include "runner/settings/environment.h"
#include "runner/settings/setting.h"

namespace redline::runner {

// Sets the flags; each value then is one that its setting may have. False if help, or
// which version this is, was asked for. Throws UsageError: one sentence that names the
// flag or variable.
bool ReadSettings(std::span<const char* const> arguments, const Environment& environment);

// The text that the environment has for a setting, and under which name.
struct Variable {
  std::string name;
  std::string value;
};
std::optional<Variable> FindVariable(const Setting& setting,
                                     const Environment& environment);

// Sets a flag from the text given at `source`, a flag or a variable as the user knows it.
// Throws UsageError if the setting may not have that value.
void SetSetting(const Setting& setting, const std::string& value,
                const std::string& source);

// Throws UsageError if the setting has choices and its value is not one of them.
void CheckChoice(const Setting& setting);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_SETTINGS_READ_SETTINGS_H_
