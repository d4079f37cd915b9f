// A result's timings in the forms of HdrHistogram (percentile_log.h): all of them as a
// log, or one as a percentile distribution.
#ifndef REDLINE_REPORTING_LOGS_TIMING_LOG_H_
#define REDLINE_REPORTING_LOGS_TIMING_LOG_H_

#include <optional>
#include <string>
#include <string_view>

#include "reporting/model/result.h"

namespace redline::reporting {

// All workers together: response, task, each step, queue and rest, and the supervisor's
// lateness; of a run with stages, all of these of each stage too, for its time:
// stage2.response. The response has no tag, so that HdrHistogram's own tools show it
// without further ado; each other has its name as the tag. A comment in the log says so.
std::string ToHlog(const Result& result);

// The distribution of the timing of this name; nothing if there is no such timing.
std::optional<std::string> ToHgrm(const Result& result, std::string_view timing);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_LOGS_TIMING_LOG_H_
