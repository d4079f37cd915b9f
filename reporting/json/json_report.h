// The result as JSON, for programs: schema "redline.result/1".
//
// docs/result-format.md names every field with its unit. Times are milliseconds unless a
// name says otherwise; megabytes have 2^20 bytes. A figure that was not measured is null,
// never NaN, infinity or 0.
#ifndef REDLINE_REPORTING_JSON_JSON_REPORT_H_
#define REDLINE_REPORTING_JSON_JSON_REPORT_H_

#include <string>

#include "reporting/model/result.h"
#include "reporting/model/search_result.h"
#include "reporting/model/sweep_result.h"

namespace redline::reporting {

// One JSON object, indented, ending in '\n'; always valid UTF-8 (bytes that are not, in
// the result's strings, come out as U+FFFD).
std::string ToJson(const Result& result);
// The same of a search: schema "redline.search/1".
std::string ToJson(const SearchResult& result);
// The same of a sweep: schema "redline.sweep/1".
std::string ToJson(const SweepResult& result);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_JSON_JSON_REPORT_H_
