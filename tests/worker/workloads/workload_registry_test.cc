#include "worker/workloads/workload_registry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <stdexcept>
#include <string>

#include "redis/redis_connection.h"
#include "redis/redis_url.h"
#include "tests/testing/redis_server.h"
#include "tests/testing/run_coroutine.h"
#include "worker/workloads/workload_names.h"

namespace redline::worker {
namespace {

using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// On the connection's loop, which it must not outlive.
boost::asio::awaitable<void> MakeEveryWorkload(const std::string& url) {
  const auto connection = co_await redis::RedisConnection::Connect(
      redis::ParseRedisUrl(url), std::chrono::seconds(5));
  for (const WorkloadName& known : kWorkloadNames) {
    const auto workload = MakeWorkload(known.name, {}, connection.get());
    if (workload == nullptr) {
      ADD_FAILURE() << known.name;
      continue;
    }
    // The supervisor, which has no workload, goes by these.
    EXPECT_THAT(workload->StepNames(), ElementsAreArray(known.steps)) << known.name;
  }
}

TEST(WorkloadRegistry, MakesEveryWorkloadThatHasANameWithItsSteps) {
  const testing::RedisServer server;
  testing::RunCoroutine(MakeEveryWorkload(server.Url()));
}

TEST(WorkloadRegistry, MakesAWorkloadWithoutSteps) {
  EXPECT_THAT(MakeWorkload("noop", {}, nullptr)->StepNames(), IsEmpty());
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
