// A run of the built binaries against a master that three real Sentinels know, and that
// is killed in mid-run.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <chrono>
#include <string>

#include "tests/e2e/redline_process.h"
#include "tests/testing/sentinel_set.h"
#include "tests/testing/temporary_folder.h"

namespace redline::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kPassword[] = "not-to-be-seen";

TEST(SentinelFailover, IsFollowedInMidRunAndLosesNoTask) {
  SentinelSet set(kPassword);
  const std::string url = set.Url("default:" + std::string(kPassword) + "@") +
                          "?sentinel_password=" + kPassword;
  RedlineProcess redline(
      {.flags = {"--num_workers=3", "--tasks_per_second=100", "--warmup_seconds=0",
                 "--test_duration_seconds=10", "--max_worker_backlog=1000",
                 "--redis_wait_seconds=30", "--report_json"},
       .environment = {{"REDIS_URL", url}}});
  redline.AwaitTasks();
  set.master().Kill();
  EXPECT_EQ(redline.Wait(), 0) << redline.Stdout() << redline.Stderr();
  EXPECT_TRUE(set.HasFailedOver());
  const auto json = redline.Json();
  EXPECT_EQ(json["messaging"]["tasks_completed"].GetUint64(), 1000U);
  EXPECT_STREQ(json["errors"][0]["class"].GetString(), "connection lost");
  EXPECT_GE(json["errors"][0]["count"].GetUint64(), 3U) << "each worker's";
  const std::string report = ContentOf(redline.report_path());
  EXPECT_THAT(report, HasSubstr(set.Url())) << "without the logins";
  EXPECT_THAT(report + redline.Stdout() + redline.Stderr(), Not(HasSubstr(kPassword)));
  EXPECT_EQ(
      set.replica().Cli("--no-auth-warning -a " + std::string(kPassword) + " dbsize"),
      "0\n")
      << "the run's keys are deleted where they are now";
}

}  // namespace
}  // namespace redline::testing
