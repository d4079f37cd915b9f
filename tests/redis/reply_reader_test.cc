#include "redis/reply_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "redis/redis_error.h"

namespace redline::redis {
namespace {

using namespace std::string_literals;

TEST(ReplyReader, ReadsEachType) {
  ReplyReader reader;
  reader.Feed("+OK\r\n-ERR no\r\n:-42\r\n$3\r\na\r\n\r\n$-1\r\n*-1\r\n*0\r\n$0\r\n\r\n"s);
  const Replies replies = reader.replies();
  ASSERT_EQ(replies.size(), 8u);
  EXPECT_EQ(replies[0].type(), ReplyType::kStatus);
  EXPECT_EQ(replies[0].text(), "OK");
  EXPECT_TRUE(replies[1].is_error());
  EXPECT_EQ(replies[1].text(), "ERR no");
  EXPECT_EQ(replies[2].type(), ReplyType::kInteger);
  EXPECT_EQ(replies[2].integer(), -42);
  EXPECT_EQ(replies[3].type(), ReplyType::kString);
  EXPECT_EQ(replies[3].text(), "a\r\n");
  EXPECT_TRUE(replies[4].is_nil());
  EXPECT_TRUE(replies[5].is_nil());
  EXPECT_EQ(replies[6].type(), ReplyType::kArray);
  EXPECT_EQ(replies[6].size(), 0u);
  EXPECT_EQ(replies[7].type(), ReplyType::kString);
  EXPECT_EQ(replies[7].text(), "");
}

TEST(ReplyReader, ReadsNestedArrays) {
  ReplyReader reader;
  reader.Feed("*3\r\n*2\r\n:1\r\n$1\r\nx\r\n$-1\r\n*1\r\n*1\r\n-ERR deep\r\n");
  ASSERT_EQ(reader.replies().size(), 1u);
  const Reply reply = reader.replies()[0];
  ASSERT_EQ(reply.size(), 3u);
  EXPECT_EQ(reply[0][0].integer(), 1);
  EXPECT_EQ(reply[0][1].text(), "x");
  EXPECT_TRUE(reply[1].is_nil());
  EXPECT_EQ(reply[2][0][0].text(), "ERR deep");
}

TEST(ReplyReader, HasNilBeyondTheLastElementAndInsideOtherTypes) {
  ReplyReader reader;
  reader.Feed("*1\r\n:1\r\n:7\r\n$-1\r\n");
  const Replies replies = reader.replies();
  EXPECT_EQ(replies[0][0].integer(), 1);
  EXPECT_TRUE(replies[0][1].is_nil());
  EXPECT_TRUE(replies[1][0].is_nil());
  EXPECT_TRUE(replies[2][0][3].is_nil());
  EXPECT_TRUE(replies[3].is_nil());
  EXPECT_EQ(replies[3].text(), "");
}

TEST(ReplyReader, ReadsWhatComesByteByByte) {
  ReplyReader reader;
  const std::string bytes = "*2\r\n$5\r\nhello\r\n*1\r\n:7\r\n+OK\r\n";
  for (const char byte : bytes) reader.Feed({&byte, 1});
  ASSERT_EQ(reader.replies().size(), 2u);
  EXPECT_EQ(reader.replies()[0][0].text(), "hello");
  EXPECT_EQ(reader.replies()[0][1][0].integer(), 7);
  EXPECT_EQ(reader.replies()[1].text(), "OK");
}

TEST(ReplyReader, HasNoReplyBeforeItsLastByte) {
  ReplyReader reader;
  reader.Feed("$5\r\nhello\r");
  EXPECT_EQ(reader.replies().size(), 0u);
  reader.Feed("\n");
  EXPECT_EQ(reader.replies().size(), 1u);
}

TEST(ReplyReader, ReadsABigBulkInPieces) {
  const std::string big(5'000'000, 'b');
  const std::string bytes = "$5000000\r\n" + big + "\r\n";
  ReplyReader reader;
  for (std::size_t i = 0; i < bytes.size(); i += 65536) {
    reader.Feed(std::string_view(bytes).substr(i, 65536));
  }
  ASSERT_EQ(reader.replies().size(), 1u);
  EXPECT_EQ(reader.replies()[0].text(), big);
}

TEST(ReplyReader, StartsAnewAfterClear) {
  ReplyReader reader;
  reader.Feed("+one\r\n");
  reader.Clear();
  EXPECT_EQ(reader.replies().size(), 0u);
  reader.Feed("+two\r\n");
  ASSERT_EQ(reader.replies().size(), 1u);
  EXPECT_EQ(reader.replies()[0].text(), "two");
}

TEST(ReplyReader, RefusesAnswersThatAreNotResp) {
  ReplyReader reader;
  try {
    reader.Feed("HTTP/1.1 400 Bad Request\r\n\r\n");
    FAIL() << "accepted";
  } catch (const RedisError& error) {
    EXPECT_EQ(error.kind(), RedisError::Kind::kConnectionLost);
    EXPECT_THAT(error.what(), ::testing::HasSubstr("names a Redis server"));
  }
}

TEST(ReplyReader, RefusesTypesOfRedisOtherProtocolThatNobodyAskedFor) {
  for (const char* bytes :
       {",1.5\r\n", "#t\r\n", "_\r\n", "(12345678901234567890\r\n", "=7\r\ntxt:abc\r\n",
        "%1\r\n:1\r\n:2\r\n", "~1\r\n:1\r\n", ">1\r\n:1\r\n", "*1\r\n,1.5\r\n"}) {
    ReplyReader reader;
    EXPECT_THROW(reader.Feed(bytes), RedisError) << bytes;
  }
}

TEST(ReplyReader, RefusesAnArrayThatPromisesTooMuch) {
  ReplyReader reader;
  EXPECT_THROW(reader.Feed("*2000000000\r\n"), RedisError);
}

TEST(ReplyReader, RefusesAnArrayOfNegativeSize) {
  ReplyReader reader;
  EXPECT_THROW(reader.Feed("*-7\r\n"), RedisError);
}

TEST(ThrowIfError, NamesTheCommandAndTheAnswer) {
  ReplyReader reader;
  reader.Feed("-ERR wrong\r\n+OK\r\n");
  ThrowIfError(reader.replies()[1], "PING");
  try {
    ThrowIfError(reader.replies()[0], "HSET");
    FAIL() << "accepted";
  } catch (const RedisError& error) {
    EXPECT_EQ(error.kind(), RedisError::Kind::kErrorReply);
    EXPECT_STREQ(error.what(), "Redis answered HSET with an error: ERR wrong");
  }
}

TEST(ReplyReader, KeepsTextsAsBulkStringsThatFollowEachOther) {
  ReplyReader reader;
  reader.Feed("*4\r\n$1\r\na\r\n$0\r\n\r\n+OK\r\n$10\r\n0123456789\r\n");
  const Reply reply = reader.replies()[0];
  EXPECT_EQ(reply[0].bulk(), "$1\r\na\r\n");
  EXPECT_EQ(reply[1].bulk(), "$0\r\n\r\n");
  EXPECT_EQ(reply[2].bulk(), "$2\r\nOK\r\n");
  EXPECT_EQ(reply[3].bulk(), "$10\r\n0123456789\r\n");
  for (std::size_t i = 1; i < reply.size(); ++i) {
    EXPECT_EQ(reply[i].bulk().data(),
              reply[i - 1].bulk().data() + reply[i - 1].bulk().size());
  }
}

TEST(ReplyReader, KeepsBulkStringsThatComeByteByByte) {
  ReplyReader reader;
  // Long enough for hiredis to drop what it has read meanwhile.
  const std::string value(3000, 'v');
  std::string bytes = "*40\r\n";
  std::string bulks;
  for (int i = 0; i < 20; ++i) bulks += "$1\r\nk\r\n$3000\r\n" + value + "\r\n";
  bytes += bulks;
  for (const char byte : bytes) reader.Feed({&byte, 1});
  const Reply reply = reader.replies()[0];
  EXPECT_EQ(std::string_view(reply[0].bulk().data(), bulks.size()), bulks);
  EXPECT_EQ(reply[39].bulk(), "$3000\r\n" + value + "\r\n");
}

TEST(ReplyReader, RefusesALengthThatIsNotSpelledAsWeWouldSpellIt) {
  for (const char* bytes : {"$0003\r\nabc\r\n", "$+3\r\nabc\r\n", "$ 3\r\nabc\r\n"}) {
    ReplyReader reader;
    EXPECT_THROW(reader.Feed(bytes), RedisError) << bytes;
  }
}

TEST(ReplyReader, HasNoBulkStringInPlaceOfOtherTypes) {
  ReplyReader reader;
  reader.Feed(":12\r\n$-1\r\n*1\r\n:1\r\n");
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(reader.replies()[i].bulk(), "");
}

TEST(ReplyReader, LeavesATextThatIsKeptAsItIs) {
  ReplyReader reader;
  reader.Feed("$5\r\nfirst\r\n");
  const std::string_view first = reader.replies()[0].text();
  const auto kept = reader.replies()[0].shared_text();
  for (int i = 0; i < 3; ++i) {
    reader.Clear();
    reader.Feed("$6\r\nsecond\r\n");
    EXPECT_EQ(reader.replies()[0].text(), "second");
    EXPECT_EQ(first, "first");
  }
}

TEST(ReplyReader, UsesTheSameMemoryForOneLongTextAfterTheOther) {
  ReplyReader reader;
  const std::string bytes = "$5000\r\n" + std::string(5000, 'x') + "\r\n";
  reader.Feed(bytes);
  const char* const first = reader.replies()[0].text().data();
  auto kept = reader.replies()[0].shared_text();
  reader.Clear();
  reader.Feed("+OK\r\n");
  kept.reset();
  reader.Clear();
  reader.Feed(bytes);
  EXPECT_EQ(reader.replies()[0].text().data(), first);
}

TEST(ThrowIfError, SaysOfARedirectionThatThisIsACluster) {
  for (const char* error : {"-MOVED 3999 127.0.0.1:6381\r\n", "-ASK 1 h:1\r\n",
                            "-CROSSSLOT Keys in request\r\n"}) {
    ReplyReader reader;
    reader.Feed(error);
    try {
      ThrowIfError(reader.replies()[0], "EXEC");
      ADD_FAILURE() << error;
    } catch (const RedisError& thrown) {
      EXPECT_THAT(thrown.what(), testing::HasSubstr("test a standalone Redis"));
    }
  }
}

TEST(ThrowIfError, TellsTheWayOutWhereThereIsOne) {
  ReplyReader reader;
  reader.Feed("-OOM command not allowed when used memory > 'maxmemory'.\r\n");
  try {
    ThrowIfError(reader.replies()[0], "SET");
    ADD_FAILURE();
  } catch (const RedisError& thrown) {
    EXPECT_STREQ(thrown.what(),
                 "Redis answered SET with an error: OOM command not allowed when used "
                 "memory > 'maxmemory'. Raise its maxmemory, or ask for less (rate, "
                 "duration, payload).");
  }
}

}  // namespace
}  // namespace redline::redis
