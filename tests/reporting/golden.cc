#include "tests/reporting/golden.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

namespace redline::reporting::testing {

void ExpectGolden(std::string_view name, std::string_view actual) {
  ExpectFile("tests/reporting/testdata/" + std::string(name) + ".golden", actual);
}

void ExpectFile(const std::string& path, std::string_view actual) {
  if (std::getenv("UPDATE_GOLDENS") != nullptr) {
    const char* workspace = std::getenv("BUILD_WORKSPACE_DIRECTORY");
    ASSERT_NE(workspace, nullptr) << "goldens are rewritten by `bazel run`";
    std::ofstream file(std::string(workspace) + "/" + path, std::ios::binary);
    file << actual;
    ASSERT_TRUE(file.flush()) << "cannot write " << path;
    return;
  }
  std::ifstream file(path, std::ios::binary);
  ASSERT_TRUE(file) << "no " << path << "; see tests/reporting/golden.h";
  const std::string expected{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(expected, actual) << "if the change is meant, see tests/reporting/golden.h";
}

}  // namespace redline::reporting::testing
