// The value of --arrivals: "even", "poisson", or "burst:20".
//
// Pure function.
#ifndef REDLINE_RUNNER_SETTINGS_ARRIVALS_TEXT_H_
#define REDLINE_RUNNER_SETTINGS_ARRIVALS_TEXT_H_

#include <string_view>

#include "runner/issue/arrival_pattern.h"

namespace redline::runner {

// Throws UsageError if it is none of these, or the burst is not of 1 to 1000000 tasks.
ArrivalPattern ParseArrivals(std::string_view text);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_SETTINGS_ARRIVALS_TEXT_H_
