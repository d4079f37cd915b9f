// Reads a result back from the JSON that json_report.h writes (docs/result-format.md).
//
// What is read is what was written: writing it again gives the same text. Files of an
// earlier version of redline lack fields; what they lack is absent in the result. Fields
// that are not known are ignored. The text may come from anywhere and hold anything.
#ifndef REDLINE_REPORTING_JSON_READER_H_
#define REDLINE_REPORTING_JSON_READER_H_

#include <stdexcept>
#include <string_view>

#include "reporting/result.h"

namespace redline::reporting {

// The text is no result. The sentence says what is wrong with it; it begins with a verb,
// so that the file's name can be put before it: "is no JSON: ...".
class ResultError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Throws ResultError.
Result ReadJson(std::string_view text);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_JSON_READER_H_
