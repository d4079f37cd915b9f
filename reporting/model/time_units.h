// The units of times in a result.
#ifndef REDLINE_REPORTING_MODEL_TIME_UNITS_H_
#define REDLINE_REPORTING_MODEL_TIME_UNITS_H_

#include <chrono>

namespace redline::reporting {

using Seconds = std::chrono::duration<double>;
using Milliseconds = std::chrono::duration<double, std::milli>;

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_MODEL_TIME_UNITS_H_
