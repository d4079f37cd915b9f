// Reads a result back from the JSON that json_report.h writes (docs/result-format.md).
// A result survives the round trip: written again, it gives the same text. Files of an
// earlier version of redline lack fields; those are absent in the result. Unknown fields
// are ignored. The text may come from anywhere and hold anything.
#ifndef REDLINE_REPORTING_JSON_JSON_READER_H_
#define REDLINE_REPORTING_JSON_JSON_READER_H_

#include <string_view>

#include "reporting/json/result_error.h"
#include "reporting/model/result.h"

namespace redline::reporting {

// Throws ResultError.
Result ReadJson(std::string_view text);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_JSON_JSON_READER_H_
