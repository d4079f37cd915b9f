#include "runner/display/color_mode.h"

#include <gtest/gtest.h>

namespace redline::runner {
namespace {

TEST(ColorMode, IsParsedFromItsName) {
  for (const ColorModeRow& row : kColorModes) {
    EXPECT_EQ(ParseColorMode(row.name), row.value);
  }
  EXPECT_EQ(ParseColorMode("never"), ColorMode::kNever);
  EXPECT_EQ(ParseColorMode("yes"), std::nullopt);
  EXPECT_EQ(ParseColorMode(""), std::nullopt);
}

TEST(IsColored, OnATerminalByDefault) {
  EXPECT_TRUE(IsColored(ColorMode::kAuto, true, std::nullopt));
  EXPECT_FALSE(IsColored(ColorMode::kAuto, false, std::nullopt));
}

TEST(IsColored, NotWhereNoColorIsSetToAnything) {
  EXPECT_FALSE(IsColored(ColorMode::kAuto, true, "1"));
  EXPECT_FALSE(IsColored(ColorMode::kAuto, true, "0"));
  EXPECT_TRUE(IsColored(ColorMode::kAuto, true, ""));
}

TEST(IsColored, AlwaysOrNeverWhateverTheOutputIsAndNoColorSays) {
  EXPECT_TRUE(IsColored(ColorMode::kAlways, false, "1"));
  EXPECT_FALSE(IsColored(ColorMode::kNever, true, std::nullopt));
}

}  // namespace
}  // namespace redline::runner
