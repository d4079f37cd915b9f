// Compares a text with a file in tests/reporting/testdata, as tests/testing/golden_file.h
// does it, which tells how to rewrite them.
#ifndef REDLINE_TESTS_REPORTING_GOLDEN_H_
#define REDLINE_TESTS_REPORTING_GOLDEN_H_

#include <string_view>

namespace redline::reporting::testing {

// `name` without folder and ".golden".
void ExpectGolden(std::string_view name, std::string_view actual);

}  // namespace redline::reporting::testing

#endif  // REDLINE_TESTS_REPORTING_GOLDEN_H_
