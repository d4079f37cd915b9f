// Names what a run owns in Redis: unique to the run and the dyno.
#ifndef REDLINE_RUNNER_PLAN_RUN_ID_H_
#define REDLINE_RUNNER_PLAN_RUN_ID_H_

#include <string>
#include <string_view>

namespace redline::runner {

// $DYNO, else the host's name; may be empty.
std::string DynoName();

// Twelve random hexadecimal digits, and after a dash the dyno's name, of which only
// the characters of runner/plan/fleet_name.h are kept, at most 64 of them.
std::string MakeRunId(std::string_view dyno);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_PLAN_RUN_ID_H_
