// The error in a text that should be a result.
#ifndef REDLINE_REPORTING_JSON_RESULT_ERROR_H_
#define REDLINE_REPORTING_JSON_RESULT_ERROR_H_

#include <stdexcept>

namespace redline::reporting {

// The text is not a result. The sentence says what is wrong with it; it begins with a
// verb, so that the file's name can be put before it: "is not JSON: ...".
class ResultError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_JSON_RESULT_ERROR_H_
