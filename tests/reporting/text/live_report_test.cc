#include "reporting/text/live_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "base/text/display_text.h"
#include "reporting/text/live_view.h"
#include "reporting/text/progress.h"
#include "tests/reporting/golden.h"
#include "tests/reporting/sample_results.h"
#include "tests/reporting/terminal_emulator.h"

namespace redline::reporting {
namespace {

using testing::EmptyRun;
using testing::ExpectGolden;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;
using testing::RunningRun;
using testing::StagedRun;
using testing::TerminalEmulator;

std::string BarFor(std::size_t width) {
  return ProgressBar({RunPhase::kMeasuring, Seconds(120.25), Seconds(240)},
                     std::min<std::size_t>(width, 80));
}

std::string TextOf(const std::vector<StyledLine>& lines) {
  std::string text;
  for (const StyledLine& line : lines) text += line.text + "\n";
  return text;
}

std::string ReportFor(const Result& result, TerminalSize size) {
  return TextOf(LiveReport(result, BarFor(size.columns), size));
}

// A run with the longest sentence that a bottleneck has.
Result BusyRun() {
  Result result = RunningRun(28);
  result.bottleneck = Bottleneck{
      .kind = Bottleneck::Kind::kMachineCpu,
      .sentence =
          "The machine's CPUs were exhausted: its 2 cores were 100 % used (of one core: "
          "Redis' main thread 70 %, the 28 workers 4 % each, the supervisor 9 %, all "
          "others 9 %); Redis runs beside the workers. More workers on this machine will "
          "not help: use one with more cores, or a Redis elsewhere."};
  return result;
}

// The lines that begin with `beginning`.
std::vector<StyledLine> LinesLike(const std::vector<StyledLine>& lines,
                                  std::string_view beginning) {
  std::vector<StyledLine> found;
  for (const StyledLine& line : lines) {
    if (line.text.starts_with(beginning)) found.push_back(line);
  }
  return found;
}

TEST(LiveReport, BeginsWithWhatIsMostImportant) {
  ExpectGolden("live_28_workers", TextOf(LiveReport(BusyRun(), BarFor(80))));
}

TEST(LiveReport, LeavesConstantsBesideStatsOnALowTerminal) {
  ExpectGolden("live_28_workers_240x45", ReportFor(BusyRun(), {240, 45}));
}

TEST(LiveReport, SplitsTablesOnANarrowTerminal) {
  ExpectGolden("live_28_workers_120x58", ReportFor(BusyRun(), {120, 58}));
}

TEST(LiveReport, HasRoomForTrendsBottleneckAndWorstWorkersOnTheUsualTerminal) {
  const std::string text = ReportFor(BusyRun(), {80, 24});
  ExpectGolden("live_28_workers_80x24", text);
  EXPECT_THAT(text, HasSubstr("response p99"));
  EXPECT_THAT(text, HasSubstr("a Redis elsewhere."));
  EXPECT_THAT(text, HasSubstr("Worst workers, 5 of 28"));
}

// In its first stage.
Result RampingRun() {
  Result result = StagedRun(28);
  result.phase = RunPhase::kMeasuring;
  result.messaging.uptime = Seconds(1);
  result.verdict.reset();
  return result;
}

TEST(LiveReport, SaysWhichStageGoesOn) {
  const std::string line = "\nstage 1 of 4 · 0 → 1000 tasks/s, now 250 · 3 s left\n";
  EXPECT_THAT(TextOf(LiveReport(RampingRun(), BarFor(80))), HasSubstr(line));
  EXPECT_THAT(ReportFor(RampingRun(), {80, 24}), HasSubstr(line));
  EXPECT_THAT(ReportFor(RampingRun(), {80, 24}), HasSubstr("/s in the mean, "));
  EXPECT_THAT(ReportFor(RampingRun(), {60, 5}), HasSubstr(line));
  EXPECT_THAT(ReportFor(RampingRun(), {80, 3}), Not(HasSubstr("stage 1")));
}

TEST(LiveReport, SaysWhatItHasNoRoomFor) {
  ExpectGolden("live_28_workers_60x16", ReportFor(BusyRun(), {60, 16}));
  ExpectGolden("live_28_workers_40x10", ReportFor(BusyRun(), {40, 10}));
  EXPECT_EQ(ReportFor(BusyRun(), {20, 5}),
            "50 % · measuring\n"
            "worst backlog 3 of\n"
            "100 (worker 3)\n"
            "... no room\n");
}

TEST(LiveReport, FitsEveryTerminalWhateverIsKnown) {
  Result starting = EmptyRun(28);
  Result alarmed = BusyRun();
  alarmed.constants.max_workers_display = 28;
  alarmed.messaging.tasks_sent = ~std::uint64_t{0};
  for (const Result& result : {starting, RunningRun(1), RunningRun(500), BusyRun(),
                               alarmed, EmptyRun(0), RampingRun()}) {
    for (std::size_t columns = 1; columns <= 250; columns += columns < 20 ? 1 : 11) {
      for (std::size_t rows = 2; rows <= 100; rows += rows < 16 ? 1 : 7) {
        const TerminalSize size{columns, rows};
        const std::vector<StyledLine> lines = LiveReport(result, BarFor(columns), size);
        ASSERT_LT(lines.size(), rows) << columns << " × " << rows;
        for (const StyledLine& line : lines) {
          ASSERT_LE(DisplayWidth(line.text), columns) << line.text;
        }
      }
    }
  }
}

TEST(LiveReport, LosesLinesOnlyWithANoteWhenTheTerminalGetsLower) {
  const auto texts = [](TerminalSize size) {
    std::vector<std::string> lines;
    for (const StyledLine& line : LiveReport(BusyRun(), BarFor(80), size)) {
      if (!line.text.starts_with("...")) lines.push_back(line.text);
    }
    return lines;
  };
  EXPECT_THAT(texts({80, 24}), IsSupersetOf(texts({80, 9})));
  EXPECT_THAT(texts({80, 9}), IsSupersetOf(texts({80, 5})));
  EXPECT_THAT(ReportFor(BusyRun(), {80, 9}), HasSubstr("... no room for 5 parts\n"));
}

TEST(LiveReport, OnATerminalNeitherWrapsNorScrollsThroughAnyResize) {
  const Result result = BusyRun();
  for (const bool rewrap : {false, true}) {
    TerminalEmulator terminal({80, 24});
    LiveView view(5, Style::Colored());
    for (const std::size_t columns : {80u, 60u, 40u, 20u, 100u, 80u}) {
      for (const std::size_t rows : {24u, 10u, 5u, 30u}) {
        const TerminalSize size{columns, rows};
        terminal.Resize(size, rewrap);
        for (int frame = 0; frame < 2; ++frame) {
          const auto lines = LiveReport(result, BarFor(columns), size);
          const std::size_t scrolled = terminal.scrolled();
          terminal.Write(view.Frame(lines, size, {}));
          std::vector<std::string> shown;
          shown.reserve(lines.size());
          for (const StyledLine& line : lines) shown.push_back(line.text);
          EXPECT_EQ(terminal.Screen(), shown) << columns << " × " << rows;
          EXPECT_EQ(terminal.scrolled(), scrolled);
          EXPECT_FALSE(terminal.wrapped());
        }
      }
    }
  }
}

TEST(Trends, ShowRateBacklogAndResponseWithoutTheDrain) {
  const auto lines = LiveReport(RunningRun(4), BarFor(60), TerminalSize{60, 60});
  // Second 7 stands still, second 8 makes up for it.
  EXPECT_EQ(LinesLike(lines, "completed")[0].text,
            "completed     ▅▅▅▅▅▅▁█▅▅▅▅ 1000 tasks/s, highest 1996");
  EXPECT_EQ(LinesLike(lines, "worst backlog ▁")[0].text,
            "worst backlog ▁▁▁▁▁▁█▁▁▁▁▁ 0 tasks, highest 40");
  EXPECT_EQ(LinesLike(lines, "response p99")[0].text,
            "response p99  ▁▁▁▁▁▁ █▁▁▁▁ 9 ms, highest 1260");
}

TEST(Trends, LeaveTheHighestOutAndShareCellsOnANarrowTerminal) {
  const auto lines = LiveReport(RunningRun(4), BarFor(36), TerminalSize{36, 60});
  EXPECT_EQ(LinesLike(lines, "worst backlog ▁")[0].text, "worst backlog ▁▁▁█▁▁ 0 tasks");
}

TEST(Trends, ShowADashWhereTheLastSecondHasNoValue) {
  Result result = RunningRun(1);
  result.series.points.resize(7);
  const auto lines = LiveReport(result, BarFor(80));
  EXPECT_EQ(LinesLike(lines, "response p99")[0].text,
            "response p99  ▆▇▇███  - ms, highest 6.75");
}

TEST(Trends, AreNotThereBeforeTheFirstPoint) {
  Result result = RunningRun(1);
  result.series.points.clear();
  EXPECT_THAT(LinesLike(LiveReport(result, BarFor(80)), "completed"), IsEmpty());
}

TEST(WorstBacklog, IsPaintedFrom80PercentOfTheLimitOn) {
  Result result = RunningRun(2);
  result.workers[1].backlog = 79;
  result.series.points.pop_back();
  result.series.points.back().worst_backlog = 79;
  auto lines = LiveReport(result, BarFor(80));
  EXPECT_EQ(LinesLike(lines, "worst backlog 79 of 100")[0].role, std::nullopt);
  EXPECT_EQ(LinesLike(lines, "worst backlog ▁")[0].role, std::nullopt);
  result.workers[1].backlog = 80;
  result.series.points.back().worst_backlog = 80;
  lines = LiveReport(result, BarFor(80));
  EXPECT_EQ(LinesLike(lines, "worst backlog 80 of 100")[0].role, Role::kBad);
  EXPECT_EQ(LinesLike(lines, "worst backlog ▁")[0].role, Role::kBad);
}

TEST(Bottleneck, IsOnlyShownWhereThereIsOne) {
  EXPECT_THAT(LinesLike(LiveReport(RunningRun(2), BarFor(80)), "bottleneck"), IsEmpty());
}

TEST(Bottleneck, HasNoControlCharacter) {
  Result result = RunningRun(2);
  result.bottleneck = Bottleneck{.sentence = "Redis\n\x1b[2Jwas slow."};
  EXPECT_THAT(TextOf(LiveReport(result, BarFor(80))),
              HasSubstr("\nbottleneck so far: Redis  [2Jwas slow.\n"));
}

TEST(LiveReport, HasTitlesAsHeadingsAndNoEscapeSequence) {
  const auto lines = LiveReport(BusyRun(), BarFor(80));
  for (const char* title : {"Constants", "Messaging Stats:", "Worker Vitals"}) {
    ASSERT_EQ(LinesLike(lines, title).size(), 1u) << title;
    EXPECT_EQ(LinesLike(lines, title)[0].role, Role::kHeading);
  }
  EXPECT_THAT(TextOf(lines), Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace redline::reporting
