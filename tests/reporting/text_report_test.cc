#include "reporting/text_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <set>

#include "reporting/display_text.h"
#include "reporting/progress.h"
#include "reporting/report_blocks.h"
#include "reporting/text_lines.h"
#include "tests/reporting/golden.h"
#include "tests/reporting/sample_results.h"

namespace redline::reporting {
namespace {

using testing::DoubtfulPreflight;
using testing::EmptyRun;
using ::testing::EndsWith;
using testing::ExpectGolden;
using testing::FailedRun;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::RunningRun;
using ::testing::StartsWith;
using testing::SuccessfulRun;

std::string BarFor(std::size_t width) {
  return ProgressBar({RunPhase::kMeasuring, Seconds(120.25), Seconds(240)}, width);
}

// The cells of a block's first column, without the header.
std::vector<std::string> FirstColumn(const std::string& block) {
  std::vector<std::string> cells;
  for (const std::string_view line : LinesOf(block)) {
    constexpr std::string_view kLeft = "│ ";
    if (!line.starts_with(kLeft)) continue;
    const std::string_view rest = line.substr(kLeft.size());
    cells.emplace_back(rest.substr(0, rest.find(' ')));
  }
  cells.erase(cells.begin());
  return cells;
}

// Every table's lines are as wide as its first.
void ExpectFramesIntact(const std::string& text) {
  std::size_t width = 0;
  for (const std::string_view line : LinesOf(text)) {
    if (line.starts_with("┌")) width = DisplayWidth(line);
    if (line.starts_with("│") || line.starts_with("├") || line.starts_with("└")) {
      EXPECT_EQ(DisplayWidth(line), width) << line;
    }
  }
}

TEST(FinalReport, ShowsOneWorker) {
  ExpectGolden("final_1_worker", FinalReport(SuccessfulRun(1)));
}

TEST(FinalReport, ShowsAsManyWorkersAsAreDisplayed) {
  ExpectGolden("final_5_workers", FinalReport(SuccessfulRun(5)));
}

TEST(FinalReport, ShowsTheWorstOf28Workers) {
  ExpectGolden("final_28_workers", FinalReport(SuccessfulRun(28)));
}

TEST(FinalReport, ShowsTheWorstOf500Workers) {
  ExpectGolden("final_500_workers", FinalReport(SuccessfulRun(500)));
}

TEST(FinalReport, ShowsDashesWhereNothingWasMeasured) {
  ExpectGolden("final_empty", FinalReport(EmptyRun(2)));
}

TEST(FinalReport, ShowsErrorsWhereThereWereSome) {
  ExpectGolden("final_errors", FinalReport(FailedRun(2)));
}

TEST(FinalReport, ShowsARunWithoutWorkers) {
  ExpectGolden("final_no_workers", FinalReport(EmptyRun(0)));
}

TEST(FinalReport, FitsTheWidthItIsGiven) {
  ExpectGolden("final_28_workers_100_columns", FinalReport(SuccessfulRun(28), 100));
  const std::string narrow = FinalReport(SuccessfulRun(28), 80);
  for (const std::string_view line : LinesOf(narrow)) {
    if (!line.starts_with("All tasks") && !line.starts_with("bottleneck: ")) {
      EXPECT_LE(DisplayWidth(line), 80u) << line;
    }
  }
}

TEST(FinalReport, ShowsAWorkloadWithoutSteps) {
  Result result = SuccessfulRun(2);
  result.workload = "noop";
  result.step_names.clear();
  for (WorkerResult& worker : result.workers) {
    worker.timings = {};
    for (int i = 0; i < 10'000; ++i) {
      worker.timings.task.Record(std::chrono::microseconds(i % 10 < 7 ? 1 : 0));
    }
  }
  const std::string report = FinalReport(result);
  EXPECT_THAT(report, HasSubstr("│ task mean (ms) │ task p99 (ms) │ response mean"));
  EXPECT_THAT(report, HasSubstr("│ 0.0007 "));
  ExpectFramesIntact(report);
}

TEST(FinalReport, KeepsItsFramesWhateverTheNumbersWidth) {
  constexpr std::uint64_t kHuge = std::uint64_t{1} << 63;
  Result result = SuccessfulRun(3);
  result.constants.tasks_per_second = 1e20;
  result.constants.max_worker_backlog = std::numeric_limits<std::int64_t>::max();
  result.messaging.tasks_sent = kHuge;
  result.workers[1].cycles = kHuge;
  result.workers[1].max_backlog = kHuge;
  result.workers[1].pid = std::numeric_limits<std::int64_t>::max();
  result.workers[2].mean_mem_mb = std::numeric_limits<double>::quiet_NaN();
  result.workers[2].max_mem_mb = 1e15;
  result.workers[1].timings.task.Record(std::chrono::hours(24 * 365));
  const std::string report = FinalReport(result);
  EXPECT_THAT(report, HasSubstr("│ Tasks Sent               │ 9223372036854775808 │"));
  EXPECT_THAT(report, HasSubstr("│ '9223372036854775807' │ 9223372036854775808 │"));
  EXPECT_THAT(report, HasSubstr("│ 100000000000000000000 │"));
  EXPECT_THAT(report, Not(HasSubstr("nan")));
  EXPECT_THAT(report, Not(HasSubstr("inf")));
  ExpectFramesIntact(report);
}

TEST(FinalReport, EndsWithStatusSentenceAndBottleneck) {
  struct Case {
    Status status;
    Reason reason;
    std::string_view line;
  };
  Result result = SuccessfulRun(1);
  for (const Case& c : {
           Case{Status::kSuccess, Reason::kCompleted, "status: Test succeeded"},
           Case{Status::kFailed, Reason::kBacklogLimit, "status: Test failed"},
           Case{Status::kFailed, Reason::kWorkerLost, "status: Test failed"},
           Case{Status::kInvalid, Reason::kRateMissed, "status: Test invalid"},
           Case{Status::kInterrupted, Reason::kInterrupted, "status: Test interrupted"},
       }) {
    result.verdict->status = c.status;
    result.verdict->reason = c.reason;
    result.verdict->sentence = "Because of it.";
    EXPECT_THAT(FinalReport(result),
                EndsWith("\n" + std::string(c.line) +
                         "\nBecause of it.\nbottleneck: Nothing was near its limit.\n"));
  }
}

TEST(FinalReport, KeepsTheSentenceOnOneLineAndPrintable) {
  Result result = SuccessfulRun(1);
  result.verdict->sentence = "Redis said:\n\x1b[2J\xFF";
  result.bottleneck->sentence = "Redis\nwas slow.";
  EXPECT_THAT(FinalReport(result),
              EndsWith("\nRedis said:  [2J\uFFFD\nbottleneck: Redis was slow.\n"));
}

TEST(RedisBlock, ShowsDashesForWhatRedisDidNotTell) {
  Result result = EmptyRun(1);
  EXPECT_EQ(RedisBlock(result), "");
  result.redis.emplace();
  const std::string block = RedisBlock(result);
  EXPECT_THAT(block, HasSubstr("│ Version                  │ -      │"));
  EXPECT_THAT(block, HasSubstr("│ Main Thread CPU mean (%) │ -      │"));
  EXPECT_THAT(block, HasSubstr("│ Evicted Keys             │ -      │"));
  EXPECT_THAT(block, Not(HasSubstr("Redis commands")));
}

TEST(RedisBlock, NamesTheFetchWithoutASample) {
  Result result = EmptyRun(1);
  result.fetch = "script";
  EXPECT_THAT(RedisBlock(result), HasSubstr("│ Fetch   │ script │"));
  EXPECT_THAT(RedisBlock(result), Not(HasSubstr("Version")));
}

TEST(RedisBlock, SaysHowManyCommandsAreHidden) {
  Result result = SuccessfulRun(1);
  EXPECT_THAT(RedisBlock(result), EndsWith("... plus: 1 extra hidden commands\n"));
  result.redis->commands.pop_back();
  EXPECT_THAT(RedisBlock(result), Not(HasSubstr("hidden")));
}

TEST(PreflightBlock, ShowsEveryCheckAndASentenceForWhatIsWrong) {
  ExpectGolden("preflight", PreflightBlock(DoubtfulPreflight()));
}

TEST(PreflightBlock, KeepsSentencesOnOneLineAndPrintable) {
  Preflight preflight = DoubtfulPreflight();
  preflight.checks.back().sentence = "Redis said\n\x1b[2J.";
  EXPECT_THAT(PreflightBlock(preflight), EndsWith("\nwarning: Redis said  [2J.\n"));
}

TEST(MessagingBlock, ShowsLeftoverAndDrainOnlyWhereThereWereSome) {
  Result result = RunningRun(1);
  EXPECT_THAT(MessagingBlock(result), Not(HasSubstr("Warm-up Leftover")));
  EXPECT_THAT(MessagingBlock(result), Not(HasSubstr("Drain Seconds")));
  result.messaging.warmup_leftover = 7;
  result.messaging.drain = Seconds(1.25);
  EXPECT_THAT(MessagingBlock(result), HasSubstr("│ Warm-up Leftover         │ 7      │"));
  EXPECT_THAT(MessagingBlock(result), HasSubstr("│ Drain Seconds            │ 1.25   │"));
}

TEST(MessagingBlock, IsWarmingUpDuringTheWarmUpOnly) {
  Result result = EmptyRun(1);
  result.phase = RunPhase::kWarmUp;
  EXPECT_THAT(MessagingBlock(result), HasSubstr("│ Warming Up               │ true   │"));
  result.phase = RunPhase::kMeasuring;
  EXPECT_THAT(MessagingBlock(result), HasSubstr("│ Warming Up               │ false  │"));
}

TEST(MessagingBlock, ShowsFractionsOfTheUptimeOnlyAtTheEnd) {
  Result result = SuccessfulRun(1);
  result.messaging.uptime = Seconds(105.752);
  EXPECT_THAT(MessagingBlock(result), HasSubstr("│ Uptime Seconds           │ 105.75 │"));
  result.verdict.reset();
  EXPECT_THAT(MessagingBlock(result), HasSubstr("│ Uptime Seconds           │ 105    │"));
}

TEST(WorkerBlocks, ShowTheSameWorkersInTheSameOrderWorstFirst) {
  const Result result = RunningRun(500);
  const std::vector<std::string> vitals = FirstColumn(VitalsBlock(result));
  EXPECT_EQ(vitals, FirstColumn(TimingsBlock(result)));
  ASSERT_EQ(vitals.size(), 5u);
  EXPECT_EQ(vitals.front(), std::to_string(WorstFirst(result.workers).front()));
  EXPECT_EQ(std::set<std::string>(vitals.begin(), vitals.end()).size(), 5u);
}

TEST(WorkerBlocks, SayHowManyWorkersAreHidden) {
  Result result = RunningRun(28);
  const std::string line = "... plus: 23 extra hidden workers\n";
  EXPECT_THAT(VitalsBlock(result), StartsWith("Worker Vitals\n" + line + "┌"));
  EXPECT_THAT(TimingsBlock(result), EndsWith("┘\n" + line));

  result.constants.max_workers_display = 28;
  EXPECT_THAT(VitalsBlock(result), Not(HasSubstr("plus:")));
  EXPECT_THAT(TimingsBlock(result), Not(HasSubstr("plus:")));

  result.constants.max_workers_display = 0;
  EXPECT_THAT(VitalsBlock(result), HasSubstr("... plus: 28 extra hidden workers\n"));
}

TEST(WorkerBlocks, ShowADashForAWorkerThatWasNotStarted) {
  Result result = EmptyRun(1);
  result.workers[0].pid = 0;
  EXPECT_THAT(VitalsBlock(result), HasSubstr("│ 0       │ -   │ 0      │"));
}

TEST(WorkerBlocks, TakeAWorkerThatHasNotYetTimedAnyStep) {
  Result result = EmptyRun(1);
  result.workers[0].timings.steps.clear();
  EXPECT_THAT(TimingsBlock(result), HasSubstr("│ fn:save p99 (ms) │"));
}

TEST(LiveReport, ShowsTheBlocksAroundTheProgressBar) {
  ExpectGolden("live_28_workers", LiveReport(RunningRun(28), BarFor(80)));
}

TEST(LiveReport, LeavesConstantsBesideStatsOnALowTerminal) {
  ExpectGolden("live_28_workers_240x40",
               LiveReport(RunningRun(28), BarFor(80), TerminalSize{240, 40}));
}

TEST(LiveReport, SaysWhatItHasNoRoomFor) {
  ExpectGolden("live_28_workers_80x24",
               LiveReport(RunningRun(28), BarFor(80), TerminalSize{80, 24}));
}

TEST(LiveReport, SplitsTablesOnANarrowTerminal) {
  ExpectGolden("live_28_workers_120x50",
               LiveReport(RunningRun(28), BarFor(80), TerminalSize{120, 50}));
}

TEST(LiveReport, FitsEveryTerminalOfAReasonableSize) {
  const Result result = RunningRun(28);
  for (std::size_t columns = 40; columns <= 250; columns += 3) {
    for (std::size_t rows = 4; rows <= 90; ++rows) {
      const std::string text =
          LiveReport(result, BarFor(columns), TerminalSize{columns, rows});
      ASSERT_LT(LinesOf(text).size(), rows) << columns << " × " << rows;
      ASSERT_THAT(text, HasSubstr("measuring"));
    }
  }
}

TEST(Reports, HoldNoEscapeSequences) {
  EXPECT_THAT(FinalReport(SuccessfulRun(28)), Not(HasSubstr("\x1b")));
  EXPECT_THAT(LiveReport(RunningRun(28), BarFor(80)), Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace redline::reporting
