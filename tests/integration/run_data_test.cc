#include "runner/redis/run_data.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>

#include "redis/redis_connection.h"
#include "redis/redis_error.h"
#include "tests/testing/redis_server.h"
#include "tests/testing/run_coroutine.h"

namespace redline::runner {
namespace {

using boost::asio::awaitable;
using redline::testing::RedisServer;
using redline::testing::RunCoroutine;
using namespace std::chrono_literals;

class RunData : public ::testing::Test {
 protected:
  // `steps` are the answers of Redis after which it is given up.
  bool Delete(const RunKeys& keys, int steps = 1000) {
    return RunCoroutine([&]() -> awaitable<bool> {
      const auto connection = co_await redis::RedisConnection::Connect(
          redis::ParseRedisUrl(server_.Url()), 5s);
      co_return co_await DeleteKeys(*connection, keys, [&] { return --steps > 0; });
    }());
  }
  std::string Keys() { return server_.Cli("--raw --scan"); }

  const RedisServer server_;
};

// A user's own workload's data is known by the run's id alone.
TEST_F(RunData, IsSearchedForWhereItIsNotKnown) {
  server_.Cli(
      "MSET 'p*:mine:r1-0' v 'p*:mine:r1-0:more' v pp:mine:r1-0 v 'p*:mine:r2-0' v");
  EXPECT_TRUE(
      Delete({.key_prefix = "p*:", .run_id = "r1", .workers = 1, .known = false}));
  EXPECT_EQ(server_.Cli("--raw EXISTS 'p*:mine:r1-0' 'p*:mine:r1-0:more'"), "0\n");
  EXPECT_EQ(server_.Cli("--raw EXISTS pp:mine:r1-0 'p*:mine:r2-0'"), "2\n");
}

TEST_F(RunData, IsDeletedAlsoWhereUnlinkIsNotAllowed) {
  for (const bool known : {true, false}) {
    server_.Cli("MSET p:building:r1-0 v p:mine:r1-0 v");
    server_.Cli("HSET p:building:r1-0:flats 1 v");
    server_.Cli("ACL SETUSER default -unlink");
    EXPECT_TRUE(Delete(
        {.key_prefix = "p:", .run_id = "r1", .workers = 1, .flats = 1, .known = known}));
    EXPECT_EQ(server_.Cli("--raw EXISTS p:building:r1-0 p:building:r1-0:flats"), "0\n");
  }
  server_.Cli("SET p:mine:r1-0 v");
  server_.Cli("ACL SETUSER default -del");
  EXPECT_THROW(Delete({.key_prefix = "p:", .run_id = "r1", .workers = 1, .known = false}),
               redis::RedisError);
}

TEST_F(RunData, IsFoundAndDeletedInStepsHoweverMuchItIs) {
  server_.Cli("eval \"for i = 1, 5000 do redis.call('SET', 'p:r1-' .. i, i) end\" 0");
  server_.Cli("SET p:r2-1 v");
  const RunKeys keys{.key_prefix = "p:", .run_id = "r1", .workers = 1, .known = false};
  EXPECT_FALSE(Delete(keys, 3));
  EXPECT_NE(server_.Cli("--raw DBSIZE"), "1\n");
  EXPECT_TRUE(Delete(keys));
  EXPECT_EQ(Keys(), "p:r2-1\n");
}

TEST_F(RunData, OfBuildingsIsThatOfAllWorkersAndFlats) {
  for (const char* building :
       {"p:building:r1-0", "p:building:r1-119", "p:building:r2-0"}) {
    const std::string key(building);
    server_.Cli("SET " + key + " v");
    server_.Cli("HSET " + key + ":flats a 1 b 2");
    server_.Cli("RPUSH " + key + ":flats:a:mail m");
    server_.Cli("RPUSH " + key + ":flats:b:mail m");
  }
  EXPECT_TRUE(Delete({.key_prefix = "p:", .run_id = "r1", .workers = 120}));
  EXPECT_EQ(server_.Cli("--raw DBSIZE"), "4\n") << Keys();
  EXPECT_EQ(server_.Cli("--raw EXISTS p:building:r2-0:flats:b:mail"), "1\n");
}

TEST_F(RunData, IsThatOfAllTasksThatAWorkerMayHaveAtOnce) {
  server_.Cli("MSET p:building:r1-0 v p:building:r1-0-1 v p:building:r1-1-2 v");
  EXPECT_TRUE(Delete({.key_prefix = "p:", .run_id = "r1", .workers = 2}));
  EXPECT_EQ(server_.Cli("--raw DBSIZE"), "2\n") << Keys();
  EXPECT_TRUE(
      Delete({.key_prefix = "p:", .run_id = "r1", .workers = 2, .concurrency = 3}));
  EXPECT_EQ(server_.Cli("--raw DBSIZE"), "0\n") << Keys();
}

TEST_F(RunData, OfLargeBuildingsIsThatOfAllWorkersToo) {
  for (const char* building : {"p:building:r1-0", "p:building:r1-1"}) {
    const std::string key(building);
    server_.Cli("SET " + key + " v");
    server_.Cli("HSET " + key + ":flats a 1");
    server_.Cli("RPUSH " + key + ":flats:a:mail m");
  }
  EXPECT_TRUE(
      Delete({.key_prefix = "p:", .run_id = "r1", .workers = 2, .flats = 1'000'000}));
  EXPECT_EQ(server_.Cli("--raw DBSIZE"), "0\n") << Keys();
}

TEST_F(RunData, IsLeftWhereItIsGivenUp) {
  server_.Cli("SET p:building:r1-0 v");
  const RunKeys keys{.key_prefix = "p:", .run_id = "r1", .workers = 1};
  EXPECT_FALSE(Delete(keys, 1));
  EXPECT_EQ(server_.Cli("--raw DBSIZE"), "1\n");
}

// A Redis that takes no writes took none of the run's either.
TEST_F(RunData, ThatIsNotThereNeedsNoWrite) {
  server_.Cli("CONFIG SET min-replicas-to-write 1");
  EXPECT_TRUE(Delete({.key_prefix = "p:", .run_id = "r1", .workers = 3}));
}

TEST(DeletionCommand, LeadsToTheDatabaseWithoutTheLogin) {
  const RunKeys keys{.key_prefix = "it's*:", .run_id = "r1", .workers = 1};
  EXPECT_EQ(
      DeletionCommand(redis::ParseRedisUrl("redis://u:secret@h:7000/2"), {}, keys),
      "redis-cli -u 'redis://h:7000/2' --scan --pattern 'it'\\''s\\*:*r1-*' | xargs "
      "-d '\\n' redis-cli -u 'redis://h:7000/2' unlink (with the password in "
      "REDISCLI_AUTH and --user)");
  EXPECT_EQ(
      DeletionCommand(redis::ParseRedisUrl("unix:///tmp/r.sock?db=3"), {}, keys),
      "redis-cli -s '/tmp/r.sock' -n 3 --scan --pattern 'it'\\''s\\*:*r1-*' | xargs "
      "-d '\\n' redis-cli -s '/tmp/r.sock' -n 3 unlink");
}

TEST(DeletionCommand, ShowsTheFilesThatTlsNeeds) {
  const RunKeys keys{.key_prefix = "p:", .run_id = "r1", .workers = 1};
  const redis::RedisUrl url = redis::ParseRedisUrl("rediss://h:7000");
  redis::TlsOptions tls{
      .ca_file = "my ca.crt", .cert_file = "c.crt", .key_file = "c.key"};
  EXPECT_THAT(
      DeletionCommand(url, tls, keys),
      ::testing::StartsWith("redis-cli -u 'rediss://h:7000' --cacert 'my ca.crt' --cert "
                            "'c.crt' --key 'c.key' --scan "));
  tls = {.verify = redis::TlsOptions::Verify::kNone, .ca_file = ""};
  EXPECT_THAT(DeletionCommand(url, tls, keys),
              ::testing::StartsWith("redis-cli -u 'rediss://h:7000' --insecure --scan "));
}

}  // namespace
}  // namespace redline::runner
