// Task files against a real Redis.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "redis/connect_options.h"
#include "redis/error_class.h"
#include "redis/pipeline.h"
#include "redis/redis_connection.h"
#include "redis/redis_error.h"
#include "tests/testing/redis_server.h"
#include "tests/testing/run_coroutine.h"
#include "worker/task/workload.h"
#include "worker/task/workload_kind.h"
#include "worker/task_file/task_file_kind.h"

namespace redline::worker {
namespace {

using boost::asio::awaitable;
using redis::RedisConnection;
using redis::RedisError;
using redline::testing::RedisServer;
using redline::testing::RunCoroutine;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;
using namespace std::chrono_literals;

class TaskFileTest : public ::testing::Test {
 protected:
  static std::unique_ptr<WorkloadKind> Read(std::string_view text,
                                            std::string_view parameters = "") {
    return ReadTaskFile(
        {.name = "file:cart.task", .text = text, .parameters = parameters});
  }

  // Performs so many tasks, and returns the timer of the last one.
  StepTimer Perform(WorkloadKind& kind, int tasks = 1) {
    return RunCoroutine([&]() -> awaitable<StepTimer> {
      const auto connection = co_await Connect();
      const auto workload = kind.Make(settings_, connection.get());
      StepTimer timer;
      for (int task = 0; task < tasks; ++task) {
        timer = StepTimer();
        co_await workload->Perform(timer);
      }
      co_return timer;
    }());
  }
  StepTimer Perform(std::string_view text, int tasks = 1) {
    return Perform(*Read(text), tasks);
  }

  // Prepares all of one hand's, and returns in how many parts.
  int Prepare(WorkloadKind& kind) {
    return RunCoroutine([&]() -> awaitable<int> {
      const auto connection = co_await Connect();
      const auto workload = kind.Make(settings_, connection.get());
      int parts = 1;
      while (co_await workload->Prepare()) ++parts;
      co_return parts;
    }());
  }

  template <typename Failure>
  std::string FailureOf(std::string_view text) {
    try {
      Perform(text);
    } catch (const Failure& failure) {
      return failure.what();
    }
    return "none";
  }

  awaitable<std::unique_ptr<RedisConnection>> Connect() const {
    return RedisConnection::Connect(redis::ParseRedisUrl(server_.Url()), 5s);
  }

  std::set<std::string> Keys() const {
    std::set<std::string> keys;
    std::istringstream output(server_.Cli("keys '*'"));
    for (std::string line; std::getline(output, line);) {
      if (!line.empty()) keys.insert(line);
    }
    return keys;
  }

  const RedisServer server_;
  WorkloadSettings settings_{.run_id = "7"};
};

TEST_F(TaskFileTest, RunsTheFileOfThePage) {
  const auto kind = Read(
      "param users = 100\n"
      "keys cart: recent\n"
      "prepare users times:\n"
      "  HSET cart:{seq} total 0 note {text(200)}\n"
      "task:\n"
      "  user = zipf(1, users, 0.99)\n"
      "  step read: HGETALL cart:{user}  expect size >= 2\n"
      "  30%: step save:\n"
      "    MULTI | HSET cart:{user} note {text(normal(200, 50))} | EXPIRE cart:{user} "
      "3600 "
      "| EXEC\n"
      "    LPUSH recent {user} | LTRIM recent 0 99\n");
  Prepare(*kind);
  EXPECT_THAT(Keys(), SizeIs(100));
  EXPECT_EQ(server_.Cli("hlen test:7-cart:100"), "2\n");
  EXPECT_EQ(server_.Cli("hstrlen test:7-cart:1 note"), "200\n");
  const StepTimer timer = Perform(*kind, 300);
  EXPECT_TRUE(timer.Elapsed(0));
  EXPECT_EQ(server_.Cli("llen test:7-recent").size(), 3u);
}

TEST_F(TaskFileTest, PerformsEveryStatement) {
  Perform(
      "keys k:\n"
      "task:\n"
      "  x = 40 + 2\n"
      "  SET k:value {x} | GET k:value -> stored\n"
      "  if stored == 42: INCR k:yes\n"
      "  else: INCR k:no\n"
      "  if not stored: INCR k:no\n"
      "  repeat 3 times: RPUSH k:list {count}\n"
      "  pipeline:\n"
      "    repeat 2 times: RPUSH k:list p{count}\n"
      "    0%: RPUSH k:list never\n"
      "  choose:\n"
      "    100%: INCR k:chosen\n"
      "  step one: INCR k:step\n"
      "  100%: INCR k:chance\n");
  EXPECT_EQ(server_.Cli("lrange test:7-k:list 0 -1"), "1\n2\n3\np1\np2\n");
  EXPECT_THAT(Keys(), ElementsAre("test:7-k:chance", "test:7-k:chosen", "test:7-k:list",
                                  "test:7-k:step", "test:7-k:value", "test:7-k:yes"));
}

TEST_F(TaskFileTest, WorksThroughAQueue) {
  for (int i = 1; i <= 5; ++i) server_.Cli("rpush jobs job" + std::to_string(i));
  Perform(
      "task:\n"
      "  LMPOP 1 jobs LEFT COUNT 2 -> jobs\n"
      "  if jobs:\n"
      "    SADD done {jobs[1][0]}\n"
      "    if jobs[1][1]: SADD done {jobs[1][1]}\n"
      "  else: INCR idle\n",
      4);
  EXPECT_EQ(server_.Cli("scard done"), "5\n");
  EXPECT_EQ(server_.Cli("get idle"), "1\n");
}

TEST_F(TaskFileTest, TakesTheAnswersOfATransactionFromExec) {
  server_.Cli("set n 41");
  Perform(
      "task:\n"
      "  MULTI | INCR n -> n expect 42 | GET none -> g expect nil | EXEC -> all expect "
      "size == 2\n"
      "  if n == 42 and not g and all[0] == 42: SET right {n}\n");
  EXPECT_EQ(server_.Cli("get right"), "42\n");
}

TEST_F(TaskFileTest, FindsThatAWatchedKeyHasChanged) {
  EXPECT_EQ(FailureOf<TaskFailed>("task:\n"
                                  "  WATCH a\n"
                                  "  SET a 1\n"
                                  "  MULTI | INCR a -> n expect 7 | EXEC -> done\n"
                                  "  if done: SET b 1\n"
                                  "  if n: SET b 1\n"),
            "none");
  EXPECT_THAT(Keys(), ElementsAre("a"));
}

TEST_F(TaskFileTest, SendsBytesOfAllKinds) {
  Perform(
      "task:\n"
      "  SET long {text(300000)} | SET bytes {bytes(5000)} | SET short {bytes(3)}\n"
      "  SET hex {hex(40)} | SET escaped \"\\x00\\xff\\n\" | SET both a{text(2000)}b\n");
  EXPECT_EQ(server_.Cli("strlen long"), "300000\n");
  EXPECT_EQ(server_.Cli("strlen bytes"), "5000\n");
  EXPECT_EQ(server_.Cli("strlen short"), "3\n");
  EXPECT_EQ(server_.Cli("strlen hex"), "40\n");
  EXPECT_EQ(server_.Cli("strlen escaped"), "3\n");
  EXPECT_EQ(server_.Cli("strlen both"), "2002\n");
  EXPECT_EQ(server_.Cli("getrange both 0 0"), "a\n");
  EXPECT_EQ(server_.Cli("getrange both -1 -1"), "b\n");
}

TEST_F(TaskFileTest, FailsATaskByAnAnswerThatIsNotExpected) {
  server_.Cli("rpush list a b c");
  EXPECT_EQ(FailureOf<TaskFailed>("task:\n\n  LRANGE list 0 -1 expect size <= 2"),
            "cart.task:3: LRANGE answered 3 elements, but \"expect size <= 2\" was asked "
            "for");
}

TEST_F(TaskFileTest, NamesTheLineOfAnErrorOfRedis) {
  server_.Cli("set text a");
  EXPECT_THAT(FailureOf<RedisError>("task:\n  PING\n  LPUSH text b"),
              StartsWith("Redis answered LPUSH (cart.task:3) with an error: WRONGTYPE"));
  EXPECT_THAT(FailureOf<RedisError>("task: MULTI | LPUSH text b | EXEC"),
              StartsWith("Redis answered LPUSH (cart.task:1) with an error: WRONGTYPE"));
}

TEST_F(TaskFileTest, AllowsErrorsThatAreAnswersToo) {
  Perform("task: XGROUP CREATE s g $ MKSTREAM allow BUSYGROUP", 2);
  EXPECT_THAT(FailureOf<RedisError>("task: XGROUP CREATE s g $ MKSTREAM allow OTHER"),
              HasSubstr("BUSYGROUP"));
}

constexpr std::string_view kLimit =
    "keys rate:\n"
    "script limit:\n"
    "  local n = redis.call(\"INCR\", KEYS[1])\n"
    "  if n == 1 then redis.call(\"EXPIRE\", KEYS[1], ARGV[1]) end\n"
    "  return n\n"
    "task:\n"
    "  EVALSHA {limit} 1 rate:1 60  expect >= 1\n";

TEST_F(TaskFileTest, LoadsItsScriptsBeforeTheFirstTask) {
  Perform(kLimit, 3);
  EXPECT_EQ(server_.Cli("get test:7-rate:1"), "3\n");
}

TEST_F(TaskFileTest, LoadsItsScriptsAgainWhereRedisHasForgottenThem) {
  RunCoroutine([&]() -> awaitable<void> {
    const auto connection = co_await Connect();
    const auto kind = Read(kLimit);
    const auto workload = kind->Make(settings_, connection.get());
    StepTimer timer;
    co_await workload->Perform(timer);
    server_.Cli("script flush");
    bool healed = false;
    try {
      co_await workload->Perform(timer);
    } catch (const RedisError& error) {
      healed = redis::MayHeal(error);
    }
    EXPECT_TRUE(healed);
    co_await workload->Perform(timer);
  }());
  EXPECT_EQ(server_.Cli("get test:7-rate:1"), "2\n");
}

TEST_F(TaskFileTest, LoadsItsScriptsAgainThoughThatTheyAreUnknownIsAllowed) {
  RunCoroutine([&]() -> awaitable<void> {
    const auto connection = co_await Connect();
    const auto kind = Read(
        "script one:\n  return 1\n"
        "task:\n"
        "  EVALSHA {one} 0 -> found allow NOSCRIPT\n"
        "  if found: INCR found\n"
        "  else: INCR lost\n");
    const auto workload = kind->Make(settings_, connection.get());
    StepTimer timer;
    server_.Cli("script flush");
    co_await workload->Perform(timer);
    server_.Cli("script flush");
    for (int i = 0; i < 3; ++i) co_await workload->Perform(timer);
  }());
  EXPECT_EQ(server_.Cli("get lost"), "1\n");
  EXPECT_EQ(server_.Cli("get found"), "3\n");
}

TEST_F(TaskFileTest, PreparesItsPartOfAllHandsInParts) {
  const auto kind = Read(
      "keys k:\n"
      "prepare 2500 times: SET k:{seq} {seq}\n"
      "prepare 3 times: RPUSH k:order {seq}\n"
      "task: PING\n");
  settings_.workers = 2;
  settings_.hands = 2;
  for (settings_.worker = 0; settings_.worker < 2; ++settings_.worker) {
    for (settings_.hand = 0; settings_.hand < 2; ++settings_.hand) {
      // 625 of the first in parts of at most 500, and one of the second.
      EXPECT_EQ(Prepare(*kind), 3);
    }
  }
  EXPECT_THAT(Keys(), SizeIs(2501));
  EXPECT_EQ(server_.Cli("get test:7-k:1"), "1\n");
  EXPECT_EQ(server_.Cli("get test:7-k:2500"), "2500\n");
  EXPECT_EQ(server_.Cli("lrange test:7-k:order 0 -1"), "1\n2\n3\n");
}

TEST_F(TaskFileTest, PreparesByAnswersToo) {
  const auto kind = Read(
      "prepare 700 times:\n"
      "  INCR counter -> n\n"
      "  if n % 2 == 0: SADD even {n}\n"
      "task: PING\n");
  // 1050 commands in parts of at most 500.
  EXPECT_EQ(Prepare(*kind), 3);
  EXPECT_EQ(server_.Cli("scard even"), "350\n");
}

TEST_F(TaskFileTest, PreparesLargeDataInSmallerParts) {
  const auto kind = Read("prepare 100 times: SET k{seq} {text(10000)}\ntask: PING\n");
  EXPECT_EQ(Prepare(*kind), 4);
  EXPECT_THAT(Keys(), SizeIs(100));
}

TEST_F(TaskFileTest, PreparesInPartsThatEndInTheMiddleOfATime) {
  // 500, 500 and 250, though all is of one time.
  EXPECT_EQ(Prepare(*Read("prepare 1 times: repeat 1250 times: SET a{count} x\n"
                          "task: PING\n")),
            3);
  EXPECT_EQ(Prepare(*Read("prepare 1 times:\n"
                          "  repeat 1250 times:\n"
                          "    SET b{count} x -> answer\n"
                          "task: PING\n")),
            3);
  EXPECT_THAT(Keys(), SizeIs(2500));
}

TEST_F(TaskFileTest, PreparesWhatDependsOnAnAnswerInCapitals) {
  Prepare(
      *Read("prepare 100 times:\n"
            "  N = seq\n"
            "  SET k:{seq} {N}\n"
            "  GET k:{seq} expect N\n"
            "task: PING\n"));
  EXPECT_THAT(Keys(), SizeIs(100));
}

TEST_F(TaskFileTest, PreparesATimeAnewThatFailedInItsMiddle) {
  const auto kind =
      Read("prepare 2 times: repeat 900 times: SET k{seq}:{count} 1\ntask: PING\n");
  RunCoroutine([&]() -> awaitable<void> {
    const auto connection = co_await Connect();
    const auto workload = kind->Make(settings_, connection.get());
    EXPECT_TRUE(co_await workload->Prepare());
    server_.Cli("config set maxmemory 1");
    bool failed = false;
    try {
      co_await workload->Prepare();
    } catch (const RedisError&) {
      failed = true;
    }
    EXPECT_TRUE(failed);
    server_.Cli("config set maxmemory 0");
    server_.Cli("flushall");
    while (co_await workload->Prepare()) {
    }
  }());
  EXPECT_THAT(Keys(), SizeIs(1800));
}

TEST_F(TaskFileTest, PreparesAPartAgainThatFailed) {
  const auto kind = Read("prepare 10 times: SET k{seq} 1\ntask: PING\n");
  RunCoroutine([&]() -> awaitable<void> {
    const auto connection = co_await Connect();
    const auto workload = kind->Make(settings_, connection.get());
    server_.Cli("config set maxmemory 1");
    bool failed = false;
    try {
      co_await workload->Prepare();
    } catch (const RedisError& error) {
      failed = true;
      EXPECT_THAT(error.what(), HasSubstr("SET (cart.task:1)"));
    }
    EXPECT_TRUE(failed);
    server_.Cli("config set maxmemory 0");
    const bool more = co_await workload->Prepare();
    EXPECT_FALSE(more);
  }());
  EXPECT_THAT(Keys(), SizeIs(10));
}

TEST_F(TaskFileTest, PreparesNothingWithoutAPreparation) {
  EXPECT_EQ(Prepare(*Read("task: SET a 1")), 1);
  EXPECT_THAT(Keys(), IsEmpty());
}

TEST_F(TaskFileTest, NumbersTheTasksOfAllHandsWithoutANumberTwice) {
  const auto kind = Read("task: SADD seqs {seq} | SADD workers {worker}/{workers}");
  settings_.workers = 2;
  settings_.hands = 3;
  for (settings_.worker = 0; settings_.worker < 2; ++settings_.worker) {
    for (settings_.hand = 0; settings_.hand < 3; ++settings_.hand) Perform(*kind, 5);
  }
  EXPECT_EQ(server_.Cli("scard seqs"), "30\n");
  EXPECT_EQ(server_.Cli("sismember seqs 30"), "1\n");
  EXPECT_EQ(server_.Cli("smismember workers 1/2 2/2"), "1\n1\n");
}

TEST_F(TaskFileTest, GivesATaskThatIsPerformedAgainItsNumberAgain) {
  RunCoroutine([&]() -> awaitable<void> {
    const auto connection = co_await Connect();
    const auto kind = Read("task: LPUSH list {seq}");
    const auto workload = kind->Make(settings_, connection.get());
    StepTimer timer;
    server_.Cli("set list text");
    bool failed = false;
    try {
      co_await workload->Perform(timer);
    } catch (const RedisError&) {
      failed = true;
    }
    EXPECT_TRUE(failed);
    server_.Cli("del list");
    co_await workload->Perform(timer);
  }());
  EXPECT_EQ(server_.Cli("lrange list 0 -1"), "1\n");
}

TEST_F(TaskFileTest, ReadsKeysOfOthersAndWritesItsOwn) {
  server_.Cli("set theirs 5");
  Perform(
      "keys mine\ntask:\n  GET theirs -> x\n  SET mine {x} | SET {own(\"other\")} {x}");
  EXPECT_THAT(Keys(), ElementsAre("test:7-mine", "test:7-other", "theirs"));
}

TEST_F(TaskFileTest, SharesAConnectionWithOtherHands) {
  RunCoroutine([&]() -> awaitable<void> {
    const redis::ConnectOptions options{
        .url = redis::ParseRedisUrl(server_.Url()), .tls = {}, .timeout = 5s};
    const auto pipeline = co_await redis::Pipeline::Connect(options, 2);
    const auto kind =
        Read("task:\n  INCR n -> n expect >= 1\n  SADD seen {n}:{text(5000)}");
    settings_.hands = 2;
    const auto first = kind->Make(settings_, &pipeline->lane(0));
    settings_.hand = 1;
    const auto second = kind->Make(settings_, &pipeline->lane(1));
    StepTimer timer;
    for (int i = 0; i < 10; ++i) {
      co_await first->Perform(timer);
      co_await second->Perform(timer);
    }
  }());
  EXPECT_EQ(server_.Cli("scard seen"), "20\n");
}

}  // namespace
}  // namespace redline::worker
