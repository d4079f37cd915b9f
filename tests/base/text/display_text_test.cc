#include "base/text/display_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace redline::reporting {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

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
  EXPECT_EQ(ToPrintable("a\u202E\u2066\u200F\u2029b"), "a    b");
}

TEST(WrapToWidth, BreaksAtBlanks) {
  EXPECT_THAT(WrapToWidth("one two three four", 9),
              ElementsAre("one two", "three", "four"));
  EXPECT_THAT(WrapToWidth("one two", 7), ElementsAre("one two"));
  EXPECT_THAT(WrapToWidth("one two", 3), ElementsAre("one", "two"));
  EXPECT_THAT(WrapToWidth("", 7), IsEmpty());
}

TEST(WrapToWidth, BreaksWordsThatAreLongerThanALine) {
  EXPECT_THAT(WrapToWidth("a 0123456789 b", 4), ElementsAre("a", "0123", "4567", "89 b"));
  EXPECT_THAT(WrapToWidth("µµµµµ", 2), ElementsAre("µµ", "µµ", "µ"));
}

TEST(WrapToWidth, LosesNothingButBlanks) {
  const std::string text = "The machine's 2 cores were 100 % used: 日本語 to do.";
  for (std::size_t width = 2; width < 60; ++width) {
    std::string joined;
    for (const std::string_view line : WrapToWidth(text, width)) {
      EXPECT_LE(DisplayWidth(line), width);
      joined += line;
    }
    std::erase(joined, ' ');
    std::string expected = text;
    std::erase(expected, ' ');
    EXPECT_EQ(joined, expected);
  }
}

TEST(ToPrintableLines, KeepsLinesAndColours) {
  EXPECT_EQ(ToPrintableLines("\x1b[1;31ma\x1b[0m\n\nb\n"), "\x1b[1;31ma\x1b[0m\n\nb\n");
  EXPECT_EQ(ToPrintableLines(""), "");
}

TEST(ToPrintableLines, KeepsNoOtherSequence) {
  EXPECT_EQ(ToPrintableLines("a\x1b[2Jb\x1b[1\x1b\n\x1b[?25l\x1b"),
            "a [2Jb [1 \n [?25l ");
  EXPECT_EQ(ToPrintableLines("a\tb\r\n\x07\xFF"), "a b \n \uFFFD");
}

}  // namespace
}  // namespace redline::reporting
