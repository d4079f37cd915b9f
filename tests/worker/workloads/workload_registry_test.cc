#include "worker/workloads/workload_registry.h"

#include <gtest/gtest.h>

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "redis/redis_connection.h"
#include "redis/redis_url.h"
#include "shm/segment_layout.h"
#include "tests/testing/redis_server.h"
#include "tests/testing/run_coroutine.h"
#include "worker/workloads/workload_list.h"

namespace redline::worker {
namespace {

std::unique_ptr<WorkloadKind> FindOwn(std::string_view name) {
  return FindWorkload({.name = name, .text = {}, .parameters = {}});
}

std::string Refusal(const WorkloadRequest& request) {
  try {
    FindWorkload(request);
  } catch (const WorkloadRefused& refused) {
    return refused.what();
  }
  return "found";
}

// On the connection's loop, which it must not outlive.
boost::asio::awaitable<void> MakeEveryWorkload(const std::string& url) {
  const auto connection = co_await redis::RedisConnection::Connect(
      redis::ParseRedisUrl(url), std::chrono::seconds(5));
  for (const WorkloadSpec& known : kWorkloadSpecs) {
    const auto kind = FindOwn(known.name);
    EXPECT_EQ(kind->description().name, known.name);
    EXPECT_NE(kind->Make({}, connection.get()), nullptr) << known.name;
  }
}

TEST(WorkloadRegistry, MakesEveryWorkloadOfTheList) {
  const testing::RedisServer server;
  testing::RunCoroutine(MakeEveryWorkload(server.Url()));
}

TEST(WorkloadRegistry, MakesAWorkloadThatNeedsNoRedisWithoutAConnection) {
  EXPECT_NE(FindOwn("noop")->Make({}, nullptr), nullptr);
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
  EXPECT_EQ(Refusal({.name = "nope", .text = {}, .parameters = {}}),
            "There is no workload \"nope\".");
}

TEST(WorkloadRegistry, RefusesParametersForAWorkloadThatHasNone) {
  EXPECT_EQ(Refusal({.name = "noop", .text = {}, .parameters = "users=3"}),
            "--param (PARAM) is for a task of yours, and the workload noop has no "
            "parameters: leave it out.");
}

TEST(WorkloadRegistry, RefusesAWorkloadThatLacksItsConnection) {
  EXPECT_THROW(FindOwn("building")->Make({}, nullptr), WorkloadRefused);
}

}  // namespace
}  // namespace redline::worker
