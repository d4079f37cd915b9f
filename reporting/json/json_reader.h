// Reads a result back from the JSON that json_report.h writes (docs/result-format.md).
// A result survives the round trip: written again, it gives the same text. Files of an
// earlier version of redline lack fields; those are absent in the result. Unknown fields
// are ignored. The text may come from anywhere and hold anything.
#ifndef REDLINE_REPORTING_JSON_JSON_READER_H_
#define REDLINE_REPORTING_JSON_JSON_READER_H_

#include <string_view>
#include <variant>

#include "reporting/json/result_error.h"
#include "reporting/model/result.h"
#include "reporting/model/search_result.h"
#include "reporting/model/sweep_result.h"

namespace redline::reporting {

// Throws ResultError.
Result ReadJson(std::string_view text);
// Of a run, a search or a sweep: whatever it is.
using AnyResult = std::variant<Result, SearchResult, SweepResult>;
AnyResult ReadAnyJson(std::string_view text);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_JSON_JSON_READER_H_
