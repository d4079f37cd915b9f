#include "base/text/number_text.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <limits>

namespace redline::reporting {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(NumberText, WritesCountsInFull) {
  EXPECT_EQ(CountText(0), "0");
  EXPECT_EQ(CountText(203987), "203987");
  EXPECT_EQ(CountText(std::uint64_t{1} << 63), "9223372036854775808");
}

TEST(NumberText, WritesConstantsAsJavaScriptDoes) {
  EXPECT_EQ(ConstantText(1000), "1000");
  EXPECT_EQ(ConstantText(0.5), "0.5");
  EXPECT_EQ(ConstantText(333.3), "333.3");
  EXPECT_EQ(ConstantText(100000), "100000");
  EXPECT_EQ(ConstantText(10'000'000), "10000000");
  EXPECT_EQ(ConstantText(0.1 + 0.2), "0.30000000000000004");
  EXPECT_EQ(ConstantText(0.00001), "0.00001");
  EXPECT_EQ(ConstantText(1e21), "1e+21");
  EXPECT_EQ(ConstantText(-0.0), "0");
}

TEST(NumberText, WritesFiguresLikeTheOriginal) {
  EXPECT_EQ(FigureText(20.2), "20.2");
  EXPECT_EQ(FigureText(8.3), "8.3");
  EXPECT_EQ(FigureText(10.5), "10.5");
  EXPECT_EQ(FigureText(20.134), "20.13");
  EXPECT_EQ(FigureText(20.136), "20.14");
  EXPECT_EQ(FigureText(30.0), "30");
  EXPECT_EQ(FigureText(100.0), "100");
  EXPECT_EQ(FigureText(999.999), "1000");
}

TEST(NumberText, KeepsThreeSignificantDigitsBelowOne) {
  EXPECT_EQ(FigureText(0.0007), "0.0007");
  EXPECT_EQ(FigureText(0.0007123), "0.000712");
  EXPECT_EQ(FigureText(0.123456), "0.123");
  EXPECT_EQ(FigureText(0.1), "0.1");
  EXPECT_EQ(FigureText(0.9999), "1");
  EXPECT_EQ(FigureText(-0.0125), "-0.0125");
  EXPECT_EQ(FigureText(0), "0");
  EXPECT_EQ(FigureText(1e-9), "0");
  EXPECT_EQ(FigureText(-1e-9), "0");
  EXPECT_EQ(FigureText(std::numeric_limits<double>::denorm_min()), "0");
}

TEST(NumberText, WritesLargeFiguresInFull) {
  EXPECT_EQ(FigureText(9223372036854775808.0), "9223372036854775808");
  EXPECT_EQ(FigureText(std::numeric_limits<double>::max()).size(), 309u);
}

TEST(NumberText, WritesADashForAnAbsentOrNotFiniteNumber) {
  EXPECT_EQ(FigureText(std::nullopt), "-");
  EXPECT_EQ(FigureText(std::nan("")), "-");
  EXPECT_EQ(FigureText(kInfinity), "-");
  EXPECT_EQ(ConstantText(-kInfinity), "-");
  EXPECT_EQ(DecimalText(std::nan(""), 3), "-");
  EXPECT_EQ(MillisecondsText(std::nullopt), "-");
  EXPECT_EQ(SecondsText(std::nullopt), "-");
}

TEST(NumberText, WritesWholeSecondsWithoutDecimals) {
  using Seconds = std::chrono::duration<double>;
  EXPECT_EQ(SecondsText(Seconds(301)), "301");
  EXPECT_EQ(SecondsText(Seconds(301.594)), "301.59");
  EXPECT_EQ(SecondsText(Seconds(0.5)), "0.5");
  EXPECT_EQ(SecondsText(Seconds(0.01243)), "0.0124");
  EXPECT_EQ(SecondsText(Seconds(0)), "0");
}

TEST(NumberText, ConvertsToMilliseconds) {
  EXPECT_EQ(MillisecondsText(std::chrono::duration<double, std::micro>(20'134)), "20.13");
}

TEST(BytesText, IsInTheLargestUnitOfWhichThereIsOne) {
  EXPECT_EQ(BytesText(0), "0 bytes");
  EXPECT_EQ(BytesText(1023), "1023 bytes");
  EXPECT_EQ(BytesText(1024), "1 KB");
  EXPECT_EQ(BytesText(1536), "1.5 KB");
  EXPECT_EQ(BytesText(64.0 * (1 << 20)), "64 MB");
  EXPECT_EQ(BytesText(1.254 * (1 << 30)), "1.25 GB");
  EXPECT_EQ(BytesText(3000.0 * (1 << 30)), "2.93 TB");
  EXPECT_EQ(BytesText(1e18), "909495 TB");
}

TEST(BytesText, HasAboutThreeDigits) {
  EXPECT_EQ(BytesText(12.34 * 1024), "12.3 KB");
  EXPECT_EQ(BytesText(123.4 * 1024), "123 KB");
  EXPECT_EQ(BytesText(1023.4 * 1024), "1023 KB");
  EXPECT_EQ(BytesText(1023.6 * 1024), "1 MB");
}

TEST(Plural, IsOfOneOnlyWithoutAnS) {
  EXPECT_EQ(Plural(0, "worker"), "0 workers");
  EXPECT_EQ(Plural(1, "worker"), "1 worker");
  EXPECT_EQ(Plural(2, "worker"), "2 workers");
}

}  // namespace
}  // namespace redline::reporting
