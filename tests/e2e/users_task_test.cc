// Runs of a user's own task: a task file, and a script in Lua.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "tests/e2e/redline_process.h"
#include "tests/testing/redis_server.h"

namespace redline::testing {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::Ge;
using ::testing::HasSubstr;
using ::testing::Le;
using ::testing::StartsWith;

constexpr char kCartTask[] = R"(param users = 50
keys cart: recent

prepare users times: HSET cart:{seq} total 0

task:
  user = zipf(1, users, 0.99)
  step read: HGETALL cart:{user}  expect size >= 2
  step save:
    MULTI | HSET cart:{user} note {text(200)} | EXPIRE cart:{user} 3600 | EXEC
    LPUSH recent {user} | LTRIM recent 0 9
)";

constexpr char kCartScript[] = R"(redline.keys("cart:", "recent")
redline.steps("read", "save")
local users = redline.param("users", 50)

redline.prepare(users, function(i) redis.call("HSET", "cart:" .. i, "total", 0) end)

function task()
  local user = redline.zipf(1, users, 0.99)
  redline.step("read")
  local cart = redis.call("HGETALL", "cart:" .. user)
  if #cart < 2 then error("no cart " .. user) end
  redline.step("save")
  redis.call("HSET", "cart:" .. user, "note", redline.text(200))
  redis.call("LPUSH", "recent", user)
end
)";

class UsersTask : public ::testing::Test {
 protected:
  // A file of this name for this test alone, as --workload takes it.
  std::string Written(const std::string& name, const std::string& text) {
    const std::string path =
        ::testing::TempDir() + "/" +
        ::testing::UnitTest::GetInstance()->current_test_info()->name() + "." + name;
    std::ofstream(path) << text;
    return "--workload=file:" + path;
  }

  std::vector<std::string> ShortRun(const std::string& workload,
                                    const std::vector<std::string>& more = {}) const {
    std::vector<std::string> flags = {workload,
                                      "--num_workers=2",
                                      "--tasks_per_second=100",
                                      "--warmup_seconds=0",
                                      "--test_duration_seconds=2",
                                      "--max_lateness_ms=60000",
                                      "--redis_url=" + server_.Url(),
                                      "--report_json"};
    flags.insert(flags.end(), more.begin(), more.end());
    return flags;
  }

  // Of the calls that a command had since the server's start.
  std::string Calls(const std::string& command) const {
    return server_.Cli("info commandstats | grep cmdstat_" + command + ":");
  }

  const RedisServer server_;
};

TEST_F(UsersTask, IsRunWithItsStepsItsDataAndItsText) {
  server_.Cli("set cart:7 mine");
  for (const std::string& workload :
       {Written("cart.task", kCartTask), Written("cart.lua", kCartScript)}) {
    RedlineProcess redline({.flags = ShortRun(workload)});
    EXPECT_EQ(redline.Wait(), 0) << redline.Stdout() << redline.Stderr();
    const auto json = redline.Json();
    EXPECT_EQ("--workload=" + std::string(json["workload"].GetString()), workload);
    EXPECT_EQ(json["messaging"]["tasks_completed"].GetUint64(), 200U);
    const auto& timings = json["totals"]["timings"];
    EXPECT_EQ(timings["read"]["count"].GetUint64(), 200U);
    EXPECT_EQ(timings["save"]["count"].GetUint64(), 200U);
    EXPECT_THAT(json["task_file"]["text"].GetString(), HasSubstr("zipf(1, users, 0.99)"));
    EXPECT_THAT(redline.Stdout(), HasSubstr("│ read "));
    EXPECT_EQ(server_.Cli("keys '*'"), "cart:7\n") << "its own keys are deleted";
    EXPECT_EQ(server_.Cli("get cart:7"), "mine\n");
  }
}

TEST_F(UsersTask, PreparesOnceForAllWorkersUnlessToldNotTo) {
  const std::string workload = Written("cart.task", kCartTask);
  RedlineProcess redline({.flags = ShortRun(workload, {"--param=users=30"})});
  EXPECT_EQ(redline.Wait(), 0) << redline.Stdout() << redline.Stderr();
  EXPECT_THAT(Calls("hset"), HasSubstr("calls=230,"));

  RedlineProcess empty({.flags = ShortRun(workload, {"--data=empty"})});
  EXPECT_EQ(empty.Wait(), 1) << empty.Stdout();
  EXPECT_THAT(empty.Json()["verdict"]["sentence"].GetString(),
              HasSubstr("HGETALL answered"));
}

TEST_F(UsersTask, HasSeveralInHandOnASharedConnection) {
  for (const std::string& workload :
       {Written("cart.task", kCartTask), Written("cart.lua", kCartScript)}) {
    RedlineProcess redline({.flags = ShortRun(workload, {"--worker_concurrency=8"})});
    EXPECT_EQ(redline.Wait(), 0) << redline.Stdout() << redline.Stderr();
    EXPECT_EQ(redline.Json()["messaging"]["tasks_completed"].GetUint64(), 200U);
  }
}

TEST_F(UsersTask, FailsTheTestWithItsLineIfAnAnswerIsWrong) {
  RedlineProcess redline({.flags = ShortRun(Written("wrong.task",
                                                    "keys a\n"
                                                    "task:\n"
                                                    "  INCR a  expect <= 40\n"))});
  EXPECT_EQ(redline.Wait(), 1) << redline.Stdout();
  const auto json = redline.Json();
  EXPECT_STREQ(json["verdict"]["reason"].GetString(), "workload_error");
  EXPECT_THAT(json["verdict"]["sentence"].GetString(), HasSubstr(".wrong.task:3: INCR"));
  EXPECT_EQ(json["messaging"]["tasks_completed"].GetUint64(), 40U);
  // The first ends the run; the other worker may have taken its next task by then.
  EXPECT_THAT(json["messaging"]["tasks_failed"].GetUint64(), AllOf(Ge(1U), Le(2U)));
}

TEST_F(UsersTask, FailsTheTestWithItsLineIfAScriptDoes) {
  RedlineProcess redline(
      {.flags = ShortRun(Written("wrong.lua",
                                 "redline.keys('a')\n"
                                 "function task()\n"
                                 "  if redis.call('INCR', 'a') > 40 then\n"
                                 "    error('more than 40')\n"
                                 "  end\n"
                                 "end\n"))});
  EXPECT_EQ(redline.Wait(), 1) << redline.Stdout();
  const auto json = redline.Json();
  EXPECT_STREQ(json["verdict"]["reason"].GetString(), "workload_error");
  EXPECT_THAT(json["verdict"]["sentence"].GetString(),
              AllOf(HasSubstr(".wrong.lua:4: more than 40"), EndsWith(".")));
  EXPECT_EQ(json["messaging"]["tasks_completed"].GetUint64(), 40U);
}

TEST_F(UsersTask, IsRefusedBeforeAnythingIsStarted) {
  RedlineProcess text({.flags = ShortRun(Written("no.task", "task: GET {usres}\n"))});
  EXPECT_EQ(text.Wait(), 2);
  EXPECT_THAT(text.Stderr(),
              AllOf(StartsWith("redline: "), HasSubstr(".no.task:1:12: ")));
  RedlineProcess script({.flags = ShortRun(Written("no.lua", "\nfunction task(\n"))});
  EXPECT_EQ(script.Wait(), 2);
  EXPECT_THAT(script.Stderr(), AllOf(StartsWith("redline: "), HasSubstr(".no.lua:")));
  RedlineProcess other({.flags = ShortRun(Written("no.txt", "task: PING\n"))});
  EXPECT_EQ(other.Wait(), 2);
  EXPECT_THAT(other.Stderr(), HasSubstr("must be a task file, cart.task, or a script"));
  EXPECT_EQ(server_.Cli("dbsize"), "0\n");
}

TEST_F(UsersTask, IsSearchedForEachValueOfAParameter) {
  RedlineProcess redline(
      {.flags = {Written("cart.task", kCartTask), "--search=rate",
                 "--sweep=param.users:10,20", "--num_workers=1", "--search_minutes=0.1",
                 "--trial_seconds=1", "--warmup_seconds=0", "--max_lateness_ms=60000",
                 "--redis_url=" + server_.Url(), "--report_json"}});
  redline.Wait();
  const auto json = redline.Json();
  ASSERT_EQ(json["searches"].Size(), 2U) << redline.Stdout() << redline.Stderr();
  EXPECT_STREQ(json["setting"].GetString(), "param.users");
  EXPECT_STREQ(json["searches"][1]["value"].GetString(), "20");
  EXPECT_GE(json["searches"][1]["result"]["trials"].Size(), 1U);
  EXPECT_EQ(server_.Cli("dbsize"), "0\n");
}

}  // namespace
}  // namespace redline::testing
