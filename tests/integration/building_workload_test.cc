#include "worker/workloads/building_workload.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "redis/redis_connection.h"
#include "redis/redis_error.h"
#include "tests/testing/redis_server.h"
#include "tests/testing/run_coroutine.h"

namespace redline::worker {
namespace {

using boost::asio::awaitable;
using redis::RedisConnection;
using redis::RedisError;
using redline::testing::RedisServer;
using redline::testing::RunCoroutine;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using namespace std::chrono_literals;

class BuildingWorkloadTest : public ::testing::Test {
 protected:
  // Performs `tasks` tasks and returns the timer of the last one.
  StepTimer Perform(int tasks) {
    return RunCoroutine([&]() -> awaitable<StepTimer> {
      const auto connection =
          co_await RedisConnection::Connect(redis::ParseRedisUrl(server_.Url()), 5s);
      BuildingWorkload workload(settings_, *connection);
      StepTimer timer;
      for (int task = 0; task < tasks; ++task) {
        timer = StepTimer();
        co_await workload.Perform(timer);
      }
      co_return timer;
    }());
  }

  // Prepares at most so many parts; returns how many there were.
  int Prepare(int parts = 1000) {
    return RunCoroutine([&]() -> awaitable<int> {
      const auto connection =
          co_await RedisConnection::Connect(redis::ParseRedisUrl(server_.Url()), 5s);
      BuildingWorkload workload(settings_, *connection);
      int prepared = 0;
      bool more = true;
      while (more && prepared < parts) {
        more = co_await workload.Prepare();
        ++prepared;
      }
      co_return prepared;
    }());
  }

  // A flat as it is to be stored.
  static std::string FlatText(const std::string& position, const std::string& id,
                              const std::string& bedrooms) {
    return R"({"i":)" + position + R"(,"json":{"id":")" + id + R"(","bedrooms":)" +
           bedrooms + R"(,"mail":"building:71-44:flats:)" + id +
           R"(:mail {\"type\":\"list\",\"lazy\":true,\"append\":true}",)" +
           R"("visitors":"building:71-44:flats:)" + id +
           R"(:visitors {\"type\":\"hash\",\"lazy\":true}"}})";
  }

  // Whether each position from 0 on is a flat's, and stored as it is to be.
  void ExpectFlats(std::size_t count) const {
    const auto fields = Lines("hgetall test:building:71-44:flats");
    const std::regex form(
        R"re(\{"i":([0-9]+),"json":\{"id":"([0-9a-f]{12})","bedrooms":([1-5]),.*)re");
    std::set<std::string> positions;
    for (const std::string& text : Lines("hvals test:building:71-44:flats")) {
      std::smatch match;
      ASSERT_TRUE(std::regex_match(text, match, form)) << text;
      EXPECT_EQ(text, FlatText(match[1], match[2], match[3]));
      EXPECT_TRUE(fields.contains(match[2])) << "its field";
      positions.insert(match[1]);
    }
    std::set<std::string> all;
    for (std::size_t i = 0; i < count; ++i) all.insert(std::to_string(i));
    EXPECT_EQ(positions, all);
    EXPECT_EQ(fields.size(), 2 * count);
  }

  std::set<std::string> Lines(const std::string& command) const {
    std::set<std::string> lines;
    std::istringstream output(server_.Cli(command));
    for (std::string line; std::getline(output, line);) lines.insert(line);
    return lines;
  }

  // All mails of the first flat that has any.
  std::string Mails() const {
    return server_.Cli("lrange " + *Lines("keys '*:mail'").begin() + " 0 -1");
  }

  // The id of the flat at a position.
  std::string FlatAt(int position) const {
    const auto stored = server_.Cli("hvals test:building:71-44:flats");
    const auto head = "{\"i\":" + std::to_string(position) + ",\"json\":{\"id\":\"";
    const auto found = stored.find(head);
    return found == std::string::npos ? "none" : stored.substr(found + head.size(), 12);
  }

  const RedisServer server_;
  WorkloadSettings settings_{.run_id = "71", .worker = 44, .payload_bytes = 64};
};

TEST_F(BuildingWorkloadTest, StoresTheBuildingAsTheOriginalDoes) {
  Perform(1);
  EXPECT_EQ(server_.Cli("get test:building:71-44"),
            R"({"id":"71-44","flats":"building:71-44:flats {\"type\":\"hash\"}",)"
            R"("visitors":"building:71-44:visitors {\"type\":\"hash\",\"lazy\":true}",)"
            R"("mail":"building:71-44:mail )"
            R"({\"type\":\"list\",\"lazy\":true,\"append\":true}"})"
            "\n");
}

TEST_F(BuildingWorkloadTest, StoresAFlatAsTheOriginalDoes) {
  Perform(1);
  const auto id = server_.Cli("hkeys test:building:71-44:flats").substr(0, 12);
  EXPECT_THAT(id, MatchesRegex("[0-9a-f]{12}"));
  const auto stored = server_.Cli("hvals test:building:71-44:flats");
  const auto bedrooms = stored.find(R"(,"mail")") - 1;
  EXPECT_THAT(stored.substr(bedrooms, 1), MatchesRegex("[1-5]"));
  EXPECT_EQ(stored, FlatText("0", id, stored.substr(bedrooms, 1)) + "\n");
}

TEST_F(BuildingWorkloadTest, StoresAMailAsTheOriginalDoes) {
  Perform(1);
  EXPECT_THAT(
      Mails(),
      MatchesRegex(
          R"re(\{"id":"[0-9a-f]{12}","text":"\{(\\"[-0-9.]+\\":[-0-9.]+,?)+ *\}"\})re"
          "\n"));
}

TEST_F(BuildingWorkloadTest, WritesNoListWithoutItems) {
  Perform(1);
  const auto flat = server_.Cli("hkeys test:building:71-44:flats");
  EXPECT_THAT(Lines("keys '*'"),
              ElementsAre("test:building:71-44", "test:building:71-44:flats",
                          "test:building:71-44:flats:" + flat.substr(0, 12) + ":mail"));
}

TEST_F(BuildingWorkloadTest, AddsAFlatToEachTaskUntilThereAreMaxFlats) {
  settings_.max_flats = 3;
  Perform(2);
  EXPECT_EQ(server_.Cli("hlen test:building:71-44:flats"), "2\n");
  Perform(5);
  EXPECT_EQ(server_.Cli("hlen test:building:71-44:flats"), "3\n");
}

TEST_F(BuildingWorkloadTest, KeepsTheFlatsInTheOrderInWhichTheyWereAdded) {
  settings_.max_flats = 20;
  std::vector<std::string> added;
  for (int position = 0; position < 20; ++position) {
    settings_.seed = static_cast<std::uint64_t>(position);
    Perform(1);
    added.push_back(FlatAt(position));
  }
  Perform(10);
  for (int position = 0; position < 20; ++position) {
    EXPECT_EQ(FlatAt(position), added[static_cast<std::size_t>(position)]);
  }
}

TEST_F(BuildingWorkloadTest, AddsOneMailToEachTask) {
  settings_.max_flats = 4;
  Perform(40);
  int mails = 0;
  for (const auto& key : Lines("keys '*:mail'")) {
    mails += std::stoi(server_.Cli("llen " + key));
  }
  EXPECT_EQ(mails, 40);
}

TEST_F(BuildingWorkloadTest, SendsMailToFlatsOfEarlierTasksOnly) {
  settings_.max_flats = 3;
  Perform(3);
  // The third flat was added by the last task, too late for its mail.
  EXPECT_EQ(server_.Cli("exists test:building:71-44:flats:" + FlatAt(2) + ":mail"),
            "0\n");
  Perform(100);
  EXPECT_EQ(Lines("keys '*:mail'").size(), 3u);
}

TEST_F(BuildingWorkloadTest, WritesTheFlatsOfTheOriginalByteByByte) {
  constexpr auto kFlat = R"({"i":0,"json":{"id":"d5ba981d5b5b","bedrooms":2,)"
                         R"("mail":"building:71-44:flats:d5ba981d5b5b:mail )"
                         R"({\"type\":\"list\",\"lazy\":true,\"append\":true}",)"
                         R"("visitors":"building:71-44:flats:d5ba981d5b5b:visitors )"
                         R"({\"type\":\"hash\",\"lazy\":true}"}})";
  constexpr auto kBuilding =
      R"({"id":"71-44","flats":"building:71-44:flats {\"type\":\"hash\"}",)"
      R"("visitors":"building:71-44:visitors {\"type\":\"hash\",\"lazy\":true}",)"
      R"("mail":"building:71-44:mail {\"type\":\"list\",\"lazy\":true,\"append\":true}"})";
  server_.Cli(std::string("set test:building:71-44 '") + kBuilding + "'");
  server_.Cli(std::string("hset test:building:71-44:flats d5ba981d5b5b '") + kFlat + "'");
  settings_.max_flats = 1;
  // The mail makes the flat's JSON be decoded and written anew.
  Perform(2);
  EXPECT_EQ(server_.Cli("get test:building:71-44"), kBuilding + std::string("\n"));
  EXPECT_EQ(server_.Cli("hgetall test:building:71-44:flats"),
            std::string("d5ba981d5b5b\n") + kFlat + "\n");
  EXPECT_EQ(server_.Cli("llen test:building:71-44:flats:d5ba981d5b5b:mail"), "2\n");
}

TEST_F(BuildingWorkloadTest, TimesItsThreeSteps) {
  const StepTimer timer = Perform(1);
  EXPECT_TRUE(timer.Elapsed(0));
  EXPECT_TRUE(timer.Elapsed(1));
  EXPECT_TRUE(timer.Elapsed(2));
  EXPECT_FALSE(timer.Elapsed(3));
}

TEST_F(BuildingWorkloadTest, FailsATaskWhoseWritesRedisRefuses) {
  server_.Cli("config set maxmemory 1");
  try {
    Perform(1);
    FAIL() << "completed";
  } catch (const RedisError& error) {
    EXPECT_EQ(error.kind(), RedisError::Kind::kErrorReply);
    EXPECT_THAT(error.what(), HasSubstr("OOM"));
  }
}

TEST_F(BuildingWorkloadTest, GivesEachMailTheSizeAskedFor) {
  settings_.payload_bytes = 5120;
  Perform(1);
  // Each quote of the text is escaped in the JSON.
  const auto stored = Mails();
  const auto escapes = std::count(stored.begin(), stored.end(), '\\');
  EXPECT_EQ(stored.size() - static_cast<std::size_t>(escapes),
            5120 + std::string(R"({"id":"0123456789ab","text":""})").size() + 1);
}

TEST_F(BuildingWorkloadTest, PreparesAllFlatsAsTasksStoreThemAndNoMail) {
  settings_.max_flats = 20;
  Perform(1);
  const auto building = server_.Cli("get test:building:71-44");
  server_.Cli("flushall");
  EXPECT_EQ(Prepare(), 1);
  ExpectFlats(20);
  EXPECT_EQ(server_.Cli("get test:building:71-44"), building);
  EXPECT_THAT(Lines("keys '*'"),
              ElementsAre("test:building:71-44", "test:building:71-44:flats"));
}

TEST_F(BuildingWorkloadTest, PreparesManyFlatsInPartsOfBoundedSize) {
  settings_.max_flats = 1203;
  EXPECT_EQ(Prepare(), 3);
  ExpectFlats(1203);
}

TEST_F(BuildingWorkloadTest, PreparesNothingThatIsThere) {
  settings_.max_flats = 1000;
  EXPECT_EQ(Prepare(), 2);
  const auto before = Lines("hgetall test:building:71-44:flats");
  settings_.seed = 2;
  EXPECT_EQ(Prepare(), 1);
  EXPECT_EQ(Lines("hgetall test:building:71-44:flats"), before);
}

// The answer to a part was lost, or the connection before it.
TEST_F(BuildingWorkloadTest, GoesOnToPrepareWhereRedisIs) {
  settings_.max_flats = 1203;
  EXPECT_EQ(Prepare(1), 1);
  settings_.seed = 2;
  EXPECT_EQ(Prepare(), 2);
  ExpectFlats(1203);
}

TEST_F(BuildingWorkloadTest, AddsMailAndNoFlatToAPreparedBuilding) {
  settings_.max_flats = 700;
  Prepare();
  int expected = 0;
  for (const auto fetch : {automap::FetchMode::kPipeline, automap::FetchMode::kScript}) {
    settings_.fetch = fetch;
    ++settings_.seed;
    Perform(3);
    ExpectFlats(700);
    int mails = 0;
    for (const auto& key : Lines("keys '*:mail'")) {
      mails += std::stoi(server_.Cli("llen " + key));
    }
    EXPECT_EQ(mails, expected += 3);
  }
}

TEST_F(BuildingWorkloadTest, DoesNotPrepareWhatRedisRefuses) {
  server_.Cli("config set maxmemory 1");
  try {
    Prepare();
    FAIL() << "prepared";
  } catch (const RedisError& error) {
    EXPECT_THAT(error.what(), HasSubstr("OOM"));
  }
  EXPECT_EQ(server_.Cli("dbsize"), "0\n");
}

}  // namespace
}  // namespace redline::worker
