#include "reporting/display_text.h"

#include <gtest/gtest.h>

namespace redline::reporting {
namespace {

TEST(DisplayText, MeasuresCellsAndNotBytes) {
  EXPECT_EQ(DisplayWidth(""), 0u);
  EXPECT_EQ(DisplayWidth("pid"), 3u);
  EXPECT_EQ(DisplayWidth("│─┐"), 3u);
  EXPECT_EQ(DisplayWidth("12 µs"), 5u);
  EXPECT_EQ(DisplayWidth("█░"), 2u);
}

TEST(DisplayText, CountsWideCharactersTwiceAndCombiningMarksNot) {
  EXPECT_EQ(DisplayWidth("漢字"), 4u);
  EXPECT_EQ(DisplayWidth("🚀"), 2u);
  EXPECT_EQ(DisplayWidth("e\u0301"), 1u);
}

TEST(DisplayText, CountsAnInvalidByteAsOneCell) {
  EXPECT_EQ(DisplayWidth("a\xFF\xC3"), 3u);
}

TEST(DisplayText, CutsBetweenCharacters) {
  EXPECT_EQ(CutToWidth("┌──┐", 3), "┌──");
  EXPECT_EQ(CutToWidth("┌──┐", 4), "┌──┐");
  EXPECT_EQ(CutToWidth("┌──┐", 0), "");
  EXPECT_EQ(CutToWidth("a漢", 2), "a");
  EXPECT_EQ(CutToWidth("e\u0301x", 1), "e\u0301");
}

TEST(DisplayText, ReplacesWhatIsNotUtf8AndNothingElse) {
  EXPECT_EQ(ToValidUtf8("µ 漢 🚀\n"), "µ 漢 🚀\n");
  EXPECT_EQ(ToValidUtf8("a\xFF z"), "a\uFFFD z");
  EXPECT_EQ(ToValidUtf8("cut \xE2\x94"), "cut \uFFFD\uFFFD");
  EXPECT_EQ(ToValidUtf8("\xC0\xAF"), "\uFFFD\uFFFD") << "overlong";
  EXPECT_EQ(ToValidUtf8("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD") << "surrogate";
  EXPECT_EQ(ToValidUtf8("\xF4\x90\x80\x80"), "\uFFFD\uFFFD\uFFFD\uFFFD");
}

TEST(DisplayText, PrintableTextCannotMoveTheCursor) {
  EXPECT_EQ(ToPrintable("a\nb\x1b[2Jc\x7F"), "a b [2Jc ");
  EXPECT_EQ(ToPrintable("\u0085\xFF"), " \uFFFD");
}

}  // namespace
}  // namespace redline::reporting
