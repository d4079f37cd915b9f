// Compares a text with a file in tests/reporting/testdata, or another one, to the byte.
//
// After a change that is meant, rewrite the files and read the difference:
//   UPDATE_GOLDENS=1 bazel run //tests/reporting:text_report_test
//   UPDATE_GOLDENS=1 bazel run //tests/reporting:json_report_test
// and so on for each test that has some.
#ifndef REDLINE_TESTS_REPORTING_GOLDEN_H_
#define REDLINE_TESTS_REPORTING_GOLDEN_H_

#include <string>
#include <string_view>

namespace redline::reporting::testing {

// `name` without folder and ".golden".
void ExpectGolden(std::string_view name, std::string_view actual);

// The same of any file of the tree, by its path in it.
void ExpectFile(const std::string& path, std::string_view actual);

}  // namespace redline::reporting::testing

#endif  // REDLINE_TESTS_REPORTING_GOLDEN_H_
