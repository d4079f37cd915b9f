#include "worker/lua/lua_kind.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace redline::worker {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::string_view kTask = "\nfunction task() end";

WorkloadDescription Describe(const std::string& script,
                             std::string_view parameters = "") {
  return ReadLuaTask(
             {.name = "file:shop/checkout.lua", .text = script, .parameters = parameters})
      ->description();
}

std::string RefusalOf(const std::string& script, std::string_view parameters = "") {
  try {
    Describe(script, parameters);
  } catch (const WorkloadRefused& refused) {
    return refused.what();
  }
  return "not refused";
}

// A refusal of what stands above the task.
std::string RefusalAbove(const std::string& top, std::string_view parameters = "") {
  return RefusalOf(top + std::string(kTask), parameters);
}

TEST(LuaKind, DescribesATask) {
  const WorkloadDescription description = Describe(R"lua(
    redline.steps("read", "save")
    redline.prepare(10, function(i) end)
    function task() end)lua");
  EXPECT_EQ(description.name, "file:shop/checkout.lua");
  EXPECT_THAT(description.steps, ElementsAre("read", "save"));
  EXPECT_TRUE(description.needs_redis);
  EXPECT_EQ(description.round_trips, 0) << "they are not known";
  EXPECT_TRUE(description.prepares_by_itself);
}

TEST(LuaKind, DescribesATaskThatSaysNothingOfItself) {
  const WorkloadDescription description = Describe("function task() end");
  EXPECT_THAT(description.steps, IsEmpty());
  EXPECT_FALSE(description.prepares_by_itself);
}

TEST(LuaKind, NeedsAConnectionOfItsOwnToWatch) {
  const auto needs_one = [](const std::string& body) {
    return Describe("function task() " + body + " end").needs_own_connection;
  };
  EXPECT_TRUE(needs_one("redis.call('watch', 'a')"));
  EXPECT_TRUE(needs_one("redline.pipeline{{\"WATCH\", 'a'}}"));
  EXPECT_FALSE(needs_one("redis.call('GET', 'watch:1')"));
}

TEST(LuaKind, GivesParametersTheTypeOfTheirDefault) {
  constexpr const char* kScript = R"lua(
    local users, name = redline.param("users", 100), redline.param("name", "x")
    assert(users == 1000000 and name == "7", type(users) .. users .. name)
    function task() end)lua";
  EXPECT_EQ(RefusalOf(kScript, "users=1e6,name=7"), "not refused");
  EXPECT_EQ(RefusalOf(kScript), "checkout.lua:3: number100x.");
}

TEST(LuaKind, NamesTheLineOfAMistake) {
  EXPECT_EQ(RefusalAbove("local x\n\nx = = 5"),
            "checkout.lua:3: unexpected symbol near '='.");
  EXPECT_EQ(RefusalAbove("local a\nlocal b = a + 1"),
            "checkout.lua:2: attempt to perform arithmetic on local 'a' (a nil value).");
  EXPECT_EQ(RefusalAbove("redlin.keys('a')"),
            "checkout.lua:1: there is no variable or function \"redlin\".");
  EXPECT_EQ(RefusalAbove("redline.key('a')"),
            "checkout.lua:1: attempt to call field 'key' (a nil value).");
  EXPECT_EQ(RefusalAbove("error('no users.')"), "checkout.lua:1: no users.");
  EXPECT_EQ(RefusalAbove("error({})"),
            "checkout.lua: error() was given table, where it needs a text.");
}

TEST(LuaKind, RefusesAFileWithoutATask) {
  constexpr const char* kSentence =
      "checkout.lua has no task: write what one does as \"function task() ... end\", "
      "without \"local\".";
  EXPECT_EQ(RefusalOf(""), kSentence);
  EXPECT_EQ(RefusalOf("local function task() end"), kSentence);
  EXPECT_EQ(RefusalOf("task = 5"), kSentence);
}

TEST(LuaKind, RefusesBytecode) {
  EXPECT_EQ(RefusalOf("\x1bLJ\x02"),
            "checkout.lua: attempt to load chunk with wrong mode.");
}

TEST(LuaKind, RefusesParametersThatTheFileDoesNotHave) {
  EXPECT_EQ(RefusalAbove("", "usres=5"),
            "--param (PARAM) gives a value to usres, but checkout.lua has no params: "
            "redline.param(\"users\", 1000) at its top makes one.");
  EXPECT_EQ(RefusalAbove("redline.param('users', 5) redline.param('size', 5)", "usres=5"),
            "--param (PARAM) gives a value to usres, but checkout.lua has no such param; "
            "did you mean users?");
  for (const std::string value : {"many", "inf", "1 "}) {
    EXPECT_EQ(RefusalAbove("redline.param('users', 5)", "users=" + value),
              "checkout.lua:1: --param (PARAM) gives users the value \"" + value +
                  "\", but it is a number, such as 300, 0.99 or 1e6.");
  }
  EXPECT_EQ(RefusalAbove("redline.param('users', 5)", "users"),
            "--param (PARAM) must be names and their values, as users=1000,size=300, but "
            "has 'users'.");
}

TEST(LuaKind, RefusesDeclarationsThatAreWrong) {
  EXPECT_EQ(
      RefusalAbove("redline.param('a b', 5)"),
      "checkout.lua:1: redline.param: a name has letters, digits and '_', which \"a "
      "b\" does not fit.");
  EXPECT_EQ(RefusalAbove("redline.param('users')"),
            "checkout.lua:1: redline.param: users needs a number or a text, which it is "
            "unless --param gives another.");
  EXPECT_EQ(
      RefusalAbove("redline.steps('a', 'b', 'c', 'd', 'e')"),
      "checkout.lua:1: redline.steps: expected at most 4 steps, but found one more, "
      "\"e\".");
  EXPECT_EQ(
      RefusalAbove("redline.steps('a', 'a')"),
      "checkout.lua:1: redline.steps: expected another name for each step, but found "
      "\"a\" twice.");
  EXPECT_EQ(RefusalAbove("redline.steps('rest')"),
            "checkout.lua:1: redline.steps: expected a name of your own for a step, but "
            "found \"rest\", which every task has.");
  EXPECT_EQ(
      RefusalAbove("redline.steps('a-b')"),
      "checkout.lua:1: redline.steps: expected a step's name of letters, digits and "
      "\"_\", but found \"a-b\".");
  EXPECT_EQ(RefusalAbove("redline.steps(nil)"),
            "checkout.lua:1: redline.steps: each name must be a text, but is missing "
            "(nil).");
  EXPECT_EQ(RefusalAbove("redline.keys('')"),
            "checkout.lua:1: redline.keys: a name is empty.");
  EXPECT_EQ(RefusalAbove("redline.prepare(1.5, function() end)"),
            "checkout.lua:1: redline.prepare: how many times must be a whole number, but "
            "is 1.5.");
  EXPECT_EQ(RefusalAbove("redline.prepare(-1, function() end)"),
            "checkout.lua:1: redline.prepare: how many times is below 0.");
  EXPECT_EQ(
      RefusalAbove("redline.prepare(5)"),
      "checkout.lua:1: redline.prepare needs a function, as in redline.prepare(1000, "
      "function(i) ... end).");
}

TEST(LuaKind, RefusesCallsOfATaskOutsideOfOne) {
  for (const std::string call :
       {"redis.call('PING')", "redline.own('a')", "redline.seq()", "redline.worker()",
        "redline.workers()", "redline.pipeline({})"}) {
    EXPECT_EQ(RefusalAbove(call),
              "checkout.lua:1: " + call.substr(0, call.find('(')) +
                  " works in task and in what redline.prepare is given only.");
  }
}

TEST(LuaKind, EndsAFileThatComputesOnAndOn) {
  EXPECT_EQ(RefusalAbove("\nwhile true do end"),
            "checkout.lua:2: computed for 2 s without a call to Redis.");
}

TEST(LuaKind, EndsAFileThatCatchesThatItComputesOnAndOn) {
  EXPECT_EQ(RefusalAbove("local function loop() while true do end end\n"
                         "while true do pcall(function() pcall(loop) end) end"),
            "checkout.lua:2: computed for 2 s without a call to Redis.");
}

TEST(LuaKind, IsALightSandbox) {
  for (const std::string name :
       {"collectgarbage", "coroutine", "debug", "dofile", "ffi", "getfenv", "io", "jit",
        "load", "loadfile", "loadstring", "module", "newproxy", "package", "print",
        "require", "setfenv"}) {
    EXPECT_EQ(RefusalAbove("local x = " + name),
              "checkout.lua:1: there is no variable or function \"" + name + "\".");
  }
  EXPECT_EQ(
      RefusalAbove("assert(not os.execute and not os.exit and not os.getenv and not "
                   "os.remove and not os.rename and not os.tmpname)"),
      "not refused");
  EXPECT_EQ(RefusalAbove("assert(not string.dump and not math.randomseed)"),
            "not refused");
  EXPECT_EQ(
      RefusalAbove("assert(os.time() > 0 and os.clock() >= 0 and bit.band(6, 3) == 2 "
                   "and #table.concat({1, 2}) == 2 and ('x'):rep(3) == 'xxx' and "
                   "math.floor(1.5) == 1)"),
      "not refused");
}

}  // namespace
}  // namespace redline::worker
