// A sentence on a test whose workers fell behind, though its time was over before a
// backlog reached its limit.
#ifndef REDLINE_REPORTING_MODEL_FELL_BEHIND_H_
#define REDLINE_REPORTING_MODEL_FELL_BEHIND_H_

#include <string>

#include "reporting/model/result.h"

namespace redline::reporting {

// A share of the tasks that were sent, and so relative to the run's length: more
// unfinished tasks at the end are a backlog, if they are also more than those that happen
// to be in work.
inline constexpr double kUnfinishedShare = 0.01;
inline constexpr double kTasksInWork = 2;  // For each worker: one in work, one in line.
// A drain that takes this long, and as long as so many tasks, is that of a backlog, too.
inline constexpr Seconds kLongDrain{1};
inline constexpr double kTasksOfALongDrain = 3;

bool FellBehind(const Result& result);

// Sentences that go after another one, with a space before them: what was unfinished, and
// when the limit would be reached at this growth. Empty if the workers kept up.
std::string FellBehindText(const Result& result);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_MODEL_FELL_BEHIND_H_
