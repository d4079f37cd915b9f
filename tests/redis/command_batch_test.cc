#include "redis/command_batch.h"

#include <gtest/gtest.h>
#include <hiredis/hiredis.h>

#include <string>
#include <vector>

namespace redline::redis {
namespace {

using namespace std::string_view_literals;

std::string FormatByHiredis(const std::vector<std::string_view>& arguments) {
  std::vector<const char*> texts;
  std::vector<std::size_t> sizes;
  for (const auto argument : arguments) {
    texts.push_back(argument.data());
    sizes.push_back(argument.size());
  }
  char* command = nullptr;
  const int size = redisFormatCommandArgv(&command, static_cast<int>(texts.size()),
                                          texts.data(), sizes.data());
  const std::string formatted(command, static_cast<std::size_t>(size));
  redisFreeCommand(command);
  return formatted;
}

TEST(CommandBatch, WritesACommandAsAnArrayOfBulkStrings) {
  CommandBatch batch;
  batch.Add({"GET", "key"});
  EXPECT_EQ(batch.bytes(), "*2\r\n$3\r\nGET\r\n$3\r\nkey\r\n");
}

TEST(CommandBatch, WritesWhatHiredisWrites) {
  const std::string large(12345, 'x');
  const std::vector<std::string_view> arguments{"SET", "", "a\0\r\n\xff"sv, large};
  CommandBatch batch;
  batch.Add(arguments);
  EXPECT_EQ(batch.bytes(), FormatByHiredis(arguments));
}

TEST(CommandBatch, WritesManyArgumentsAsHiredisDoes) {
  std::vector<std::string_view> arguments(2001, "argument");
  CommandBatch batch;
  batch.Begin(arguments.size());
  for (const auto argument : arguments) batch.Argument(argument);
  EXPECT_EQ(batch.bytes(), FormatByHiredis(arguments));
  EXPECT_EQ(batch.size(), 1u);
}

TEST(CommandBatch, PutsItsCommandsOneAfterTheOther) {
  CommandBatch batch;
  batch.Add({"PING"});
  batch.Add({"GET", "k"});
  EXPECT_EQ(batch.bytes(), FormatByHiredis({"PING"}) + FormatByHiredis({"GET", "k"}));
  EXPECT_EQ(batch.size(), 2u);
}

TEST(CommandBatch, IsEmptyAfterClear) {
  CommandBatch batch;
  batch.Add({"PING"});
  batch.Clear();
  EXPECT_EQ(batch.size(), 0u);
  EXPECT_EQ(batch.bytes(), "");
}

TEST(CommandBatch, TakesBulkStringsAsTheyAre) {
  const std::string bulks = "$1\r\na\r\n$2\r\nbc\r\n";
  CommandBatch batch;
  batch.Begin(4);
  batch.Argument("SADD");
  batch.Argument("k");
  batch.BulkArguments(bulks);
  EXPECT_EQ(batch.bytes(), FormatByHiredis({"SADD", "k", "a", "bc"}));
}

TEST(CommandBatch, DoesNotCopyLongBulkStrings) {
  const std::string long_argument(5000, 'x');
  const std::string bulk = "$5000\r\n" + long_argument + "\r\n";
  CommandBatch batch;
  batch.Begin(2);
  batch.Argument("ECHO");
  batch.BulkArguments(bulk);
  batch.Add({"PING"});
  std::vector<std::string_view> pieces;
  batch.ForEachPiece([&](std::string_view piece) { pieces.push_back(piece); });
  ASSERT_EQ(pieces.size(), 3u);
  EXPECT_EQ(pieces[1].data(), bulk.data());
  EXPECT_EQ(batch.bytes(),
            FormatByHiredis({"ECHO", long_argument}) + FormatByHiredis({"PING"}));
}

TEST(CommandBatch, TakesCommandsThatAreEncodedAlready) {
  CommandBatch batch;
  batch.Encoded(FormatByHiredis({"PING"}) + FormatByHiredis({"GET", "k"}), 2);
  batch.Encoded("*2\r\n$3\r\nDEL\r\n", 1);
  batch.Argument("x");
  EXPECT_EQ(batch.bytes(), FormatByHiredis({"PING"}) + FormatByHiredis({"GET", "k"}) +
                               FormatByHiredis({"DEL", "x"}));
  EXPECT_EQ(batch.size(), 3u);
}

TEST(CommandBatch, JoinsAnArgumentsPieces) {
  CommandBatch batch;
  batch.Begin(2);
  batch.Argument("GET");
  const CommandBatch::Piece pieces[] = {{"cart:"}, {"17"}, {""}, {":x", true}};
  batch.Argument(pieces);
  EXPECT_EQ(batch.bytes(), FormatByHiredis({"GET", "cart:17:x"}));
}

TEST(CommandBatch, CopiesLongPiecesUnlessTheyLast) {
  const std::string text(5000, 'x');
  CommandBatch batch;
  batch.Begin(3);
  batch.Argument("SET");
  batch.Argument(std::vector<CommandBatch::Piece>{{"k"}, {text, false}});
  batch.Argument(std::vector<CommandBatch::Piece>{{"a"}, {text, true}, {"b"}});
  std::vector<std::string_view> pieces;
  batch.ForEachPiece([&](std::string_view piece) { pieces.push_back(piece); });
  ASSERT_EQ(pieces.size(), 3u);
  EXPECT_EQ(pieces[1].data(), text.data());
  EXPECT_EQ(batch.bytes(), FormatByHiredis({"SET", "k" + text, "a" + text + "b"}));
  EXPECT_EQ(batch.byte_count(), batch.bytes().size());
}

TEST(CommandBatch, ForgetsLongBulkStringsWhenCleared) {
  const std::string bulk = "$5000\r\n" + std::string(5000, 'x') + "\r\n";
  CommandBatch batch;
  batch.BulkArguments(bulk);
  batch.Clear();
  batch.Add({"PING"});
  EXPECT_EQ(batch.bytes(), FormatByHiredis({"PING"}));
}

}  // namespace
}  // namespace redline::redis
