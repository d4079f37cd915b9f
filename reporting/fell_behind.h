// What is to be said of a test that was about to fail when its time was over.
#ifndef REDLINE_REPORTING_FELL_BEHIND_H_
#define REDLINE_REPORTING_FELL_BEHIND_H_

#include <string>

#include "reporting/result.h"

namespace redline::reporting {

// A drain that takes this long, and as long as so many tasks, is that of a backlog and
// not of the tasks that happen to be in work.
inline constexpr Seconds kLongDrain{1};
inline constexpr double kTasksOfALongDrain = 3;

// A sentence that goes after another one, with a space before it; empty if the workers
// kept up with the tasks.
std::string FellBehindText(const Result& result);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_FELL_BEHIND_H_
