// A run whose workload throws.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <chrono>
#include <filesystem>
#include <string>

#include "tests/e2e/redline_process.h"

namespace redline::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::EndsWith;
using ::testing::HasSubstr;

// The supervisor beside another worker, as Bazel would have built both.
class ThrowingWorker : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string folder = "/tmp/rl-worker-XXXXXX";
    ASSERT_NE(::mkdtemp(folder.data()), nullptr);
    folder_ = folder;
    fs::create_directory(folder_ / "runner");
    fs::create_directory(folder_ / "worker");
    fs::copy_file("runner/runner", folder_ / "runner" / "runner");
    fs::copy_file("tests/e2e/throwing_worker", folder_ / "worker" / "worker");
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string wrapper() const {
    return "shift; exec " + (folder_ / "runner" / "runner").string() + " \"$@\"";
  }

  fs::path folder_;
};

TEST_F(ThrowingWorker, FailsTheTestInItsOwnWordsAndCountsTheTask) {
  // One a second: a worker under a sanitizer takes its time to end, and the next task is
  // not due before it has.
  RedlineProcess redline(
      {.flags = {"--workload=noop", "--num_workers=1", "--tasks_per_second=1",
                 "--warmup_seconds=0", "--test_duration_seconds=20", "--report_json"},
       .wrapper = wrapper()});
  EXPECT_EQ(redline.Wait(), 1) << redline.Stdout() << redline.Stderr();
  const auto json = redline.Json();
  EXPECT_STREQ(json["verdict"]["status"].GetString(), "failed");
  EXPECT_STREQ(json["verdict"]["reason"].GetString(), "workload_error");
  EXPECT_THAT(json["verdict"]["sentence"].GetString(),
              EndsWith("with 1 task unfinished: the workload threw \"no such cart\"."));
  EXPECT_EQ(json["messaging"]["tasks_completed"].GetUint64(), 2U);
  EXPECT_EQ(json["messaging"]["tasks_failed"].GetUint64(), 1U);
  EXPECT_EQ(json["errors"].Size(), 0U);
}

TEST_F(ThrowingWorker, EndsTheRunBeforeItsStartIfItCannotPrepareItsData) {
  RedlineProcess redline({.flags = {"--workload=noop", "--num_workers=2", "--data=full",
                                    "--warmup_seconds=0", "--test_duration_seconds=20"},
                          .wrapper = wrapper()});
  EXPECT_EQ(redline.Wait(), 3) << redline.Stdout();
  EXPECT_THAT(redline.Stderr(),
              HasSubstr("Before the test, the workload threw \"no such shelf\"."));
}

}  // namespace
}  // namespace redline::testing
