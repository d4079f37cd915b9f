#include "worker/automap/list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "redis/command_batch.h"
#include "redis/reply_reader.h"
#include "worker/automap/append_list.h"
#include "worker/automap/lazy_list.h"
#include "worker/automap/model.h"

namespace redline::automap {
namespace {

using ::testing::HasSubstr;

struct Room {
  std::string id;
  int area = 0;
};
BOOST_DESCRIBE_STRUCT(Room, (), (id, area))

struct Point {
  int x = 0;
};
BOOST_DESCRIBE_STRUCT(Point, (), (x))

// An array of strings as Redis answers it. A command and such an answer have one format.
class Stored {
 public:
  explicit Stored(std::initializer_list<std::string> texts) {
    redis::CommandBatch batch;
    batch.Begin(texts.size());
    for (const std::string& text : texts) batch.Argument(text);
    reader_.Feed(batch.bytes());
  }
  redis::Reply reply() const { return reader_.replies()[0]; }

 private:
  redis::ReplyReader reader_;
};

std::string Bytes(std::initializer_list<std::string_view> arguments) {
  redis::CommandBatch batch;
  batch.Add(arguments);
  return std::string(batch.bytes());
}

template <typename ListType>
std::string Written(const ListType& list) {
  redis::CommandBatch batch;
  std::string scratch;
  list.Write(batch, scratch);
  return std::string(batch.bytes());
}

template <typename ListType>
ListType Filled(std::initializer_list<std::string> texts) {
  ListType list;
  list.Bind("p:", "house:1:rooms");
  list.Fill(Stored(texts).reply());
  return list;
}

TEST(List, IsInTheOrderOfTheStoredPositions) {
  const auto list = Filled<List<Room>>({"b", R"({"i":1,"json":{"id":"b","area":2}})", "a",
                                        R"({"i":0,"json":{"id":"a","area":1}})"});
  ASSERT_EQ(list.size(), 2u);
  EXPECT_EQ(list[0].id, "a");
  EXPECT_EQ(list[1].area, 2);
}

TEST(List, OrdersPositionsWithGapsAndTwins) {
  const auto list = Filled<List<Room>>({"z", R"({"i":5,"json":{"id":"z"}})", "b",
                                        R"({"i":1,"json":{"id":"b"}})", "a",
                                        R"({"i":1,"json":{"id":"a"}})"});
  EXPECT_EQ(list[0].id, "a");
  EXPECT_EQ(list[1].id, "b");
  EXPECT_EQ(list[2].id, "z");
}

TEST(List, WritesUntouchedItemsByteByByte) {
  constexpr auto kOdd = R"({"i":0,"json":{"area": 1.0e0, "unknown":[ ]}})";
  const auto list = Filled<List<Room>>({"a", kOdd});
  EXPECT_EQ(Written(list), Bytes({"HSET", "p:house:1:rooms", "a", kOdd}));
}

TEST(List, WritesAnUntouchedItemAtItsNewPosition) {
  const auto list = Filled<List<Room>>({"a", R"({"i":7,"json":{"unknown":1}})"});
  EXPECT_EQ(Written(list),
            Bytes({"HSET", "p:house:1:rooms", "a", R"({"i":0,"json":{"unknown":1}})"}));
}

TEST(List, WritesAnUntouchedItemOfAnotherSpellingAsItIs) {
  constexpr auto kOther = R"({ "i":0, "json":{"unknown":1} })";
  const auto list = Filled<List<Room>>({"a", kOther});
  EXPECT_EQ(Written(list), Bytes({"HSET", "p:house:1:rooms", "a", kOther}));
}

TEST(List, WritesAChangedItemAnewUnderItsField) {
  auto list = Filled<List<Room>>({"a", R"({"i":0,"json":{"id":"a","area":1}})"});
  list.Mutable(0).area = 9;
  EXPECT_EQ(Written(list), Bytes({"HSET", "p:house:1:rooms", "a",
                                  R"({"i":0,"json":{"id":"a","area":9}})"}));
}

TEST(List, DoesNotWriteAnewWhatWasOnlyRead) {
  constexpr auto kOdd = R"({"i":0,"json":{"area": 1}})";
  const auto list = Filled<List<Room>>({"a", kOdd});
  EXPECT_EQ(list[0].area, 1);
  EXPECT_EQ(Written(list), Bytes({"HSET", "p:house:1:rooms", "a", kOdd}));
}

TEST(List, WritesAdditionsBehindWhatIsStored) {
  auto list = Filled<List<Room>>({"a", R"({"i":0,"json":{"id":"a","area":1}})"});
  list.Add({"b", 2});
  EXPECT_EQ(Written(list), Bytes({"HSET", "p:house:1:rooms", "a",
                                  R"({"i":0,"json":{"id":"a","area":1}})", "b",
                                  R"({"i":1,"json":{"id":"b","area":2}})"}));
}

TEST(List, SendsUntouchedNeighboursInOnePieceOfTheAnswer) {
  const std::string wide(2000, 'w');
  const Stored stored({"a", R"({"i":0,"json":{"id":")" + wide + R"("}})", "b",
                       R"({"i":1,"json":{"id":")" + wide + R"("}})", "c",
                       R"({"i":2,"json":{"id":"c"}})"});
  List<Room> list;
  list.Bind("p:", "house:1:rooms");
  list.Fill(stored.reply());
  list.Mutable(2).area = 1;
  redis::CommandBatch batch;
  std::string scratch;
  list.Write(batch, scratch);
  std::vector<std::string_view> pieces;
  batch.ForEachPiece([&](std::string_view piece) { pieces.push_back(piece); });
  ASSERT_EQ(pieces.size(), 3u);
  EXPECT_EQ(pieces[1].data(), stored.reply()[0].bulk().data());
  EXPECT_GT(pieces[1].size(), 4000u);
}

TEST(List, WritesInTheOrderOfTheAnswerAndReadsInThatOfThePositions) {
  auto list = Filled<List<Room>>(
      {"b", R"({"i":1,"json":{"id":"b"}})", "a", R"({"i":0,"json":{"id":"a"}})"});
  list.Add({"c", 3});
  EXPECT_EQ(list[0].id, "a");
  EXPECT_EQ(list[2].id, "c");
  EXPECT_EQ(Written(list),
            Bytes({"HSET", "p:house:1:rooms", "b", R"({"i":1,"json":{"id":"b"}})", "a",
                   R"({"i":0,"json":{"id":"a"}})", "c",
                   R"({"i":2,"json":{"id":"c","area":3}})"}));
}

TEST(List, KeepsItsItemsWhenTheAnswerIsGone) {
  List<Room> list;
  list.Bind("p:", "house:1:rooms");
  {
    const Stored stored({"a", R"({"i":0,"json":{"id":"a","area":7}})"});
    list.Fill(stored.reply());
  }
  EXPECT_EQ(list[0].area, 7);
}

TEST(List, NamesAnItemWithoutAnIdByItsIndex) {
  List<Point> list;
  list.Bind("p:", "house:1:points");
  list.Add({3});
  list.Add({4});
  EXPECT_EQ(Written(list),
            Bytes({"HSET", "p:house:1:points", "0", R"({"i":0,"json":{"x":3}})", "1",
                   R"({"i":1,"json":{"x":4}})"}));
}

TEST(List, WithoutItemsHasNothingToWrite) { EXPECT_FALSE(List<Room>().HasWrites()); }

TEST(List, NamesKeyAndFieldOfAnItemThatDoesNotFit) {
  const auto list = Filled<List<Room>>({"a", R"({"i":0,"json":{"area":"big"}})"});
  try {
    list[0];
    FAIL() << "accepted";
  } catch (const MapperError& error) {
    EXPECT_THAT(error.what(), HasSubstr("key \"p:house:1:rooms\", field \"a\","));
    EXPECT_THAT(error.what(), HasSubstr("for area"));
  }
}

TEST(LazyList, WritesAdditionsOnly) {
  auto list = Filled<LazyList<Room>>({"a", R"({"i":0,"json":{"id":"a"}})"});
  EXPECT_FALSE(list.HasWrites());
  list.Add({"b", 2});
  EXPECT_TRUE(list.HasWrites());
  EXPECT_EQ(Written(list), Bytes({"HSET", "p:house:1:rooms", "b",
                                  R"({"i":1,"json":{"id":"b","area":2}})"}));
}

TEST(LazyList, CountsOnFromWhatIsStoredWithoutLoadingIt) {
  LazyList<Point> list;
  list.Bind("p:", "house:1:points");
  list.Add({3});
  EXPECT_TRUE(list.NeedsCount());
  list.SetCount(5);
  EXPECT_EQ(Written(list),
            Bytes({"HSET", "p:house:1:points", "5", R"({"i":5,"json":{"x":3}})"}));
}

TEST(LazyList, KeepsAdditionsWhenItIsLoaded) {
  LazyList<Room> list;
  list.Bind("p:", "house:1:rooms");
  list.Add({"b", 2});
  list.Fill(Stored({"a", R"({"i":0,"json":{"id":"a"}})"}).reply());
  ASSERT_EQ(list.size(), 2u);
  EXPECT_EQ(list[0].id, "a");
  EXPECT_EQ(list[1].id, "b");
  EXPECT_TRUE(list.HasWrites());
}

TEST(LazyList, HasNothingToWriteOnceItIsSaved) {
  LazyList<Room> list;
  list.Bind("p:", "house:1:rooms");
  list.Add({"b", 2});
  list.MarkSaved();
  EXPECT_FALSE(list.HasWrites());
}

TEST(AppendList, WritesAdditionsOnly) {
  auto list = Filled<AppendList<Room>>({R"({"id":"a","area":1})"});
  EXPECT_FALSE(list.HasWrites());
  list.Add({"b", 2});
  list.Add({"c", 3});
  EXPECT_EQ(Written(list), Bytes({"RPUSH", "p:house:1:rooms", R"({"id":"b","area":2})",
                                  R"({"id":"c","area":3})"}));
}

TEST(AppendList, HoldsWhatIsStoredOnceItIsLoaded) {
  const auto list = Filled<AppendList<Room>>({R"({"id":"a","area":1})"});
  EXPECT_TRUE(list.loaded());
  ASSERT_EQ(list.size(), 1u);
  EXPECT_EQ(list[0].area, 1);
}

TEST(AppendList, TakesSavedAdditionsToWhatIsStored) {
  auto list = Filled<AppendList<Room>>({});
  list.Add({"b", 2});
  list.MarkSaved();
  EXPECT_FALSE(list.HasWrites());
  ASSERT_EQ(list.size(), 1u);
  EXPECT_EQ(list[0].id, "b");
}

TEST(AppendList, ForgetsSavedAdditionsIfItWasNotLoaded) {
  AppendList<Room> list;
  list.Bind("p:", "house:1:rooms");
  list.Add({"b", 2});
  list.MarkSaved();
  EXPECT_FALSE(list.HasWrites());
  EXPECT_EQ(list.size(), 0u);
}

TEST(AppendList, RefusesAnElementThatIsNotJson) {
  EXPECT_THROW(Filled<AppendList<Room>>({"{"}), MapperError);
}

TEST(List, WritesOnlyAdditionsBehindItemsThatWereNotRead) {
  List<Room> list;
  list.Bind("p:", "house:1:rooms");
  list.AddBehind(7);
  list.Add({"a", 1});
  list.Add({"b", 2});
  EXPECT_EQ(Written(list), Bytes({"HSET", "p:house:1:rooms", "a",
                                  R"({"i":7,"json":{"id":"a","area":1}})", "b",
                                  R"({"i":8,"json":{"id":"b","area":2}})"}));
}

}  // namespace
}  // namespace redline::automap
