// The value of --sweep: a setting and its values, as "max_flats:10,100,200".
//
// Pure functions.
#ifndef REDLINE_RUNNER_SETTINGS_SWEEP_TEXT_H_
#define REDLINE_RUNNER_SETTINGS_SWEEP_TEXT_H_

#include <string>
#include <string_view>

#include "runner/plan/search_options.h"

namespace redline::runner {

// Throws UsageError if it does not have that form; the sentence holds no value, which may
// be a secret. Whether there is such a setting, and it may have these values, is not
// looked at.
SweepOptions ParseSweep(std::string_view text);

// The setting that it varies: "param" where it varies a parameter of the user's task,
// "param.users"; and the name of that, or nothing.
std::string SettingOf(const SweepOptions& sweep);
std::string ParameterOf(const SweepOptions& sweep);

// The value of --param with this value in place of the parameter's, or behind the others.
std::string WithParameter(std::string_view parameters, const std::string& name,
                          const std::string& value);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_SETTINGS_SWEEP_TEXT_H_
