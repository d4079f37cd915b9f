#include "worker/workloads/workload_registry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <stdexcept>
#include <string>

#include "redis/redis_connection.h"
#include "redis/redis_url.h"
#include "shm/segment_layout.h"
#include "tests/testing/redis_server.h"
#include "tests/testing/run_coroutine.h"
#include "worker/workloads/workload_list.h"

namespace redline::worker {
namespace {

using ::testing::HasSubstr;

// On the connection's loop, which it must not outlive.
boost::asio::awaitable<void> MakeEveryWorkload(const std::string& url) {
  const auto connection = co_await redis::RedisConnection::Connect(
      redis::ParseRedisUrl(url), std::chrono::seconds(5));
  for (const WorkloadSpec& known : kWorkloadSpecs) {
    EXPECT_NE(MakeWorkload(known.name, {}, connection.get()), nullptr) << known.name;
  }
}

TEST(WorkloadRegistry, MakesEveryWorkloadOfTheList) {
  const testing::RedisServer server;
  testing::RunCoroutine(MakeEveryWorkload(server.Url()));
}

TEST(WorkloadRegistry, MakesAWorkloadThatNeedsNoRedisWithoutAConnection) {
  EXPECT_NE(MakeWorkload("noop", {}, nullptr), nullptr);
}

TEST(WorkloadList, DescribesEveryWorkload) {
  for (const WorkloadSpec& known : kWorkloadSpecs) {
    EXPECT_EQ(FindWorkloadSpec(known.name), &known) << "two have this name";
    EXPECT_FALSE(known.meaning.empty()) << known.name;
    EXPECT_LE(known.steps.size(), shm::kMaxSteps) << known.name;
    EXPECT_EQ(known.round_trips > 0, known.needs_redis) << known.name;
  }
}

TEST(WorkloadRegistry, RefusesAnUnknownName) {
  try {
    MakeWorkload("nope", {}, nullptr);
    FAIL() << "made";
  } catch (const std::invalid_argument& error) {
    EXPECT_THAT(error.what(), HasSubstr("\"nope\""));
  }
}

TEST(WorkloadRegistry, RefusesAWorkloadThatLacksItsConnection) {
  EXPECT_THROW(MakeWorkload("building", {}, nullptr), std::invalid_argument);
}

}  // namespace
}  // namespace redline::worker
