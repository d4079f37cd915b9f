#include "reporting/text/live_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "base/text/text_lines.h"
#include "reporting/text/live_report.h"
#include "tests/reporting/sample_results.h"
#include "tests/reporting/terminal_emulator.h"

namespace redline::reporting {
namespace {

using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using testing::TerminalEmulator;

std::vector<StyledLine> Lines(const std::string& text) {
  std::vector<StyledLine> lines;
  for (const std::string_view line : LinesOf(text)) {
    lines.push_back({.text = std::string(line)});
  }
  return lines;
}

constexpr LiveView::TimePoint kStart{};
constexpr TerminalSize kSize{.columns = 10, .rows = 5};

TEST(LiveView, DrawsTheTextFromWhereTheCursorStands) {
  TerminalEmulator terminal(kSize);
  LiveView view(5);
  terminal.Write("$ run\r\n");
  terminal.Write(view.Frame(Lines("one\ntwo\n"), kSize, kStart));
  EXPECT_THAT(terminal.Screen(), ElementsAre("$ run", "one", "two"));
  EXPECT_FALSE(terminal.cursor_visible());
}

TEST(LiveView, OverwritesTheFrameBefore) {
  TerminalEmulator terminal(kSize);
  LiveView view(5);
  terminal.Write("$ run\r\n");
  terminal.Write(view.Frame(Lines("a longer\nframe of\nthree\n"), kSize, kStart));
  terminal.Write(view.Frame(Lines("short\n\n"), kSize, kStart));
  EXPECT_THAT(terminal.Screen(), ElementsAre("$ run", "short"));
  terminal.Write(view.Frame(Lines("1\n2\n3\n"), kSize, kStart));
  EXPECT_THAT(terminal.Screen(), ElementsAre("$ run", "1", "2", "3"));
}

TEST(LiveView, IsDrawnAnewBelowWhatOthersHaveWritten) {
  TerminalEmulator terminal(kSize);
  LiveView view(5);
  terminal.Write(view.Frame(Lines("one\n"), kSize, kStart));
  EXPECT_FALSE(view.Due(kStart));
  // The shell, which shows the cursor again.
  terminal.Write("\x1b[?25h$ fg\r\n");
  view.Forget();
  EXPECT_TRUE(view.Due(kStart));
  terminal.Write(view.Frame(Lines("two\n"), kSize, kStart));
  EXPECT_THAT(terminal.Screen(), ElementsAre("one", "$ fg", "two"));
  EXPECT_FALSE(terminal.cursor_visible());
  terminal.Write(view.Finish(kSize));
  EXPECT_THAT(terminal.Screen(), ElementsAre("one", "$ fg"));
  EXPECT_TRUE(terminal.cursor_visible());
}

TEST(LiveView, StaysInPlaceAtTheBottomOfTheScreen) {
  TerminalEmulator terminal(kSize);
  LiveView view(5);
  terminal.Write("1\r\n2\r\n3\r\n4\r\n");
  terminal.Write(view.Frame(Lines("a\nb\n"), kSize, kStart));
  const std::size_t scrolled = terminal.scrolled();
  terminal.Write(view.Frame(Lines("c\nd\n"), kSize, kStart));
  EXPECT_THAT(terminal.Screen(), ElementsAre("3", "4", "c", "d"));
  EXPECT_EQ(terminal.scrolled(), scrolled);
}

TEST(LiveView, CutsLinesAtTheRightEdgeInsteadOfWrapping) {
  TerminalEmulator terminal(kSize);
  LiveView view(5);
  terminal.Write(
      view.Frame(Lines("┌────────┐\n┌─────────────┐\n┌───────┐\n"), kSize, kStart));
  EXPECT_THAT(terminal.Screen(), ElementsAre("┌────────┐", "┌─────────", "┌───────┐"));
  EXPECT_FALSE(terminal.wrapped());
}

TEST(LiveView, KeepsTheFirstLinesAndCountsTheHiddenOnes) {
  constexpr TerminalSize kWide{.columns = 60, .rows = 4};
  TerminalEmulator terminal(kWide);
  LiveView view(5);
  for (int i = 0; i < 3; ++i) {
    terminal.Write(view.Frame(Lines("1\n2\n3\n4\n5\n"), kWide, kStart));
    EXPECT_THAT(terminal.Screen(),
                ElementsAre("1", "2", "... 3 more lines: the terminal is too low"));
  }
  EXPECT_EQ(terminal.scrolled(), 0u);
}

TEST(LiveView, NeverScrollsNorWrapsWhateverTheSize) {
  const std::vector<StyledLine> report =
      LiveReport(testing::RunningRun(28), "[████░░░░] 50 % · measuring · 30 s left");
  for (std::size_t rows = 1; rows < 60; ++rows) {
    for (const std::size_t columns : {1u, 2u, 40u, 80u, 250u}) {
      const TerminalSize size{columns, rows};
      TerminalEmulator terminal(size);
      LiveView view(5);
      terminal.Write(view.Frame(report, size, kStart));
      terminal.Write(view.Frame(report, size, kStart));
      EXPECT_EQ(terminal.scrolled(), 0u) << rows << " rows";
      EXPECT_FALSE(terminal.wrapped()) << columns << " columns";
    }
  }
}

TEST(LiveView, IsRightAfterAnyResize) {
  for (const bool rewrap : {false, true}) {
    for (const TerminalSize resized : {TerminalSize{7, 5}, TerminalSize{20, 5},
                                       TerminalSize{10, 3}, TerminalSize{10, 9}}) {
      TerminalEmulator terminal(kSize);
      LiveView view(5);
      terminal.Write("$ run\r\n");
      terminal.Write(view.Frame(Lines("0123456789\nabcdefghij\n"), kSize, kStart));
      terminal.Resize(resized, rewrap);
      terminal.Write(view.Frame(Lines("one\ntwo\n"), resized, kStart));
      EXPECT_THAT(terminal.Screen(), ElementsAre("one", "two"));
      terminal.Write(view.Frame(Lines("three\n"), resized, kStart));
      EXPECT_THAT(terminal.Screen(), ElementsAre("three"));
      terminal.Resize(kSize, rewrap);
      terminal.Write(view.Finish(kSize));
      EXPECT_THAT(terminal.Screen(), IsEmpty());
    }
  }
}

TEST(LiveView, FinishRemovesTheFrameAndShowsTheCursor) {
  TerminalEmulator terminal(kSize);
  LiveView view(5);
  terminal.Write("$ run\r\n");
  terminal.Write(view.Frame(Lines("one\ntwo\n"), kSize, kStart));
  terminal.Write(view.Finish(kSize));
  terminal.Write("final\r\n");
  EXPECT_THAT(terminal.Screen(), ElementsAre("$ run", "final"));
  EXPECT_TRUE(terminal.cursor_visible());
}

TEST(LiveView, FinishWithoutAFrameWritesNothing) {
  LiveView view(5);
  EXPECT_EQ(view.Finish(kSize), "");
  view.Frame(Lines("x\n"), kSize, kStart);
  view.Finish(kSize);
  EXPECT_EQ(view.Finish(kSize), "");
}

TEST(LiveView, DrawsAnewBelowWhatWasWrittenAfterFinish) {
  TerminalEmulator terminal(kSize);
  LiveView view(5);
  terminal.Write(view.Frame(Lines("one\n"), kSize, kStart));
  terminal.Write(view.Finish(kSize));
  terminal.Write("a log line\r\n");
  terminal.Write(view.Frame(Lines("two\n"), kSize, kStart));
  EXPECT_THAT(terminal.Screen(), ElementsAre("a log line", "two"));
  EXPECT_FALSE(terminal.cursor_visible());
}

TEST(LiveView, TakesA80By24TerminalWhereTheSizeIsUnknown) {
  TerminalEmulator terminal({.columns = 80, .rows = 24});
  LiveView view(5);
  terminal.Write(view.Frame(Lines(std::string(100, 'x') + "\n"), {0, 0}, kStart));
  EXPECT_THAT(terminal.Screen(), ElementsAre(SizeIs(80)));
  EXPECT_FALSE(terminal.wrapped());
}

TEST(LiveView, LetsNoControlCharacterThrough) {
  TerminalEmulator terminal(kSize);
  LiveView view(5);
  terminal.Write(view.Frame(Lines("a\tb\x1b[9Bc\r\n"), kSize, kStart));
  EXPECT_THAT(terminal.Screen(), ElementsAre("a b [9Bc"));
}

TEST(LiveView, PaintsALineAfterItHasBeenCut) {
  LiveView view(5, Style::Colored());
  const std::vector<StyledLine> lines = {
      {.text = "a heading of 15", .role = Role::kHeading}, {.text = "plain"}};
  const std::string frame = view.Frame(lines, kSize, kStart);
  EXPECT_THAT(frame, HasSubstr("\x1b[1ma heading \x1b[0m\r\nplain\x1b[K\r\n"));
  TerminalEmulator terminal(kSize);
  terminal.Write(frame);
  EXPECT_THAT(terminal.Screen(), ElementsAre("a heading", "plain"));
  EXPECT_FALSE(terminal.wrapped());
}

TEST(LiveView, IsDueAtMostAsOftenAsAsked) {
  LiveView view(5);
  EXPECT_TRUE(view.Due(kStart));
  view.Frame(Lines("x\n"), kSize, kStart);
  EXPECT_FALSE(view.Due(kStart));
  EXPECT_FALSE(view.Due(kStart + milliseconds(199)));
  EXPECT_TRUE(view.Due(kStart + milliseconds(200)));
}

TEST(LiveView, AcceptsRatesFarFromOne) {
  LiveView seldom(1e-300);
  LiveView often(1e300);
  seldom.Frame(Lines("x\n"), kSize, kStart);
  often.Frame(Lines("x\n"), kSize, kStart);
  EXPECT_FALSE(seldom.Due(kStart + std::chrono::hours(1)));
  EXPECT_TRUE(often.Due(kStart));
}

}  // namespace
}  // namespace redline::reporting
