// Compares a text with a file of the repository, to the byte.
//
// After a change that is meant, UPDATE_GOLDENS=1 in the environment rewrites the file
// instead, for `bazel run` of the test; then read the difference.
#ifndef REDLINE_TESTS_TESTING_GOLDEN_FILE_H_
#define REDLINE_TESTS_TESTING_GOLDEN_FILE_H_

#include <string>
#include <string_view>

namespace redline::testing {

// `path` is the repository's: "docs/settings.md". The test needs it as `data`.
void ExpectGoldenFile(const std::string& path, std::string_view actual);

}  // namespace redline::testing

#endif  // REDLINE_TESTS_TESTING_GOLDEN_FILE_H_
