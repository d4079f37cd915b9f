// The date, for a person who finds a report a year later. In no figure: redline measures
// by the steady clock alone, and this is the one place that looks at the wall clock.
#ifndef REDLINE_RUNNER_MACHINE_START_DATE_H_
#define REDLINE_RUNNER_MACHINE_START_DATE_H_

#include <string>

namespace redline::runner {

// "2026-11-25T08:34:04Z".
std::string DateNow();

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_MACHINE_START_DATE_H_
