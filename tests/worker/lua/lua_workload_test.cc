#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "redis/redis_error.h"
#include "tests/testing/run_coroutine.h"
#include "tests/worker/lua/stub_channel.h"
#include "worker/lua/lua_kind.h"

namespace redline::worker {
namespace {

using boost::asio::awaitable;
using redline::testing::RunCoroutine;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Observed {
  std::vector<StubChannel::Command> commands;
  std::string failure;  // What the last task threw.
  int batches = 0;
};

// Performs tasks, of one script, for hands that take turns.
Observed Perform(const std::string& script, int tasks = 1, std::size_t hands = 1,
                 std::deque<std::string> answers = {}) {
  return RunCoroutine([&]() -> awaitable<Observed> {
    Observed run;
    StubChannel channel(std::move(answers));
    const auto kind =
        ReadLuaTask({.name = "file:shop/checkout.lua", .text = script, .parameters = ""});
    std::vector<std::unique_ptr<Workload>> workloads;
    for (std::size_t hand = 0; hand < hands; ++hand) {
      workloads.push_back(kind->Make({.run_id = "r",
                                      .worker = 2,
                                      .workers = 3,
                                      .hand = hand,
                                      .hands = hands,
                                      .seed = 5 + hand},
                                     &channel));
    }
    for (int task = 0; task < tasks; ++task) {
      StepTimer timer;
      try {
        co_await workloads[static_cast<std::size_t>(task) % hands]->Perform(timer);
      } catch (const std::exception& error) {
        run.failure = error.what();
      }
    }
    run.commands = channel.commands();
    run.batches = channel.batches();
    co_return run;
  }());
}

// What a task of this body throws.
std::string FailureOf(const std::string& body, std::deque<std::string> answers = {}) {
  return Perform("redline.steps('read', 'save')\nfunction task()\n" + body + "\nend", 1,
                 1, std::move(answers))
      .failure;
}

// The texts of the values, as a task has them.
std::vector<std::string> ValuesOf(const std::string& values, int tasks = 1,
                                  std::size_t hands = 1) {
  const Observed run =
      Perform("function task() redis.call('V', " + values + ") end", tasks, hands);
  EXPECT_EQ(run.failure, "");
  std::vector<std::string> texts;
  for (const auto& command : run.commands) {
    texts.insert(texts.end(), command.begin() + 1, command.end());
  }
  return texts;
}

TEST(LuaWorkload, SendsEachCallByItselfAndAPipelineTogether) {
  const Observed run = Perform(R"lua(
    function task()
      redis.call("GET", "a")
      redline.pipeline{{"SET", "b", 1}, {"GET", "b"}}
    end)lua");
  EXPECT_THAT(run.commands,
              ElementsAre(ElementsAre("GET", "a"), ElementsAre("SET", "b", "1"),
                          ElementsAre("GET", "b")));
  EXPECT_EQ(run.batches, 2);
  EXPECT_EQ(run.failure, "");
}

TEST(LuaWorkload, SaysWhereAScriptWentWrong) {
  EXPECT_EQ(FailureOf("local x\nreturn x.y + 1"),
            "checkout.lua:4: attempt to index local 'x' (a nil value)");
  EXPECT_EQ(FailureOf("error('the cart is empty')"), "checkout.lua:3: the cart is empty");
  EXPECT_EQ(FailureOf("error('bare', 0)"), "checkout.lua: bare");
  EXPECT_EQ(FailureOf("error()"),
            "checkout.lua: error() was given nil, where it needs a text");
  EXPECT_EQ(FailureOf("assert(redis.call('GET', 'a'), 'no cart')", {"$-1\r\n"}),
            "checkout.lua:3: no cart");
}

TEST(LuaWorkload, RefusesCommandsThatAreNotForTasks) {
  EXPECT_EQ(FailureOf("redis.call('subscribe', 'news')"),
            "checkout.lua:3: a task may not send SUBSCRIBE, which has no single answer");
  EXPECT_EQ(
      FailureOf("redis.call('MULTI')"),
      "checkout.lua:3: MULTI, EXEC and DISCARD stand in a redline.pipeline, all of a "
      "transaction in one: other tasks may use the connection in between");
  EXPECT_EQ(FailureOf("redline.pipeline{{'MULTI'}, {'PING'}}"),
            "checkout.lua:3: redline.pipeline: MULTI without an EXEC");
  EXPECT_EQ(FailureOf("redline.pipeline{{'PING'}, {'EXEC'}}"),
            "checkout.lua:3: redline.pipeline: MULTI and EXEC do not go in pairs");
}

TEST(LuaWorkload, SendsWatchIfTheFileHasNamedIt) {
  EXPECT_EQ(FailureOf("redis.call('WATCH', 'a')"), "");
  EXPECT_EQ(FailureOf("redis.call('WAT' .. 'CH', 'a')"),
            "checkout.lua:3: WATCH needs a connection of its own, so the file must name "
            "it in quotes, as \"WATCH\"");
}

TEST(LuaWorkload, RefusesArgumentsThatAreNeitherTextsNorNumbers) {
  EXPECT_EQ(
      FailureOf("redis.call()"),
      "checkout.lua:3: a command begins with its name, a text, but here with nothing "
      "(nil)");
  EXPECT_EQ(
      FailureOf("redis.call('GET', nil)"),
      "checkout.lua:3: argument 1 of the command must be a text or a number, but is "
      "nil");
  EXPECT_EQ(
      FailureOf("redline.pipeline{{'PING'}, {'GET', {}}}"),
      "checkout.lua:3: argument 1 of the command must be a text or a number, but is "
      "table");
  EXPECT_EQ(
      FailureOf("redline.pipeline{'PING'}"),
      "checkout.lua:3: command 1 of redline.pipeline must be a table, but is string");
  EXPECT_EQ(FailureOf("redline.pipeline()"),
            "checkout.lua:3: redline.pipeline needs a table of commands, as in "
            "redline.pipeline{{\"GET\", \"a\"}, {\"GET\", \"b\"}}");
}

TEST(LuaWorkload, LeavesNoHalfCommandBehindAfterAWrongArgument) {
  const Observed run = Perform(R"lua(
    function task()
      pcall(redis.call, "SET", "a", nil)
      pcall(redline.pipeline, {{"SET", "a", 1}, {"SET", "b", false}})
      redis.call("PING")
    end)lua");
  EXPECT_THAT(run.commands, ElementsAre(ElementsAre("PING")));
  EXPECT_EQ(run.failure, "");
}

TEST(LuaWorkload, RefusesStepsThatAreNotDeclared) {
  EXPECT_EQ(FailureOf("redline.step('reed')"),
            "checkout.lua:3: there is no step \"reed\": redline.steps names read, save");
  EXPECT_EQ(Perform("function task() redline.step('read') end").failure,
            "checkout.lua:1: there is no step \"read\": redline.steps at the top names "
            "them");
}

TEST(LuaWorkload, RefusesDeclarationsInATask) {
  EXPECT_EQ(FailureOf("redline.keys('a')"),
            "checkout.lua:3: redline.keys stands at the top of the file, and in no "
            "function");
}

TEST(LuaWorkload, RefusesVariablesThatTasksWouldShareByMistake) {
  EXPECT_EQ(FailureOf("cart = redis.call('GET', 'a')"),
            "checkout.lua:3: \"cart\" needs \"local\" in front of it: without that, all "
            "tasks of a worker would share it");
  EXPECT_EQ(FailureOf("redis.call('GET', crat)"),
            "checkout.lua:3: there is no variable or function \"crat\"");
}

TEST(LuaWorkload, SharesVariablesThatAreMadeAtTheTop) {
  const Observed run = Perform(R"lua(
    count = 0
    function task() count = count + 1 redis.call("V", count) end)lua",
                               3, 2);
  EXPECT_THAT(run.commands, ElementsAre(ElementsAre("V", "1"), ElementsAre("V", "2"),
                                        ElementsAre("V", "3")));
}

TEST(LuaWorkload, RefusesToWaitInsideOfALibrarysFunction) {
  EXPECT_EQ(FailureOf("table.sort({2, 1}, function(a, b) redis.call('PING') end)"),
            "checkout.lua:3: Redis cannot be called in a function that table.sort, "
            "string.gsub or the like call");
}

TEST(LuaWorkload, EndsATaskThatComputesOnAndOn) {
  EXPECT_EQ(FailureOf("while true do end"),
            "checkout.lua:3: computed for 2 s without a call to Redis");
}

TEST(LuaWorkload, GoesOnAfterATaskThatComputedOnAndOn) {
  const Observed run = Perform(R"lua(
    local tasks = 0
    function task()
      tasks = tasks + 1
      while tasks == 1 do pcall(function() while true do end end) end
      local sum = 0
      for i = 1, 3e6 do sum = sum + i end
      redis.call("V", tasks)
    end)lua",
                               3);
  EXPECT_EQ(run.failure, "checkout.lua:5: computed for 2 s without a call to Redis");
  EXPECT_THAT(run.commands, ElementsAre(ElementsAre("V", "2"), ElementsAre("V", "3")));
}

// How Redis answers SCRIPT LOAD of "return 1".
constexpr const char* kLoaded = "$40\r\ne0e1f9fabfc9d4800c877a703b823ac0578ff8db\r\n";
constexpr const char* kUnknown = "-NOSCRIPT No matching script\r\n";

TEST(LuaWorkload, LoadsItsScriptsAgainThoughTheScriptCaughtThatTheyAreUnknown) {
  const Observed run = Perform(R"lua(
    local sha = redline.script("return 1")
    function task() redis.pcall("EVALSHA", sha, 0) end)lua",
                               3, 1, {kLoaded, kUnknown, kLoaded});
  std::vector<std::string> names;
  for (const auto& command : run.commands) names.push_back(command.front());
  EXPECT_THAT(names, ElementsAre("SCRIPT", "EVALSHA", "SCRIPT", "EVALSHA", "EVALSHA"));
}

TEST(LuaWorkload, LoadsItsScriptsAgainAfterATransactionThatDidNotFindThem) {
  const Observed run = Perform(
      R"lua(
    redline.script("return 1")
    function task()
      pcall(redline.pipeline, {{"MULTI"}, {"EVALSHA", "x", 0}, {"EXEC"}})
    end)lua",
      2, 1,
      {kLoaded, "+OK\r\n", "+QUEUED\r\n", "*1\r\n" + std::string(kUnknown), kLoaded});
  ASSERT_EQ(run.commands.size(), 8U);
  EXPECT_EQ(run.commands[4].front(), "SCRIPT");
}

TEST(LuaWorkload, PutsNothingInFrontOfACommandsName) {
  const Observed run = Perform(R"lua(
    redline.keys("incr")
    function task()
      redis.call("incr", "incr:1")
      redline.pipeline{{"incr", "incr:2"}}
    end)lua");
  EXPECT_THAT(run.commands, ElementsAre(ElementsAre("incr", "test:r-incr:1"),
                                        ElementsAre("incr", "test:r-incr:2")));
}

TEST(LuaWorkload, CatchesErrorsOfRedisWhereTheScriptDoes) {
  EXPECT_EQ(FailureOf(R"lua(
    local ok, error = pcall(redis.call, "GET", "a")
    assert(not ok and error.err == "ERR no")
    assert(redis.pcall("GET", "a").err == "ERR no")
    assert(select("#", redis.pcall("GET", "a")) == 1))lua",
                      {"-ERR no\r\n", "-ERR no\r\n", "-ERR no\r\n"}),
            "");
}

TEST(LuaWorkload, ThrowsOtherErrorsOfRedisAsTheyAre) {
  try {
    RunCoroutine([]() -> awaitable<void> {
      StubChannel channel({"-READONLY You can't write\r\n"});
      const auto kind = ReadLuaTask({.name = "file:a.lua",
                                     .text = "function task()\nlocal function save() "
                                             "redis.call('set', 'a', 1) end save() end",
                                     .parameters = ""});
      const auto workload = kind->Make({}, &channel);
      StepTimer timer;
      co_await workload->Perform(timer);
    }());
    ADD_FAILURE() << "nothing was thrown";
  } catch (const redis::RedisError& error) {
    EXPECT_EQ(error.reply(), "READONLY You can't write");
    EXPECT_STREQ(
        error.what(),
        "Redis answered a.lua:2: set with an error: READONLY You can't write. It "
        "is a replica: give the URL of its master.");
  }
}

TEST(LuaWorkload, GivesNumbersThatNoOtherHandGives) {
  EXPECT_THAT(ValuesOf("redline.seq(), redline.seq()", 3, 2),
              ElementsAre("5", "11", "6", "12", "17", "23"));
}

TEST(LuaWorkload, KnowsItsWorker) {
  EXPECT_THAT(ValuesOf("redline.worker(), redline.workers()"), ElementsAre("3", "3"));
}

TEST(LuaWorkload, DrawsValuesWithinTheirBounds) {
  EXPECT_EQ(FailureOf(R"lua(
    for i = 1, 1000 do
      local n = redline.uniform(-3, 3)
      assert(n >= -3 and n <= 3 and n == math.floor(n))
      local z = redline.zipf(10, 12, 1)
      assert(z >= 10 and z <= 12 and z == math.floor(z))
      local r = redline.real(2, 3)
      assert(r >= 2 and r < 3)
      assert(redline.normal(1, 5) >= 0)
      assert(redline.exponential(4) >= 0)
      local m = math.random(6)
      assert(m >= 1 and m <= 6 and math.random() < 1)
      local p = redline.pick("x", "y")
      assert(p == "x" or p == "y")
    end
    assert(redline.uniform(4, 4) == 4 and redline.zipf(4, 4, 2) == 4)
    assert(#redline.text(0) == 0 and #redline.text(200000) == 200000)
    assert(#redline.bytes(70000) == 70000)
    assert(redline.text(50):match("^[%w -]+$") and redline.hex(33):match("^[0-9a-f]+$"))
    assert(#redline.hex(33) == 33)
    assert(redline.now_ms() > 1.7e12))lua"),
            "");
}

TEST(LuaWorkload, DrawsOtherValuesForEachHandAndTheSameForASeed) {
  const std::string values = "redline.hex(16), redline.text(20), math.random(1e9)";
  const auto first = ValuesOf(values, 2, 2);
  EXPECT_EQ(first, ValuesOf(values, 2, 2));
  ASSERT_EQ(first.size(), 6U);
  for (int i = 0; i < 3; ++i) EXPECT_NE(first[i], first[i + 3]);
}

TEST(LuaWorkload, FormatsWholeNumbersInFullWhereAsked) {
  EXPECT_THAT(ValuesOf("'a' .. 1e6, 'a' .. 1e15, string.format('%d', 1e15), 1e15"),
              ElementsAre("a1000000", "a1e+15", "1000000000000000", "1000000000000000"));
}

TEST(LuaWorkload, RefusesValuesThatCannotBeDrawn) {
  EXPECT_EQ(FailureOf("redline.uniform(5, 4)"),
            "checkout.lua:3: redline.uniform: the first number is above the last");
  EXPECT_EQ(
      FailureOf("redline.uniform(1.5, 4)"),
      "checkout.lua:3: redline.uniform: the first number must be a whole number, but "
      "is 1.5");
  EXPECT_EQ(FailureOf("redline.uniform(1)"),
            "checkout.lua:3: redline.uniform: the last number must be a number, but is "
            "missing (nil)");
  EXPECT_EQ(FailureOf("redline.real(3, 2)"),
            "checkout.lua:3: redline.real: the first number is above the last");
  EXPECT_EQ(FailureOf("redline.zipf(1, 10, 0)"),
            "checkout.lua:3: redline.zipf: the exponent must be above 0");
  EXPECT_EQ(FailureOf("redline.normal(1, -1)"),
            "checkout.lua:3: redline.normal: the deviation is below 0");
  EXPECT_EQ(FailureOf("redline.exponential(0/0)"),
            "checkout.lua:3: redline.exponential: the mean must be a number, but is nan");
  EXPECT_EQ(FailureOf("redline.pick()"),
            "checkout.lua:3: redline.pick: there is nothing to pick from");
  EXPECT_EQ(FailureOf("redline.text(-1)"),
            "checkout.lua:3: redline.text: its length must be from 0 to 512 MiB");
  EXPECT_EQ(FailureOf("redline.hex('x')"),
            "checkout.lua:3: redline.hex: its length must be a number, but is string");
}

}  // namespace
}  // namespace redline::worker
