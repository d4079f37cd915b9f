// The value of --stages: how the arrival rate goes over time, as "30s:0-500,2m:500".
//
//   stages = stage, { ",", stage } ;
//   stage  = time, ":", rate, [ "-", rate ] ;    (* two rates: a straight line *)
//   time   = number, ( "ms" | "s" | "m" | "h" ) ;
//   rate   = number ;                            (* tasks a second, 0 for a pause *)
//   number = digits, [ ".", digits ] ;
//
// Pure function.
#ifndef REDLINE_RUNNER_SETTINGS_STAGES_TEXT_H_
#define REDLINE_RUNNER_SETTINGS_STAGES_TEXT_H_

#include <string_view>
#include <vector>

#include "runner/issue/load_shape.h"

namespace redline::runner {

// Empty for an empty text. Throws UsageError if it does not have that form, or says
// something that no test can be: a time of 0, a rate above 10^9, no task at all, a mean
// rate below 0.001, less than 100 ms or more than a week, or more than 100 stages.
std::vector<LoadStage> ParseStages(std::string_view text);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_SETTINGS_STAGES_TEXT_H_
