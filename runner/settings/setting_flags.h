// The settings as gflags' flags, which are registered before main begins, as DEFINE_
// would do it.
//
// Main thread only: gflags' values are globals.
#ifndef REDLINE_RUNNER_SETTINGS_SETTING_FLAGS_H_
#define REDLINE_RUNNER_SETTINGS_SETTING_FLAGS_H_

#include <string>

#include "runner/settings/setting.h"

namespace redline::runner {

// As it now is.
Value ValueOf(const Setting& setting);

// The same as text: "1000".
std::string TextOf(const Setting& setting);

// Whether a flag or a variable has set it, be it to its default.
bool IsGiven(const Setting& setting);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_SETTINGS_SETTING_FLAGS_H_
