// A run whose worker is a user's, and whose workload throws.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/e2e/redline_process.h"

namespace redline::testing {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

constexpr char kThrowingWorker[] = "--worker=tests/e2e/throwing_worker";

TEST(ThrowingWorker, FailsTheTestInItsOwnWordsAndCountsTheTask) {
  // One a second: a worker under a sanitizer takes its time to end, and the next task is
  // not due before it has.
  RedlineProcess redline(
      {.flags = {kThrowingWorker, "--num_workers=1", "--tasks_per_second=1",
                 "--warmup_seconds=0", "--test_duration_seconds=20", "--report_json"}});
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

TEST(ThrowingWorker, EndsTheRunBeforeItsStartIfItCannotPrepareItsData) {
  RedlineProcess redline({.flags = {kThrowingWorker, "--num_workers=2", "--data=full",
                                    "--warmup_seconds=0", "--test_duration_seconds=20"}});
  EXPECT_EQ(redline.Wait(), 3) << redline.Stdout();
  EXPECT_THAT(redline.Stderr(),
              HasSubstr("Before the test, the workload threw \"no such shelf\"."));
}

}  // namespace
}  // namespace redline::testing
