#include "tests/testing/golden_file.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace redline::testing {
namespace {

// "UPDATE_GOLDENS=1 bazel run //tests/runner/settings:settings_page_test"
std::string HowToRewrite() {
  const char* const test = std::getenv("TEST_TARGET");
  return std::string("UPDATE_GOLDENS=1 bazel run ") +
         (test == nullptr ? "THIS TEST" : test);
}

}  // namespace

void ExpectGoldenFile(const std::string& path, std::string_view actual) {
  if (std::getenv("UPDATE_GOLDENS") != nullptr) {
    const char* const workspace = std::getenv("BUILD_WORKSPACE_DIRECTORY");
    ASSERT_NE(workspace, nullptr) << "only `bazel run` knows where to write";
    std::ofstream file(std::string(workspace) + "/" + path, std::ios::binary);
    file << actual;
    ASSERT_TRUE(file.flush()) << "cannot write " << path;
    return;
  }
  std::ifstream file(path, std::ios::binary);
  ASSERT_TRUE(file) << "there is no " << path << "; to write it: " << HowToRewrite();
  const std::string expected{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(expected, actual) << path
                              << " is stale; if the change is meant: " << HowToRewrite();
}

}  // namespace redline::testing
