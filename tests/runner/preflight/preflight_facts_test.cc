#include "runner/preflight/preflight_facts.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <chrono>
#include <stdexcept>
#include <string>

#include "redis/redis_url.h"
#include "tests/testing/redis_server.h"
#include "tests/testing/run_coroutine.h"
#include "tests/testing/temporary_folder.h"

namespace redline::runner {
namespace {

using boost::asio::awaitable;
using redline::testing::RedisServer;
using redline::testing::RunCoroutine;
using namespace std::chrono_literals;

RedisFacts Gather(const std::string& url_text) {
  return RunCoroutine([&]() -> awaitable<RedisFacts> {
    const redis::RedisUrl url = redis::ParseRedisUrl(url_text);
    const auto connection = co_await redis::RedisConnection::Connect(url, 5s);
    RedisFacts facts = co_await GatherRedisFacts(url, "test:", *connection);
    co_return facts;
  }());
}

TEST(RedisFacts, AreReadFromARealServer) {
  const RedisServer server(RedisServer::Transport::kUnix,
                           {"--maxmemory", "1mb", "--maxclients", "100"});
  const RedisFacts facts = Gather(server.Url());
  EXPECT_EQ(facts.info.max_memory, 1'048'576u);
  EXPECT_EQ(facts.info.max_clients, 100u);
  EXPECT_EQ(facts.info.connected_clients, 1u);
  EXPECT_EQ(facts.info_error, "");
  ASSERT_TRUE(facts.round_trip);
  EXPECT_GT(facts.round_trip->count(), 0);
  EXPECT_LT(facts.round_trip->count(), 1000);
  EXPECT_TRUE(facts.on_this_machine);
  EXPECT_FALSE(facts.host_is_a_name);
}

TEST(RedisFacts, KnowThatLocalhostNeedsNoResolver) {
  const RedisServer server(RedisServer::Transport::kTcp);
  EXPECT_FALSE(Gather(server.Url()).host_is_a_name);
  EXPECT_FALSE(
      Gather("redis://localhost:" + std::to_string(server.port())).host_is_a_name);
}

TEST(RedisFacts, LackWhatRedisForbidsToAsk) {
  const RedisServer server;
  server.Cli("ACL SETUSER default -info");
  const RedisFacts facts = Gather(server.Url());
  EXPECT_EQ(facts.info.version, std::nullopt);
  EXPECT_TRUE(facts.info_error.starts_with("NOPERM")) << facts.info_error;
  EXPECT_TRUE(facts.round_trip);
}

TEST(RedisFacts, KnowAClusterThatForbidsInfo) {
  const RedisServer server(RedisServer::Transport::kTcp, {"--cluster-enabled", "yes"});
  server.Cli("ACL SETUSER default -info");
  EXPECT_TRUE(Gather(server.Url()).refuses_keys_of_several_slots) << "without slots";
  server.Cli("CLUSTER ADDSLOTSRANGE 0 16383");
  EXPECT_TRUE(Gather(server.Url()).refuses_keys_of_several_slots) << "with all slots";
  const RedisServer alone;
  alone.Cli("ACL SETUSER default -info");
  EXPECT_FALSE(Gather(alone.Url()).refuses_keys_of_several_slots);
}

class SystemFactsTest : public ::testing::Test {
 protected:
  SystemFacts Gather() const { return GatherSystemFacts(root_.path()); }

  redline::testing::TemporaryFolder root_;
};

TEST_F(SystemFactsTest, AreKnownOfThisMachine) {
  const SystemFacts facts = GatherSystemFacts();
  ASSERT_TRUE(facts.descriptors);
  EXPECT_GE(facts.descriptors->used.value_or(0), 3u);
  rlimit limit{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &limit), 0);
  EXPECT_EQ(facts.descriptors->limit, limit.rlim_cur);
  EXPECT_TRUE(facts.shared_memory_free);
  EXPECT_GT(facts.memory_available.value_or(0), 0u);
}

TEST_F(SystemFactsTest, AreAbsentWhereThereIsNothing) {
  const SystemFacts facts = Gather();
  EXPECT_EQ(facts.shared_memory_free, std::nullopt);
  EXPECT_EQ(facts.memory_available, std::nullopt);
}

TEST_F(SystemFactsTest, HaveTheMachinesMemory) {
  root_.Write("proc/meminfo",
              "MemTotal: 4000 kB\nMemFree: 10 kB\nMemAvailable: 3000 kB\n");
  EXPECT_EQ(Gather().memory_available, 3000u * 1024);
}

TEST_F(SystemFactsTest, HaveTheGroupsMemoryIfThatIsLess) {
  root_.Write("proc/meminfo", "MemAvailable: 3000 kB\n");
  root_.Write("proc/self/cgroup", "0::/dyno\n");
  root_.Write("sys/fs/cgroup/dyno/memory.max", "1000000\n");
  root_.Write("sys/fs/cgroup/dyno/memory.current", "700000\n");
  EXPECT_EQ(Gather().memory_available, 300'000u);
  // Files that were read can be given up.
  root_.Write("sys/fs/cgroup/dyno/memory.stat", "anon 1\ninactive_file 200000\n");
  EXPECT_EQ(Gather().memory_available, 500'000u);
  root_.Write("sys/fs/cgroup/dyno/memory.max", "max\n");
  EXPECT_EQ(Gather().memory_available, 3000u * 1024);
}

TEST_F(SystemFactsTest, HaveTheMemoryOfAGroupOfTheFirstVersion) {
  root_.Write("proc/meminfo", "MemAvailable: 3000 kB\n");
  root_.Write("proc/self/cgroup", "4:memory:/a/b\n");
  root_.Write("sys/fs/cgroup/memory/memory.limit_in_bytes", "500000\n");
  root_.Write("sys/fs/cgroup/memory/memory.usage_in_bytes", "600000\n");
  EXPECT_EQ(Gather().memory_available, 0u);
}

// The number by which version 1 says that there is no limit.
TEST_F(SystemFactsTest, HaveNoMemoryWhereItIsUnknown) {
  root_.Write("proc/self/cgroup", "4:memory:/\n");
  root_.Write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
  root_.Write("sys/fs/cgroup/memory/memory.usage_in_bytes", "600000\n");
  EXPECT_EQ(Gather().memory_available, std::nullopt);
}

TEST_F(SystemFactsTest, CountDescriptorsAlsoWhereProcDoesNotListThem) {
  EXPECT_GE(Gather().descriptors->used.value_or(0), 3u);
}

TEST_F(SystemFactsTest, HaveTheGroupsThreads) {
  root_.Write("proc/self/cgroup", "0::/dyno\n");
  root_.Write("sys/fs/cgroup/dyno/pids.max", "256\n");
  root_.Write("sys/fs/cgroup/dyno/pids.current", "11\n");
  const auto threads = Gather().threads;
  ASSERT_TRUE(threads);
  EXPECT_EQ(threads->limit, 256u);
  EXPECT_EQ(threads->used, 11u);
}

}  // namespace
}  // namespace redline::runner
