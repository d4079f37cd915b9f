#include "worker/task/payload.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <set>
#include <string>

#include "base/split_mix.h"

namespace redline::worker {
namespace {

class Payload : public ::testing::Test {
 protected:
  std::string Text(std::size_t size) {
    return std::string(PrintableText(size, random_, buffer_));
  }
  std::string Bytes(std::size_t size) {
    return std::string(RandomBytes(size, random_, buffer_));
  }
  std::string Hex(std::size_t size) {
    return std::string(HexDigits(size, random_, buffer_));
  }

 private:
  SplitMix random_{1};
  std::string buffer_;
};

TEST_F(Payload, HasTheSizeThatWasAskedFor) {
  for (const std::size_t size : {0U, 1U, 63U, 64U, 5120U, 65536U, 1'000'000U}) {
    EXPECT_EQ(Text(size).size(), size);
    EXPECT_EQ(Bytes(size).size(), size);
    EXPECT_EQ(Hex(size).size(), size);
  }
}

TEST_F(Payload, IsOfItsAlphabetOnly) {
  for (const std::size_t size : {50U, 100'000U}) {
    const std::string text = Text(size);
    for (const char c : text) ASSERT_TRUE(c >= ' ' && c <= '~');
    EXPECT_EQ(Hex(size).find_first_not_of("0123456789abcdef"), std::string::npos);
  }
  const std::string text = Text(100'000);
  EXPECT_EQ(std::set<char>(text.begin(), text.end()).size(), 64U);
  const std::string bytes = Bytes(100'000);
  EXPECT_EQ(std::set<char>(bytes.begin(), bytes.end()).size(), 256U);
  const std::string hex = Hex(1000);
  EXPECT_EQ(std::set<char>(hex.begin(), hex.end()).size(), 16U);
}

TEST_F(Payload, DoesNotComeTwiceWhereItIsShort) {
  std::set<std::string> seen;
  for (int i = 0; i < 10'000; ++i) {
    seen.insert(Hex(16));
    seen.insert(Text(12));
    seen.insert(Bytes(9));
  }
  EXPECT_EQ(seen.size(), 30'000U);
}

TEST_F(Payload, DiffersWhereItIsLong) {
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) seen.insert(Text(5000));
  EXPECT_GT(seen.size(), 97U);
}

TEST_F(Payload, RepeatsThePoolWhereItIsLongerStill) {
  const std::string text = Text(200'000);
  EXPECT_EQ(text.substr(0, 1000), text.substr(64 * 1024, 1000));
  EXPECT_NE(text.substr(0, 1000), text.substr(1000, 1000));
}

TEST_F(Payload, StaysInThePoolWhileOthersAreDrawn) {
  SplitMix random(1);
  std::string buffer;
  const auto drawn = PrintableText(100, random, buffer);
  const std::string copy(drawn);
  PrintableText(5'000'000, random, buffer);
  PrintableText(10, random, buffer);
  EXPECT_EQ(drawn, copy);
}

}  // namespace
}  // namespace redline::worker
