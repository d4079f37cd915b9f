#include "shm/fixed_string.h"

#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <type_traits>

namespace redline::shm {
namespace {

static_assert(std::is_trivially_copyable_v<FixedString<8>>);
static_assert(sizeof(FixedString<8>) == 8);
static_assert(FixedString<8>::kMaxLength == 7);

TEST(FixedString, IsEmptyWhenNew) { EXPECT_EQ(FixedString<8>().view(), ""); }

TEST(FixedString, KeepsATextThatJustFits) {
  FixedString<8> text;
  EXPECT_TRUE(text.Assign("1234567"));
  EXPECT_EQ(text.view(), "1234567");
}

TEST(FixedString, CutsALongerTextAndSaysSo) {
  FixedString<8> text;
  EXPECT_FALSE(text.Assign("12345678"));
  EXPECT_EQ(text.view(), "1234567");
}

TEST(FixedString, CutsBetweenTwoCharacters) {
  FixedString<8> text;
  EXPECT_FALSE(text.Assign("123456\xc3\xa9"));
  EXPECT_EQ(text.view(), "123456");
  EXPECT_FALSE(text.Assign("12345\xf0\x9f\x98\x80"));
  EXPECT_EQ(text.view(), "12345");
}

TEST(FixedString, KeepsALastCharacterThatJustFits) {
  FixedString<8> text;
  EXPECT_FALSE(text.Assign("12345\xc3\xa9 and more"));
  EXPECT_EQ(text.view(), "12345\xc3\xa9");
}

TEST(FixedString, LeavesNothingOfALongerTextBefore) {
  FixedString<8> text;
  text.Assign("secret");
  text.Assign("a");
  EXPECT_EQ(text.view(), "a");
  const std::string bytes(reinterpret_cast<const char*>(&text), sizeof text);
  EXPECT_EQ(bytes, std::string("a\0\0\0\0\0\0\0", 8));
}

TEST(FixedString, EndsAtItsLastByteIfAnotherProcessLeftNoZero) {
  FixedString<8> text;
  std::memset(static_cast<void*>(&text), 'x', sizeof text);
  EXPECT_EQ(text.view(), "xxxxxxxx");
}

TEST(FixedString, TakesAnEmptyViewWithoutData) {
  FixedString<8> text;
  EXPECT_TRUE(text.Assign({}));
  EXPECT_EQ(text.view(), "");
}

}  // namespace
}  // namespace redline::shm
