#include "worker/automap/repository.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>

#include "redis/redis_connection.h"
#include "redis/redis_error.h"
#include "tests/testing/redis_server.h"
#include "tests/testing/run_coroutine.h"
#include "worker/automap/mapper_error.h"

namespace redline::automap {
namespace {

using boost::asio::awaitable;
using redis::RedisConnection;
using redis::RedisError;
using redline::testing::RedisServer;
using redline::testing::RunCoroutine;
using ::testing::HasSubstr;
using namespace std::chrono_literals;

// A model with lists of every kind inside of lists of every kind.
struct Leaf {
  std::string id;
};
BOOST_DESCRIBE_STRUCT(Leaf, (), (id))

struct Twig {  // Without an id: its lists' paths carry its index.
  int length = 0;
  List<Leaf> leaves;
  AppendList<Leaf> fallen;
};
BOOST_DESCRIBE_STRUCT(Twig, (), (length, leaves, fallen))

struct Branch {
  std::string id;
  List<Twig> twigs;
  LazyList<Twig> dead;
};
BOOST_DESCRIBE_STRUCT(Branch, (), (id, twigs, dead))

struct Tree {
  int id = 0;
  std::optional<std::string> kind;
  List<Branch> branches;
  AppendList<Branch> felled;
};
BOOST_DESCRIBE_STRUCT(Tree, (), (id, kind, branches, felled))

class RepositoryTest : public ::testing::Test {
 protected:
  // Runs test(connection, repository) as a coroutine.
  template <typename Test>
  void Run(const Test& test) {
    RunCoroutine([&]() -> awaitable<void> {
      const auto connection =
          co_await RedisConnection::Connect(redis::ParseRedisUrl(server_.Url()), 5s);
      Repository<Tree> trees(*connection, "p:", "tree");
      co_await test(*connection, trees);
    }());
  }

  std::string Keys() const { return server_.Cli("keys '*' | sort"); }

  const RedisServer server_;
};

Twig TwigWithLeaf(int length, const std::string& leaf) {
  Twig twig;
  twig.length = length;
  twig.leaves.Add({leaf});
  return twig;
}

TEST_F(RepositoryTest, FetchesNothingWhereNothingIs) {
  Run([](RedisConnection&, Repository<Tree>& trees) -> awaitable<void> {
    const auto tree = co_await trees.Fetch("1");
    EXPECT_FALSE(tree.has_value());
  });
}

TEST_F(RepositoryTest, WritesListsInListsBelowIdsAndIndices) {
  Run([](RedisConnection&, Repository<Tree>& trees) -> awaitable<void> {
    Tree tree;
    tree.id = 1;
    Branch& branch = tree.branches.Add({});
    branch.id = "b";
    branch.twigs.Add(TwigWithLeaf(1, "x"));
    branch.twigs.Add(TwigWithLeaf(2, "y")).fallen.Add({"z"});
    co_await trees.Save(tree);
  });
  EXPECT_EQ(Keys(),
            "p:tree:1\n"
            "p:tree:1:branches\n"
            "p:tree:1:branches:b:twigs\n"
            "p:tree:1:branches:b:twigs:0:leaves\n"
            "p:tree:1:branches:b:twigs:1:fallen\n"
            "p:tree:1:branches:b:twigs:1:leaves\n");
  EXPECT_EQ(server_.Cli("hget p:tree:1:branches:b:twigs 1"),
            R"({"i":1,"json":{"length":2,)"
            R"("leaves":"tree:1:branches:b:twigs:1:leaves {\"type\":\"hash\"}",)"
            R"("fallen":"tree:1:branches:b:twigs:1:fallen )"
            R"({\"type\":\"list\",\"lazy\":true,\"append\":true}"}})"
            "\n");
}

TEST_F(RepositoryTest, FetchesListsInListsToAnyDepth) {
  Run([](RedisConnection&, Repository<Tree>& trees) -> awaitable<void> {
    Tree tree;
    tree.id = 1;
    tree.kind = "oak";
    for (const auto* id : {"a", "b"}) {
      Branch& branch = tree.branches.Add({});
      branch.id = id;
      branch.twigs.Add(TwigWithLeaf(1, std::string("leaf of ") + id));
    }
    co_await trees.Save(tree);

    const auto fetched = co_await trees.Fetch("1");
    EXPECT_EQ(fetched->id, 1);
    EXPECT_EQ(fetched->kind, "oak");
    EXPECT_EQ(fetched->branches.size(), 2u);
    EXPECT_EQ(fetched->branches[1].twigs[0].leaves[0].id, "leaf of b");
  });
}

TEST_F(RepositoryTest, SavesAnAdditionDeepInsideOfAFetchedObject) {
  Run([](RedisConnection&, Repository<Tree>& trees) -> awaitable<void> {
    Tree tree;
    tree.id = 1;
    Branch& branch = tree.branches.Add({});
    branch.id = "b";
    branch.twigs.Add(TwigWithLeaf(1, "x"));
    co_await trees.Save(tree);

    auto fetched = co_await trees.Fetch("1");
    fetched->branches.Mutable(0).twigs.Mutable(0).leaves.Add({"y"});
    co_await trees.Save(*fetched);

    const auto again = co_await trees.Fetch("1");
    EXPECT_EQ(again->branches[0].twigs[0].leaves.size(), 2u);
    EXPECT_EQ(again->branches[0].twigs[0].leaves[1].id, "y");
  });
}

TEST_F(RepositoryTest, LoadsALazyListWithTheListsOfItsItems) {
  Run([](RedisConnection&, Repository<Tree>& trees) -> awaitable<void> {
    Tree tree;
    tree.id = 1;
    Branch& branch = tree.branches.Add({});
    branch.id = "b";
    branch.dead.Add(TwigWithLeaf(3, "x"));
    co_await trees.Save(tree);

    auto fetched = co_await trees.Fetch("1");
    auto& dead = fetched->branches.Mutable(0).dead;
    EXPECT_EQ(dead.size(), 0u);
    co_await trees.Load(dead);
    EXPECT_EQ(dead.size(), 1u);
    EXPECT_EQ(dead[0].length, 3);
    EXPECT_EQ(dead[0].leaves[0].id, "x");
  });
}

TEST_F(RepositoryTest, AddsToALazyListBehindWhatIsStoredWithoutLoadingIt) {
  Run([](RedisConnection&, Repository<Tree>& trees) -> awaitable<void> {
    Tree tree;
    tree.id = 1;
    tree.branches.Add({}).id = "b";
    tree.branches.Mutable(0).dead.Add(TwigWithLeaf(1, "x"));
    co_await trees.Save(tree);

    auto fetched = co_await trees.Fetch("1");
    fetched->branches.Mutable(0).dead.Add(TwigWithLeaf(2, "y"));
    co_await trees.Save(*fetched);

    auto again = co_await trees.Fetch("1");
    auto& dead = again->branches.Mutable(0).dead;
    co_await trees.Load(dead);
    EXPECT_EQ(dead.size(), 2u);
    EXPECT_EQ(dead[1].length, 2);
    EXPECT_EQ(dead[1].leaves[0].id, "y");
  });
}

TEST_F(RepositoryTest, LoadsAnAppendListWithTheListsOfItsItems) {
  Run([](RedisConnection&, Repository<Tree>& trees) -> awaitable<void> {
    Tree tree;
    tree.id = 1;
    Branch& branch = tree.felled.Add({});
    branch.id = "b";
    branch.twigs.Add(TwigWithLeaf(4, "x"));
    co_await trees.Save(tree);

    auto fetched = co_await trees.Fetch("1");
    co_await trees.Load(fetched->felled);
    EXPECT_EQ(fetched->felled.size(), 1u);
    EXPECT_EQ(fetched->felled[0].twigs[0].leaves[0].id, "x");
  });
}

TEST_F(RepositoryTest, ReadsAListFromThePathThatItsReferenceNames) {
  server_.Cli(R"(set p:tree:1 '{"id":1,"branches":"elsewhere {\"type\":\"hash\"}"}')");
  server_.Cli(R"(hset p:elsewhere b '{"i":0,"json":{"id":"b"}}')");
  Run([](RedisConnection&, Repository<Tree>& trees) -> awaitable<void> {
    auto tree = co_await trees.Fetch("1");
    EXPECT_EQ(tree->branches.size(), 1u);
    tree->branches.Add({}).id = "c";
    co_await trees.Save(*tree);
  });
  EXPECT_EQ(server_.Cli("hlen p:elsewhere"), "2\n");
}

TEST_F(RepositoryTest, NamesTheKeyOfAnObjectThatIsNotJson) {
  server_.Cli("set p:tree:1 nonsense");
  Run([](RedisConnection&, Repository<Tree>& trees) -> awaitable<void> {
    try {
      co_await trees.Fetch("1");
      ADD_FAILURE() << "fetched";
    } catch (const MapperError& error) {
      EXPECT_THAT(error.what(), HasSubstr("key \"p:tree:1\" is not valid JSON"));
    }
  });
}

TEST_F(RepositoryTest, NamesTheCommandThatFindsAKeyOfAnotherType) {
  server_.Cli("rpush p:tree:1 x");
  Run([](RedisConnection&, Repository<Tree>& trees) -> awaitable<void> {
    try {
      co_await trees.Fetch("1");
      ADD_FAILURE() << "fetched";
    } catch (const RedisError& error) {
      EXPECT_EQ(error.kind(), RedisError::Kind::kErrorReply);
      EXPECT_THAT(error.what(), HasSubstr("GET with an error: WRONGTYPE"));
    }
  });
}

TEST_F(RepositoryTest, NamesTheCommandThatFailsInsideOfTheTransaction) {
  server_.Cli("set p:tree:1:branches x");
  Run([](RedisConnection&, Repository<Tree>& trees) -> awaitable<void> {
    Tree tree;
    tree.id = 1;
    tree.branches.Add({}).id = "b";
    try {
      co_await trees.Save(tree);
      ADD_FAILURE() << "saved";
    } catch (const RedisError& error) {
      EXPECT_THAT(error.what(), HasSubstr("HSET with an error: WRONGTYPE"));
    }
  });
}

TEST_F(RepositoryTest, KeepsAdditionsWhoseSaveWasRefused) {
  server_.Cli("config set maxmemory 1");
  Run([&](RedisConnection&, Repository<Tree>& trees) -> awaitable<void> {
    Tree tree;
    tree.id = 1;
    tree.felled.Add({}).id = "b";
    try {
      co_await trees.Save(tree);
      ADD_FAILURE() << "saved";
    } catch (const RedisError& error) {
      EXPECT_EQ(error.kind(), RedisError::Kind::kErrorReply);
      EXPECT_THAT(error.what(), HasSubstr("SET with an error: OOM"));
    }
    server_.Cli("config set maxmemory 0");
    co_await trees.Save(tree);
  });
  EXPECT_EQ(server_.Cli("llen p:tree:1:felled"), "1\n");
}

}  // namespace
}  // namespace redline::automap
