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

}  // namespace
}  // namespace redline::redis
