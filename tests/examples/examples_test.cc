// Each example that needs nothing but Redis runs as its comment says.

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "tests/e2e/redline_process.h"
#include "tests/testing/redis_server.h"

namespace redline {
namespace {

using testing::RedisServer;
using testing::RedlineProcess;

class Example : public ::testing::TestWithParam<const char*> {};

TEST_P(Example, RunsAndLeavesNothingBehind) {
  const RedisServer server;
  RedlineProcess redline(
      {.flags = {"--workload=file:" + std::filesystem::absolute(
                                          "examples/" + std::string(GetParam()) + ".task")
                                          .string(),
                 "--redis_url=" + server.Url(), "--num_workers=2",
                 "--tasks_per_second=300", "--test_duration_seconds=1.5",
                 "--warmup_seconds=0", "--max_worker_backlog=10000"}});
  EXPECT_EQ(redline.Wait(), 0) << redline.Stdout() << redline.Stderr();
  EXPECT_EQ(server.Cli("DBSIZE"), "0\n");
}

INSTANTIATE_TEST_SUITE_P(All, Example,
                         ::testing::Values("cache_aside", "rate_limiter", "session_store",
                                           "sidekiq", "stream_group"),
                         [](const auto& info) { return std::string(info.param); });

}  // namespace
}  // namespace redline
