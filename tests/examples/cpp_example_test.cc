// The worker of examples/cpp as a user builds and runs it: against an installed redline,
// by the compiler alone. scripts/test_examples builds it with Bazel.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/e2e/redline_process.h"
#include "tests/scripts/printed_by.h"
#include "tests/testing/redis_server.h"
#include "tests/testing/temporary_folder.h"

namespace redline::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class CppExample : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder;
    const std::string prefix = folder_->path();
    PrintedBy("REDLINE_BUILT=\"$PWD\" scripts/install --prefix='" + prefix + "'");
    PrintedBy("export PKG_CONFIG_PATH='" + prefix +
              "/lib/pkgconfig'; g++ -O2 -Wall -Wextra -Werror "
              "examples/cpp/get_worker.cc $(pkg-config --cflags --libs redline-worker) "
              "-o '" +
              prefix + "/get_worker'");
  }
  static void TearDownTestSuite() { delete folder_; }

  // The installed supervisor, with the example's worker.
  RedlineProcess::Options Run(std::vector<std::string> flags) const {
    const std::string prefix = folder_->path();
    flags.insert(flags.end(), {"--worker=" + prefix + "/get_worker", "--num_workers=2",
                               "--tasks_per_second=100", "--warmup_seconds=0",
                               "--test_duration_seconds=2"});
    return {.flags = flags,
            .environment = {{"REDIS_URL", server_.Url()}},
            .wrapper = "shift; exec '" + prefix + "/bin/redline' \"$@\""};
  }

  static TemporaryFolder* folder_;
  const RedisServer server_;
};

TemporaryFolder* CppExample::folder_ = nullptr;

TEST_F(CppExample, GetsWhatItHasPreparedAndLeavesNoKeysBehind) {
  server_.Cli("SET test:mine theirs");
  RedlineProcess redline(Run({"--report_json"}));
  ASSERT_EQ(redline.Wait(), 0) << redline.Stdout() << redline.Stderr();
  EXPECT_THAT(redline.Stdout(), HasSubstr(" get mean (ms) "));
  const auto json = redline.Json();
  EXPECT_STREQ(json["verdict"]["status"].GetString(), "success");
  EXPECT_EQ(json["messaging"]["tasks_completed"].GetUint64(), 200U);
  EXPECT_THAT(
      server_.Cli("INFO commandstats"),
      AllOf(HasSubstr("cmdstat_get:calls=200,"), HasSubstr("cmdstat_set:calls=2001,")));
  EXPECT_EQ(server_.Cli("--raw KEYS '*'"), "test:mine\n");
}

TEST_F(CppExample, FailsTheTestInItsOwnWordsWhereItsKeysAreMissing) {
  RedlineProcess redline(Run({"--data=empty"}));
  EXPECT_EQ(redline.Wait(), 1) << redline.Stderr();
  EXPECT_THAT(redline.Stdout(), HasSubstr("get: there is no key test:"));
}

TEST_F(CppExample, RefusesAnotherWorkloadThanItsOwn) {
  RedlineProcess redline(Run({"--workload=set"}));
  EXPECT_EQ(redline.Wait(), 2) << redline.Stdout();
  EXPECT_THAT(redline.Stderr(), HasSubstr("This worker has one workload, get"));
}

}  // namespace
}  // namespace redline::testing
