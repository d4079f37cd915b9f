#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "redis/pipeline.h"
#include "redis/redis_connection.h"
#include "redis/redis_error.h"
#include "tests/testing/redis_server.h"
#include "tests/testing/run_coroutine.h"
#include "tests/testing/temporary_folder.h"
#include "worker/lua/lua_kind.h"

namespace redline::worker {
namespace {

using boost::asio::awaitable;
using namespace boost::asio::experimental::awaitable_operators;
using redis::RedisConnection;
using redis::RedisError;
using redline::testing::RedisServer;
using redline::testing::RunCoroutine;
using namespace std::chrono_literals;

std::unique_ptr<WorkloadKind> Read(std::string_view script,
                                   std::string_view parameters = {}) {
  return ReadLuaTask(
      {.name = "file:shop/checkout.lua", .text = script, .parameters = parameters});
}

class LuaTaskTest : public ::testing::Test {
 protected:
  // Performs `tasks` tasks of one hand; returns the timer of the last one.
  StepTimer Perform(std::string_view script, int tasks = 1) {
    return RunCoroutine([&]() -> awaitable<StepTimer> {
      const auto connection = co_await Connect();
      const auto kind = Read(script);
      const auto workload = kind->Make(settings_, connection.get());
      StepTimer timer;
      for (int task = 0; task < tasks; ++task) {
        timer = StepTimer();
        co_await workload->Perform(timer);
      }
      co_return timer;
    }());
  }

  // What a task throws.
  template <typename Error>
  Error FailureOf(std::string_view script) {
    try {
      Perform(script);
    } catch (const Error& error) {
      return error;
    }
    throw std::logic_error("nothing was thrown");
  }

  // Prepares as the hands of some workers do, one after the other; returns the parts.
  int Prepare(std::string_view script, std::size_t workers = 1, std::size_t hands = 1) {
    return RunCoroutine([&]() -> awaitable<int> {
      const auto connection = co_await Connect();
      int parts = 0;
      for (std::size_t hand = 0; hand < workers * hands; ++hand) {
        WorkloadSettings settings = settings_;
        settings.worker = hand / hands;
        settings.workers = workers;
        settings.hand = hand % hands;
        settings.hands = hands;
        const auto kind = Read(script);
        const auto workload = kind->Make(settings, connection.get());
        bool more = true;
        while (more) {
          more = co_await workload->Prepare();
          ++parts;
        }
      }
      co_return parts;
    }());
  }

  awaitable<std::unique_ptr<RedisConnection>> Connect() {
    return RedisConnection::Connect(redis::ParseRedisUrl(server_.Url()), 5s);
  }

  const RedisServer server_;
  WorkloadSettings settings_{.run_id = "r1", .seed = 7};
};

TEST_F(LuaTaskTest, CallsRedis) {
  Perform(R"lua(
    function task()
      redis.call("SET", "a", "1")
      local value = redis.call("GET", "a")
      redis.call("SET", "b", value .. "2")
    end)lua");
  EXPECT_EQ(server_.Cli("get b"), "12\n");
}

TEST_F(LuaTaskTest, GivesAnswersAsRedisGivesThemToScripts) {
  Perform(R"lua(
    function task()
      local seen = {}
      local function see(value) seen[#seen + 1] = tostring(value) end
      see(redis.call("GET", "missing"))
      see(redis.call("SET", "text", "x").ok)
      see(redis.call("INCRBY", "number", 41) + 1)
      redis.call("RPUSH", "list", "x", "", 3)
      local list = redis.call("LRANGE", "list", 0, -1)
      see(#list .. list[1] .. list[2] .. list[3])
      see(redis.pcall("INCR", "text").err)
      redis.call("SET", "seen", table.concat(seen, "|"))
    end)lua");
  EXPECT_EQ(server_.Cli("get seen"),
            "false|OK|42|3x3|ERR value is not an integer or out of range\n");
}

TEST_F(LuaTaskTest, SendsNumbersInFull) {
  Perform(R"lua(
    function task()
      redis.call("RPUSH", "numbers", 1e6, 1.5, -3, 9007199254740992, 1e15 + 1)
    end)lua");
  EXPECT_EQ(server_.Cli("lrange numbers 0 -1"),
            "1000000\n1.5\n-3\n9007199254740992\n1000000000000001\n");
}

TEST_F(LuaTaskTest, PutsTheRunInFrontOfTheNamesOfItsOwnKeysOnly) {
  Perform(R"lua(
    redline.keys("cart:", "recent")
    function task()
      redis.call("SET", "cart:1", "x")
      redis.call("SET", "other:1", "x")
      redline.pipeline{{"RPUSH", "recent", 5}}
      redis.call("SET", redline.own("made"), "x")
    end)lua");
  EXPECT_EQ(server_.Cli("keys '*' | sort"),
            "other:1\ntest:r1-cart:1\ntest:r1-made\ntest:r1-recent\n");
}

TEST_F(LuaTaskTest, TimesItsSteps) {
  const StepTimer timer = Perform(R"lua(
    redline.steps("read", "save", "never")
    function task()
      redline.step("read")
      redis.call("BLPOP", "nothing", 0.02)
      redline.step("save")
      redis.call("BLPOP", "nothing", 0.01)
      redline.step()
      redis.call("BLPOP", "nothing", 0.5)
    end)lua");
  ASSERT_TRUE(timer.Elapsed(0) && timer.Elapsed(1));
  EXPECT_GE(*timer.Elapsed(0), 20ms);
  EXPECT_GE(*timer.Elapsed(1), 10ms);
  EXPECT_FALSE(timer.Elapsed(2));
}

TEST_F(LuaTaskTest, EndsAnOpenStepWithTheTask) {
  const StepTimer timer = Perform(R"lua(
    redline.steps("all")
    function task()
      redline.step("all")
      redis.call("BLPOP", "nothing", 0.01)
    end)lua");
  ASSERT_TRUE(timer.Elapsed(0));
  EXPECT_GE(*timer.Elapsed(0), 10ms);
}

TEST_F(LuaTaskTest, SendsAPipelineWhole) {
  Perform(R"lua(
    function task()
      local answers = redline.pipeline{
        {"SET", "a", 1}, {"MULTI"}, {"INCR", "a"}, {"GET", "a"}, {"EXEC"}}
      redis.call("RPUSH", "seen", #answers, answers[1].ok, answers[3].ok,
                 answers[5][1], answers[5][2], #redline.pipeline{})
    end)lua");
  EXPECT_EQ(server_.Cli("lrange seen 0 -1"), "5\nOK\nQUEUED\n2\n2\n0\n");
}

TEST_F(LuaTaskTest, NamesTheLineAndTheCommandThatRedisAnsweredWithAnError) {
  const auto error = FailureOf<RedisError>(R"lua(
    function task()
      redis.call("SET", "text", "x")
      redis.call("LPUSH", "text", "x")
    end)lua");
  EXPECT_EQ(error.kind(), RedisError::Kind::kErrorReply);
  EXPECT_STREQ(error.what(),
               "Redis answered checkout.lua:4: LPUSH with an error: WRONGTYPE Operation "
               "against a key holding the wrong kind of value");
  EXPECT_EQ(error.reply(),
            "WRONGTYPE Operation against a key holding the wrong kind of value");
}

TEST_F(LuaTaskTest, NamesTheCommandOfAPipelineThatRedisAnsweredWithAnError) {
  EXPECT_STREQ(FailureOf<RedisError>(R"lua(
    function task()
      redline.pipeline{{"SET", "text", "x"}, {"INCR", "text"}, {"GET", "text"}}
    end)lua")
                   .what(),
               "Redis answered checkout.lua:3: INCR with an error: ERR value is not an "
               "integer or out of range");
}

TEST_F(LuaTaskTest, NamesTheCommandOfATransactionThatRedisAnsweredWithAnError) {
  EXPECT_STREQ(FailureOf<RedisError>(R"lua(
    function task()
      redline.pipeline{{"PING"}, {"MULTI"}, {"SET", "text", "x"}, {"INCR", "text"}, {"EXEC"}}
    end)lua")
                   .what(),
               "Redis answered checkout.lua:3: INCR with an error: ERR value is not an "
               "integer or out of range");
}

TEST_F(LuaTaskTest, ThrowsAnErrorOfRedisThatTheScriptPassesOn) {
  const auto error = FailureOf<RedisError>(R"lua(
    function task()
      redis.call("SET", "text", "x")
      local ok, failure = pcall(redis.call, "INCR", "text")
      assert(not ok and failure.err:find("not an integer"))
      local answer = redis.pcall("INCR", "text")
      error(answer)
    end)lua");
  EXPECT_EQ(error.reply(), "ERR value is not an integer or out of range");
}

TEST_F(LuaTaskTest, GoesOnWithTheNextTaskAfterOneThatFailed) {
  RunCoroutine([&]() -> awaitable<void> {
    const auto connection = co_await Connect();
    const auto kind = Read(R"lua(
      function task()
        if redis.call("INCR", "tasks") == 1 then error("the first") end
        redis.call("SET", "second", "done")
      end)lua");
    const auto workload = kind->Make(settings_, connection.get());
    StepTimer timer;
    bool failed = false;
    try {
      co_await workload->Perform(timer);
    } catch (const TaskFailed& error) {
      EXPECT_STREQ(error.what(), "checkout.lua:3: the first");
      failed = true;
    }
    EXPECT_TRUE(failed);
    co_await workload->Perform(timer);
  }());
  EXPECT_EQ(server_.Cli("get second"), "done\n");
}

TEST_F(LuaTaskTest, GoesOnWithTheNextTaskAfterALostConnection) {
  RunCoroutine([&]() -> awaitable<void> {
    const auto connection = co_await Connect();
    const auto kind = Read(R"lua(
      redline.steps("ask")
      function task()
        redline.step("ask")
        redis.call("SET", "second", "done")
      end)lua");
    const auto workload = kind->Make(settings_, connection.get());
    server_.Cli("client kill type normal");
    bool lost = false;
    try {
      StepTimer timer;
      co_await workload->Perform(timer);
    } catch (const RedisError& error) {
      EXPECT_EQ(error.kind(), RedisError::Kind::kConnectionLost);
      lost = true;
    }
    EXPECT_TRUE(lost);
    co_await connection->Reopen();
    StepTimer timer;
    co_await workload->Perform(timer);
    EXPECT_TRUE(timer.Elapsed(0));
  }());
  EXPECT_EQ(server_.Cli("get second"), "done\n");
}

TEST_F(LuaTaskTest, LoadsScriptsAndLoadsThemAgainAfterRedisForgotThem) {
  RunCoroutine([&]() -> awaitable<void> {
    const auto connection = co_await Connect();
    const auto kind = Read(R"lua(
      redline.keys("n")
      local add = redline.script("return redis.call('INCRBY', KEYS[1], ARGV[1])")
      function task() redis.call("EVALSHA", add, 1, "n", 5) end)lua");
    const auto workload = kind->Make(settings_, connection.get());
    StepTimer timer;
    co_await workload->Perform(timer);
    server_.Cli("script flush");
    bool forgotten = false;
    try {
      co_await workload->Perform(timer);
    } catch (const RedisError& error) {
      EXPECT_THAT(error.reply(), ::testing::StartsWith("NOSCRIPT"));
      forgotten = true;
    }
    EXPECT_TRUE(forgotten);
    co_await workload->Perform(timer);
  }());
  EXPECT_EQ(server_.Cli("get test:r1-n"), "10\n");
}

TEST_F(LuaTaskTest, KeepsTheHandsOfAWorkerApartThatShareAConnection) {
  RunCoroutine([&]() -> awaitable<void> {
    redis::ConnectOptions options{
        .url = redis::ParseRedisUrl(server_.Url()), .tls = {}, .timeout = 5s};
    const auto pipeline = co_await redis::Pipeline::Connect(std::move(options), 2);
    const auto kind = Read(R"lua(
      redline.steps("wait")
      function task()
        local mine = redline.seq()
        redline.step("wait")
        redis.call("BLPOP", "nothing", 0.01)
        redis.call("RPUSH", "seen", mine)
        redis.call("RPUSH", "seen", redline.seq())
      end)lua");
    std::vector<std::unique_ptr<Workload>> workloads;
    for (std::size_t hand = 0; hand < 2; ++hand) {
      settings_.hand = hand;
      settings_.hands = 2;
      workloads.push_back(kind->Make(settings_, &pipeline->lane(hand)));
    }
    StepTimer first_timer;
    StepTimer second_timer;
    int done = 0;
    const auto perform = [&](std::size_t hand, StepTimer& timer) -> awaitable<void> {
      co_await workloads[hand]->Perform(timer);
      ++done;
    };
    co_await (perform(0, first_timer) && perform(1, second_timer));
    EXPECT_EQ(done, 2);
    EXPECT_TRUE(first_timer.Elapsed(0) && second_timer.Elapsed(0));
  }());
  EXPECT_EQ(server_.Cli("sort seen"), "1\n2\n3\n4\n");
}

TEST_F(LuaTaskTest, PreparesAllOnceByAllHandsTogether) {
  constexpr std::string_view kScript = R"lua(
    redline.keys("user:")
    redline.prepare(1001, function(i)
      local n = redis.call("INCR", "user:" .. i)
      redis.call("APPEND", "user:" .. i, n)
    end)
    redline.prepare(1, function() redline.pipeline{{"INCR", "user:0"}, {"PING"}} end)
    function task() end)lua";
  EXPECT_TRUE(Read(kScript)->description().prepares_by_itself);
  EXPECT_EQ(Prepare(kScript, 2, 2), 7 + 6 + 6 + 6);
  EXPECT_EQ(server_.Cli("dbsize"), "1002\n");
  EXPECT_EQ(server_.Cli("mget test:r1-user:0 test:r1-user:1 test:r1-user:1001"),
            "1\n11\n11\n");
}

TEST_F(LuaTaskTest, SendsThePreparationsOfAPartTogether) {
  Prepare(R"lua(
    redline.prepare(50, function(i)
      redis.call("SET", "a" .. i, i)
      redis.call("SET", "b" .. i, redis.call("GET", "a" .. i))
    end)
    function task() end)lua");
  EXPECT_EQ(server_.Cli("get b50"), "50\n");
  // Read by one call of read(2) each.
  EXPECT_THAT(server_.Cli("info stats | grep total_reads_processed"),
              ::testing::MatchesRegex("total_reads_processed:[0-9]\r\n"));
}

TEST_F(LuaTaskTest, PreparesAPartAnewThatFailed) {
  RunCoroutine([&]() -> awaitable<void> {
    const auto connection = co_await Connect();
    const auto kind = Read(R"lua(
      redline.prepare(60, function(i)
        redis.call("SET", "p" .. i, i)
        if i == 55 and redis.call("INCR", "tries") == 1 then
          redis.call("INCR", "p")
          redis.call("LPUSH", "p", i)
        end
      end)
      function task() end)lua");
    const auto workload = kind->Make(settings_, connection.get());
    EXPECT_TRUE(co_await workload->Prepare());
    bool failed = false;
    try {
      co_await workload->Prepare();
    } catch (const RedisError& error) {
      EXPECT_THAT(error.what(), ::testing::HasSubstr("checkout.lua:6: LPUSH"));
      failed = true;
    }
    EXPECT_TRUE(failed);
    EXPECT_FALSE(co_await workload->Prepare());
  }());
  EXPECT_EQ(server_.Cli("dbsize"), "62\n");
}

TEST_F(LuaTaskTest, RefusesToWatchInAPreparation) {
  EXPECT_THAT(
      [&] {
        Prepare(R"lua(
          redline.prepare(2, function() redis.call("WATCH", "a") end)
          function task() end)lua");
      },
      ::testing::ThrowsMessage<TaskFailed>(
          "checkout.lua:2: WATCH is for tasks: calls of what redline.prepare is given "
          "share a connection"));
}

TEST_F(LuaTaskTest, DoesWhatTheExamplesOfThePageDo) {
  std::vector<std::string> examples;
  std::string page = redline::testing::ContentOf("docs/lua-tasks.md");
  const std::string begin = "```lua\n";
  for (auto at = page.find(begin); at != std::string::npos; at = page.find(begin, at)) {
    at += begin.size();
    examples.push_back(page.substr(at, page.find("```", at) - at));
  }
  ASSERT_EQ(examples.size(), 2U);
  Prepare(examples[0]);
  EXPECT_EQ(server_.Cli("lrange test:r1-cart:1000 0 -1"), "book\npen\ncup\n");
  Perform(examples[0], 50);
  EXPECT_EQ(server_.Cli("lindex test:r1-orders -1"), "book,pen,cup\n");
  Perform(examples[1], 50);
  EXPECT_NE(server_.Cli("keys 'test:r1-rate:*'"), "\n");
}

}  // namespace
}  // namespace redline::worker
