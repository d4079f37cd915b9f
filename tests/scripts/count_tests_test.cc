// scripts/count_tests.py, by which scripts/test counts: reports as GoogleTest and Bazel
// write them.

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <string>

#include "tests/scripts/printed_by.h"
#include "tests/testing/temporary_folder.h"

namespace redline {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class CountTests : public ::testing::Test {
 protected:
  // A report of a target's, this old.
  void Report(const std::string& folder, const std::string& cases,
              std::chrono::seconds age = 0s) const {
    const fs::path file = logs_.Write(
        folder + "/test.xml",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n<testsuite>\n" +
            cases + "</testsuite>\n</testsuites>\n");
    fs::last_write_time(file, fs::file_time_type::clock::now() - age);
  }
  std::string Count(const std::string& targets) const {
    return testing::PrintedBy("python3 scripts/count_tests.py '" + logs_.path().string() +
                              "' " + targets);
  }

  const testing::TemporaryFolder logs_;
};

constexpr char kPassed[] =
    "<testcase name=\"Passes\" status=\"run\" result=\"completed\" classname=\"Suite\" "
    "/>\n";
constexpr char kFailed[] =
    "<testcase name=\"Fails\" status=\"run\" result=\"completed\" classname=\"Suite\">\n"
    "<failure message=\"a.cc:1&#x0A;Failed\" "
    "type=\"\"><![CDATA[a.cc:1\nFailed]]></failure>\n"
    "</testcase>\n";
constexpr char kSkipped[] =
    "<testcase name=\"Waits\" status=\"run\" result=\"skipped\" classname=\"Suite\">\n"
    "<skipped message=\"a.cc:2&#x0A;needs two cores&#x0A;\"><![CDATA[a.cc:2\nneeds two "
    "cores\n]]></skipped>\n</testcase>\n";

TEST_F(CountTests, CountsASkippedTestAsSuchAndSaysWhy) {
  Report("tests/a/a_test", std::string(kPassed) + kPassed + kSkipped + kFailed);
  EXPECT_EQ(Count("//tests/a:a_test"),
            "2 1 1\n//tests/a:a_test Suite.Waits: needs two cores\n");
}

TEST_F(CountTests, CountsADisabledTestAsSkipped) {
  Report("tests/a/a_test",
         "<testcase name=\"DISABLED_Old\" status=\"notrun\" result=\"suppressed\" "
         "classname=\"Suite\" />\n");
  EXPECT_EQ(Count("//tests/a:a_test"),
            "0 0 1\n//tests/a:a_test Suite.DISABLED_Old: it is disabled\n");
}

TEST_F(CountTests, SaysIfASkippedTestGaveNoReason) {
  Report("tests/a/a_test",
         "<testcase name=\"Waits\" classname=\"Suite\"><skipped "
         "message=\"\"/></testcase>\n");
  EXPECT_EQ(Count("//tests/a:a_test"),
            "0 0 1\n//tests/a:a_test Suite.Waits: it gave no reason\n");
}

TEST_F(CountTests, CountsATestThatIsSkippedAfterItFailedAsFailed) {
  Report("tests/a/a_test",
         "<testcase name=\"T\" classname=\"Suite\"><failure message=\"\"/><skipped "
         "message=\"\"/></testcase>\n");
  EXPECT_EQ(Count("//tests/a:a_test"), "0 1 0\n");
}

TEST_F(CountTests, CountsWhatBazelWritesForAProgramThatCrashed) {
  Report(
      "tests/a/a_test",
      "<testcase name=\"tests/a/a_test\" status=\"run\" duration=\"1\" time=\"1\"><error "
      "message=\"exited with error code 139\"></error></testcase>\n");
  EXPECT_EQ(Count("//tests/a:a_test"), "0 1 0\n");
}

TEST_F(CountTests, CountsATargetWithoutAReportAsFailed) {
  Report("tests/a/a_test", kPassed);
  logs_.Write("tests/b/b_test/test.xml", "<testsui");
  EXPECT_EQ(Count("//tests/a:a_test //tests/b:b_test //tests/c:c_test"), "1 2 0\n");
}

TEST_F(CountTests, AddsUpTheShardsOfTheLastTimeOnly) {
  Report("tests/a/a_test/shard_1_of_2", kPassed);
  Report("tests/a/a_test/shard_2_of_2", kSkipped);
  Report("tests/a/a_test/shard_1_of_3", kFailed, 1h);
  Report("tests/a/a_test", kFailed, 2h);
  EXPECT_EQ(Count("//tests/a:a_test"),
            "1 0 1\n//tests/a:a_test Suite.Waits: needs two cores\n");
}

}  // namespace
}  // namespace redline
