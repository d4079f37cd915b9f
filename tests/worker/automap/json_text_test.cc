#include "worker/automap/json_text.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

namespace redline::automap {
namespace {

std::string String(std::string_view text) {
  std::string out;
  AppendJsonString(out, text);
  return out;
}

std::string Number(double number) {
  std::string out;
  AppendJsonNumber(out, number);
  return out;
}

// The expected texts are those of JSON.stringify in Node.js.

TEST(JsonString, EscapesQuotesAndBackslashes) {
  EXPECT_EQ(String(R"(a"b\c)"), R"("a\"b\\c")");
}

TEST(JsonString, EscapesControlCharactersInLowerCase) {
  EXPECT_EQ(String({"\0\x01\b\t\n\x0b\f\r\x1f", 9}),
            R"("\u0000\u0001\b\t\n\u000b\f\r\u001f")");
}

TEST(JsonString, KeepsAllOtherCharacters) {
  EXPECT_EQ(String("/ \x7f ä 中 😀 \xe2\x80\xa8"), "\"/ \x7f ä 中 😀 \xe2\x80\xa8\"");
}

TEST(JsonString, EscapesTextsLongerThanAnyBuffer) {
  std::string text;
  std::string expected;
  for (int i = 0; i < 5000; ++i) {
    text += "u\"x\x01";
    expected += "u\\\"x\\u0001";
  }
  EXPECT_EQ(String(text), "\"" + expected + "\"");
}

TEST(JsonNumber, WritesWholeNumbersWithoutAPoint) {
  EXPECT_EQ(Number(0), "0");
  EXPECT_EQ(Number(-0.0), "0");
  EXPECT_EQ(Number(100), "100");
  EXPECT_EQ(Number(-7), "-7");
  EXPECT_EQ(Number(123456789012345680000.0), "123456789012345680000");
}

TEST(JsonNumber, WritesFractionsInTheirShortestForm) {
  EXPECT_EQ(Number(0.25), "0.25");
  EXPECT_EQ(Number(0.1), "0.1");
  EXPECT_EQ(Number(-1234.5678), "-1234.5678");
  EXPECT_EQ(Number(0.000001), "0.000001");
  EXPECT_EQ(Number(5e-324), "5e-324");
}

TEST(JsonNumber, WritesAnExponentWhereJavaScriptDoes) {
  EXPECT_EQ(Number(1e21), "1e+21");
  EXPECT_EQ(Number(1.5e300), "1.5e+300");
  EXPECT_EQ(Number(1e-7), "1e-7");
  EXPECT_EQ(Number(-1.25e-9), "-1.25e-9");
  EXPECT_EQ(Number(1.7976931348623157e308), "1.7976931348623157e+308");
}

TEST(JsonNumber, WritesNullForWhatIsNotFinite) {
  EXPECT_EQ(Number(std::nan("")), "null");
  EXPECT_EQ(Number(-std::numeric_limits<double>::infinity()), "null");
}

}  // namespace
}  // namespace redline::automap
