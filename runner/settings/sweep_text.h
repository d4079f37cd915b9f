// The value of --sweep: a setting and its values, as "max_flats:10,100,200".
//
// Pure function.
#ifndef REDLINE_RUNNER_SETTINGS_SWEEP_TEXT_H_
#define REDLINE_RUNNER_SETTINGS_SWEEP_TEXT_H_

#include <string_view>

#include "runner/plan/search_options.h"

namespace redline::runner {

// Throws UsageError if it does not have that form; the sentence holds no value, which may
// be a secret. Whether there is such a setting, and it may have these values, is not
// looked at.
SweepOptions ParseSweep(std::string_view text);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_SETTINGS_SWEEP_TEXT_H_
