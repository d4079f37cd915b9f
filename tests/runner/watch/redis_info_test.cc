#include "runner/watch/redis_info.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "tests/testing/redis_server.h"

namespace redline::runner {
namespace {

using redline::testing::RedisServer;
using std::chrono::microseconds;

// As Redis 7.0.15 writes it, cut to what matters and a little more.
constexpr char kText[] =
    "# Server\r\n"
    "redis_version:7.0.15\r\n"
    "redis_mode:standalone\r\n"
    "process_id:2761\r\n"
    "run_id:ca73db4f409ca4542492f642c3b81c69d034e8ee\r\n"
    "uptime_in_seconds:86\r\n"
    "executable:/usr/bin/redis-server\r\n"
    "config_file:\r\n"
    "\r\n"
    "# Clients\r\n"
    "connected_clients:3\r\n"
    "maxclients:10000\r\n"
    "\r\n"
    "# Memory\r\n"
    "used_memory:916520\r\n"
    "used_memory_human:895.04K\r\n"
    "total_system_memory:25276502016\r\n"
    "maxmemory:1048576\r\n"
    "maxmemory_policy:volatile-lru\r\n"
    "\r\n"
    "# Persistence\r\n"
    "loading:0\r\n"
    "async_loading:1\r\n"
    "\r\n"
    "# Stats\r\n"
    "total_commands_processed:903\r\n"
    "evicted_keys:7\r\n"
    "evicted_clients:1\r\n"
    "\r\n"
    "# Replication\r\n"
    "role:master\r\n"
    "\r\n"
    "# CPU\r\n"
    "used_cpu_sys:0.25\r\n"
    "used_cpu_user:0.5\r\n"
    "used_cpu_sys_children:1\r\n"
    "used_cpu_sys_main_thread:0.125\r\n"
    "used_cpu_user_main_thread:0.25\r\n"
    "\r\n"
    "# Commandstats\r\n"
    "cmdstat_hgetall:calls=4,usec=68,usec_per_call=17.00,rejected_calls=0,failed_calls="
    "0\r\n"
    "cmdstat_config|get:calls=1,usec=9,usec_per_call=9.00\r\n"
    "\r\n"
    "# Keyspace\r\n"
    "db0:keys=24,expires=2,avg_ttl=0\r\n"
    "db11:keys=5,expires=3,avg_ttl=0\r\n";

TEST(RedisInfo, IsWhatTheTextSays) {
  const RedisInfo info = ParseRedisInfo(kText);
  EXPECT_EQ(info.version, "7.0.15");
  EXPECT_EQ(info.mode, "standalone");
  EXPECT_EQ(info.role, "master");
  EXPECT_EQ(info.executable, "/usr/bin/redis-server");
  EXPECT_EQ(info.process_id, 2761u);
  EXPECT_EQ(info.run_id, "ca73db4f409ca4542492f642c3b81c69d034e8ee");
  EXPECT_EQ(info.uptime, std::chrono::seconds(86));
  EXPECT_EQ(info.loading, false);
  EXPECT_EQ(info.connected_clients, 3u);
  EXPECT_EQ(info.max_clients, 10'000u);
  EXPECT_EQ(info.used_memory, 916'520u);
  EXPECT_EQ(info.max_memory, 1'048'576u);
  EXPECT_EQ(info.max_memory_policy, "volatile-lru");
  EXPECT_EQ(info.total_system_memory, 25'276'502'016u);
  EXPECT_EQ(info.cpu, RedisInfo::Seconds(0.75));
  EXPECT_EQ(info.main_thread_cpu, RedisInfo::Seconds(0.375));
  EXPECT_EQ(info.commands_processed, 903u);
  EXPECT_EQ(info.evicted_keys, 7u);
  EXPECT_EQ(info.expiring_keys, 5u);
  ASSERT_EQ(info.commands.size(), 2u);
  EXPECT_EQ(info.commands.at("hgetall"),
            (RedisCommandStats{.calls = 4, .time = microseconds(68)}));
  EXPECT_EQ(info.commands.at("config|get"),
            (RedisCommandStats{.calls = 1, .time = microseconds(9)}));
}

TEST(RedisInfo, IsWholeFromARealServer) {
  const RedisServer server;
  server.Cli("SET k v EX 1000");
  const RedisInfo info = ParseRedisInfo(server.Cli("INFO all"));
  EXPECT_TRUE(info.version);
  EXPECT_EQ(info.mode, "standalone");
  EXPECT_EQ(info.role, "master");
  EXPECT_EQ(info.run_id.value_or("").size(), 40u);
  EXPECT_TRUE(info.uptime);
  EXPECT_EQ(info.loading, false);
  EXPECT_EQ(info.connected_clients, 1u);
  EXPECT_TRUE(info.max_clients);
  EXPECT_GT(info.used_memory.value_or(0), 0u);
  EXPECT_EQ(info.max_memory, 0u);
  EXPECT_EQ(info.max_memory_policy, "noeviction");
  EXPECT_TRUE(info.total_system_memory);
  EXPECT_TRUE(info.cpu);
  EXPECT_TRUE(info.main_thread_cpu);
  EXPECT_GT(info.commands_processed.value_or(0), 0u);
  EXPECT_EQ(info.evicted_keys, 0u);
  EXPECT_EQ(info.expiring_keys, 1u);
  EXPECT_EQ(info.commands.at("set").calls, 1u);
}

TEST(RedisInfo, NamesAnotherServerAsItsUsersDo) {
  const RedisInfo valkey = ParseRedisInfo(
      "redis_version:7.2.4\r\nserver_name:valkey\r\nvalkey_version:8.1.1\r\n");
  EXPECT_EQ(ServerVersion(valkey), "Valkey 8.1.1");
  EXPECT_EQ(valkey.version, "7.2.4");
  EXPECT_EQ(ServerVersion(ParseRedisInfo("redis_version:7.0.15\r\n")), "7.0.15");
  EXPECT_EQ(ServerVersion(ParseRedisInfo("")), "");
}

TEST(RedisInfo, NamesKeyDbByItsExecutable) {
  EXPECT_EQ(ServerVersion(ParseRedisInfo("redis_version:6.3.4\r\n"
                                         "executable:/usr/bin/keydb-server\r\n")),
            "KeyDB 6.3.4");
}

TEST(RedisInfo, NamesDragonflyByItsOwnVersion) {
  EXPECT_EQ(ServerVersion(ParseRedisInfo(
                "redis_version:7.4.0\r\ndragonfly_version:df-v1.24.0\r\n")),
            "Dragonfly 1.24.0");
}

TEST(RedisInfo, KnowsTheModeOfValkeyWhichNamesItOtherwise) {
  EXPECT_EQ(ParseRedisInfo("server_mode:standalone\r\ncluster_enabled:0\r\n").mode,
            "standalone");
  EXPECT_EQ(ParseRedisInfo("server_mode:cluster\r\n").mode, "cluster");
}

TEST(RedisInfo, KnowsAClusterThatDoesNotNameItsMode) {
  EXPECT_EQ(ParseRedisInfo("# Cluster\r\ncluster_enabled:1\r\n").mode, "cluster");
  EXPECT_EQ(ParseRedisInfo("# Cluster\r\ncluster_enabled:0\r\n").mode, std::nullopt);
}

TEST(RedisInfo, KnowsWhetherAReplicaTakesWrites) {
  EXPECT_EQ(ParseRedisInfo("role:slave\r\nslave_read_only:1\r\n").replica_read_only,
            true);
  EXPECT_EQ(ParseRedisInfo("role:slave\r\nslave_read_only:0\r\n").replica_read_only,
            false);
  EXPECT_EQ(ParseRedisInfo("role:master\r\n").replica_read_only, std::nullopt);
}

TEST(RedisInfo, HasNoExpiringKeysInAnEmptyDatabase) {
  EXPECT_EQ(ParseRedisInfo("# Keyspace\r\n").expiring_keys, 0u);
  EXPECT_EQ(ParseRedisInfo("# Server\r\n").expiring_keys, std::nullopt);
}

TEST(RedisInfo, LacksWhatTheTextLacks) {
  const RedisInfo info = ParseRedisInfo("# Server\r\nredis_version:2.6.0\r\n");
  EXPECT_EQ(info.version, "2.6.0");
  EXPECT_EQ(info.mode, std::nullopt);
  EXPECT_EQ(info.used_memory, std::nullopt);
  EXPECT_EQ(info.main_thread_cpu, std::nullopt);
  EXPECT_TRUE(info.commands.empty());
}

TEST(RedisInfo, LacksWhatIsNotOfItsType) {
  const RedisInfo info = ParseRedisInfo(
      "redis_version:\nuptime_in_seconds:-4\nloading:2\nconnected_clients:3x\n"
      "maxclients:\nused_memory:1.5\nmaxmemory:99999999999999999999999\n"
      "used_cpu_sys:nan\nused_cpu_user:1\nused_cpu_sys_main_thread:-1\n"
      "used_cpu_user_main_thread:1\ncmdstat_get:calls=-1,usec=3\n"
      "cmdstat_set:calls=1\ncmdstat_del:usec=1\ncmdstat_ping:calls=1,usec=x\n");
  EXPECT_EQ(info.version, std::nullopt);
  EXPECT_EQ(info.uptime, std::nullopt);
  EXPECT_EQ(info.loading, std::nullopt);
  EXPECT_EQ(info.connected_clients, std::nullopt);
  EXPECT_EQ(info.max_clients, std::nullopt);
  EXPECT_EQ(info.used_memory, std::nullopt);
  EXPECT_EQ(info.max_memory, std::nullopt);
  EXPECT_EQ(info.cpu, std::nullopt);
  EXPECT_EQ(info.main_thread_cpu, std::nullopt);
  EXPECT_TRUE(info.commands.empty());
}

TEST(RedisInfo, IsEmptyFromAnyGarbage) {
  for (const std::string& text :
       {std::string(), std::string("\r\n\r\n"), std::string(":"), std::string("::::"),
        std::string("\0redis_version\0:7\n", 18), std::string("cmdstat_:\ndb:\ndb0:\n"),
        std::string("-ERR unknown command\r\n")}) {
    EXPECT_EQ(ParseRedisInfo(text).version, std::nullopt) << text;
  }
}

TEST(RedisInfo, TakesAnyDamageToTheText) {
  std::mt19937 random(1);
  for (int i = 0; i < 2000; ++i) {
    std::string text = kText;
    for (int k = 0; k < 20; ++k)
      text[random() % text.size()] = static_cast<char>(random());
    text.resize(random() % text.size());
    ParseRedisInfo(text);
  }
}

TEST(SameServerRun, IsTrueOfTwoSamplesOfOneServer) {
  const RedisServer server;
  const RedisInfo earlier = ParseRedisInfo(server.Cli("INFO all"));
  server.Cli("SET k v");
  const RedisInfo later = ParseRedisInfo(server.Cli("INFO all"));
  EXPECT_TRUE(SameServerRun(earlier, later));
  EXPECT_TRUE(SameServerRun(earlier, earlier));
}

TEST(SameServerRun, IsFalseOfTwoServers) {
  const RedisServer one;
  const RedisServer other;
  EXPECT_FALSE(SameServerRun(ParseRedisInfo(one.Cli("INFO all")),
                             ParseRedisInfo(other.Cli("INFO all"))));
}

TEST(SameServerRun, IsFalseAfterStatisticsWereReset) {
  const RedisServer server;
  server.Cli("SET k v");
  const RedisInfo earlier = ParseRedisInfo(server.Cli("INFO all"));
  server.Cli("CONFIG RESETSTAT");
  EXPECT_FALSE(SameServerRun(earlier, ParseRedisInfo(server.Cli("INFO all"))));
}

TEST(SameServerRun, IsFalseIfACounterWentBackWithoutARunId) {
  RedisInfo earlier;
  earlier.uptime = std::chrono::seconds(100);
  RedisInfo later;
  later.uptime = std::chrono::seconds(1);
  EXPECT_FALSE(SameServerRun(earlier, later));
  EXPECT_TRUE(SameServerRun(later, earlier));
}

TEST(RedisInfo, KnowsOfASaveAndOfARewrite) {
  EXPECT_EQ(ParseRedisInfo("loading:0\r\n").saving, std::nullopt);
  EXPECT_EQ(
      ParseRedisInfo("rdb_bgsave_in_progress:0\r\naof_rewrite_in_progress:0\r\n").saving,
      false);
  EXPECT_EQ(
      ParseRedisInfo("rdb_bgsave_in_progress:1\r\naof_rewrite_in_progress:0\r\n").saving,
      true);
  EXPECT_EQ(
      ParseRedisInfo("rdb_bgsave_in_progress:0\r\naof_rewrite_in_progress:1\r\n").saving,
      true);
}

}  // namespace
}  // namespace redline::runner
