#include "tests/reporting/golden.h"

#include <string>

#include "tests/testing/golden_file.h"

namespace redline::reporting::testing {

void ExpectGolden(std::string_view name, std::string_view actual) {
  redline::testing::ExpectGoldenFile(
      "tests/reporting/testdata/" + std::string(name) + ".golden", actual);
}

}  // namespace redline::reporting::testing
