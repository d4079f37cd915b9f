// A server, or a proxy before it, whose answers have not the shape that Redis documents:
// that is an error, and nothing else happens.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "redis/redis_connection.h"
#include "redis/redis_error.h"
#include "redis/redis_url.h"
#include "runner/redis/run_data.h"
#include "tests/testing/run_coroutine.h"
#include "tests/testing/scripted_server.h"
#include "worker/automap/repository.h"

namespace redline {
namespace {

using automap::FetchMode;
using automap::List;
using automap::Repository;
using boost::asio::awaitable;
using redis::RedisConnection;
using redis::RedisError;
using ::testing::HasSubstr;
using testing::RunCoroutine;
using testing::ScriptedServer;
using namespace std::chrono_literals;

struct Leaf {
  std::string id;
};
BOOST_DESCRIBE_STRUCT(Leaf, (), (id))

struct Tree {
  std::string id;
  List<Leaf> leaves;
};
BOOST_DESCRIBE_STRUCT(Tree, (), (id, leaves))

constexpr char kTree[] =
    "{\"id\":\"1\",\"leaves\":\"tree:1:leaves {\\\"type\\\":\\\"hash\\\"}\"}";

std::string Bulk(const std::string& text) {
  return "$" + std::to_string(text.size()) + "\r\n" + text + "\r\n";
}

using Use = std::function<awaitable<void>(RedisConnection&)>;

// The outcome of `use` on a server that answers the login's PING, and then gives this
// answer.
std::string ErrorOf(std::vector<std::string> answers, const Use& use) {
  answers.insert(answers.begin(), "+PONG\r\n");
  const ScriptedServer server(std::move(answers));
  try {
    RunCoroutine([&]() -> awaitable<void> {
      const auto connection =
          co_await RedisConnection::Connect(redis::ParseRedisUrl(server.url()), 5s);
      co_await use(*connection);
    }());
  } catch (const RedisError& error) {
    return error.what();
  }
  return "";
}

awaitable<void> Fetch(RedisConnection& connection, FetchMode mode) {
  Repository<Tree> trees(connection, "p:", "tree", mode);
  co_await trees.Fetch("1");
}

awaitable<void> FetchByScript(RedisConnection& connection) {
  co_await Fetch(connection, FetchMode::kScript);
}

awaitable<void> FetchInPipeline(RedisConnection& connection) {
  co_await Fetch(connection, FetchMode::kPipeline);
}

awaitable<void> Save(RedisConnection& connection) {
  Repository<Tree> trees(connection, "p:", "tree");
  Tree tree;
  tree.id = "1";
  co_await trees.Save(tree);
}

awaitable<void> DeleteAll(RedisConnection& connection) {
  runner::RunKeys searched{
      .key_prefix = "x", .run_id = "1", .workers = 1, .known = false};
  co_await runner::DeleteKeys(connection, std::move(searched), [] { return true; });
}

TEST(OddAnswers, ToAScriptAreAnError) {
  for (const std::string answer :
       {":1\r\n", "*0\r\n", "+OK\r\n", "*1\r\n:7\r\n", "*1\r\n*1\r\n$1\r\na\r\n",
        "*1\r\n*2\r\n:1\r\n:2\r\n"}) {
    EXPECT_THAT(ErrorOf({Bulk(kTree), answer}, FetchByScript),
                HasSubstr("does not have the form that Redis gives it"))
        << answer;
  }
}

TEST(OddAnswers, ToHgetallAreAnError) {
  for (const std::string answer :
       {":1\r\n", "$-1\r\n", "*3\r\n$1\r\na\r\n$1\r\nb\r\n$1\r\nc\r\n",
        "*2\r\n$1\r\na\r\n*0\r\n"}) {
    EXPECT_THAT(ErrorOf({Bulk(kTree), answer}, FetchInPipeline),
                HasSubstr("The answer to HGETALL does not have the form"))
        << answer;
  }
}

TEST(OddAnswers, ToExecAreAnError) {
  const std::string queued = "+OK\r\n+QUEUED\r\n";
  for (const std::string answer : {":1\r\n", "*0\r\n", "*3\r\n+OK\r\n+OK\r\n+OK\r\n"}) {
    EXPECT_THAT(ErrorOf({queued + answer}, Save),
                HasSubstr("The answer to EXEC does not have the form"))
        << answer;
  }
  EXPECT_EQ(ErrorOf({queued + "*1\r\n+OK\r\n"}, Save), "");
}

TEST(OddAnswers, ToScanAreAnError) {
  for (const std::string answer :
       {":1\r\n", "*0\r\n", "*1\r\n$1\r\n0\r\n", "$1\r\n0\r\n"}) {
    EXPECT_THAT(ErrorOf({answer}, DeleteAll),
                HasSubstr("The answer to SCAN does not have the form"))
        << answer;
  }
  EXPECT_EQ(ErrorOf({"*2\r\n$1\r\n0\r\n*0\r\n"}, DeleteAll), "");
}

}  // namespace
}  // namespace redline
