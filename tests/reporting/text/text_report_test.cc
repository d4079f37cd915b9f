#include "reporting/text/text_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/text/display_text.h"
#include "base/text/text_lines.h"
#include "reporting/text/report_blocks.h"
#include "tests/reporting/golden.h"
#include "tests/reporting/sample_results.h"

namespace redline::reporting {
namespace {

using ::testing::AllOf;
using testing::DoubtfulPreflight;
using ::testing::ElementsAre;
using testing::EmptyRun;
using ::testing::EndsWith;
using testing::ExpectGolden;
using testing::FailedRun;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::RunningRun;
using testing::StagedRun;
using ::testing::StartsWith;
using testing::SuccessfulRun;

std::vector<std::string> FirstLines(const std::string& text, std::size_t count) {
  const std::vector<std::string_view> lines = LinesOf(text);
  return {lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(count)};
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
    EXPECT_LE(DisplayWidth(line), 80u) << line;
  }
}

TEST(FinalReport, ShowsTheMainTables) {
  ExpectGolden("final_28_workers_main",
               FinalReport(SuccessfulRun(28), 100, {}, Tables::kMain));
}

// The figures, the verdict and the bottleneck are what stays on the screen.
TEST(FinalReport, EndsWithWhatMattersOnTheSmallestTerminal) {
  Result result = SuccessfulRun(28);
  result.verdict->sentence = "The test ran its full 60 s, and " + std::string(100, 'x') +
                             " tasks were completed.";
  const std::string report = FinalReport(result, 80, {}, Tables::kMain);
  const std::vector<std::string_view> lines = LinesOf(report);
  constexpr std::size_t kRows = 23;  // The last is the prompt's.
  ASSERT_GT(lines.size(), kRows);
  std::string screen;
  for (const std::string_view line : std::span(lines).last(kRows)) {
    screen.append(line).append("\n");
  }
  EXPECT_THAT(screen, AllOf(HasSubstr("All workers\n"), HasSubstr("│ response "),
                            HasSubstr("│ fn:fetch "), HasSubstr("status: Test succeeded"),
                            HasSubstr("\nbottleneck: ")));
}

TEST(FinalReport, ShowsInItsMainTablesWhatAVerdictRestsOn) {
  Result result = FailedRun(2);
  result.thresholds = {
      {.threshold = "task.p99<1ms", .value = 2.5, .unit = "ms", .kept = false}};
  const std::string report = FinalReport(result, kUnlimitedWidth, {}, Tables::kMain);
  for (const char* title : {"Constants\n", "Messaging Stats:\n", "Errors\n",
                            "Worker Vitals\n", "Worker timings\n", "Thresholds\n"}) {
    EXPECT_THAT(report, HasSubstr(title));
  }
  EXPECT_THAT(FinalReport(SuccessfulRun(1), kUnlimitedWidth, {}, Tables::kMain),
              Not(HasSubstr("Redis commands")));
}

TEST(VerdictBlock, WrapsSentencesAtWords) {
  Result result = SuccessfulRun(1);
  result.verdict->sentence = "All of the tasks were completed.";
  result.bottleneck->sentence = "Redis was slow.";
  result.estimate.reset();
  EXPECT_EQ(VerdictBlock(result, 20),
            "status: Test succeeded\nAll of the tasks\nwere completed.\nbottleneck: "
            "Redis\nwas slow.\n");
}

TEST(PreflightBlock, WrapsSentencesAtWords) {
  Preflight preflight = DoubtfulPreflight();
  preflight.checks.back().sentence = "Redis is a replica.";
  const std::string block = PreflightBlock(preflight, 20, Style::Colored());
  EXPECT_THAT(block, EndsWith("\n\x1b[1;33mwarning:\x1b[0m Redis is a\nreplica.\n"));
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
                         "\nBecause of it.\nbottleneck: Nothing was near its limit.\n"
                         "estimate: By this run's figures the redline probably lies "
                         "between 2700 and 4400 tasks/s: there Redis' main thread would "
                         "have no time left.\n"));
  }
}

TEST(FinalReport, KeepsTheSentenceOnOneLineAndPrintable) {
  Result result = SuccessfulRun(1);
  result.verdict->sentence = "Redis said:\n\x1b[2J\xFF";
  result.bottleneck->sentence = "Redis\nwas slow.";
  result.estimate.reset();
  EXPECT_THAT(FinalReport(result),
              EndsWith("\nRedis said:  [2J\uFFFD\nbottleneck: Redis was slow.\n"));
}

TEST(RedisBlock, ShowsDashesForFiguresThatRedisHides) {
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

// Without the sequences of a style.
std::string Unpainted(std::string text) {
  for (std::size_t begin; (begin = text.find("\x1b[")) != std::string::npos;) {
    text.erase(begin, text.find('m', begin) + 1 - begin);
  }
  return text;
}

TEST(FinalReport, HoldsNoEscapeSequencesByDefault) {
  EXPECT_THAT(FinalReport(SuccessfulRun(28)), Not(HasSubstr("\x1b")));
}

TEST(FinalReport, IsTheSameTextInColor) {
  for (const Result& result : {SuccessfulRun(28), FailedRun(2), EmptyRun(0)}) {
    const std::string colored = FinalReport(result, 80, Style::Colored());
    EXPECT_THAT(colored, HasSubstr("\x1b[1mConstants\x1b[0m\n"));
    EXPECT_EQ(Unpainted(colored), FinalReport(result, 80));
  }
}

TEST(FinalReport, PaintsTheStatusByWhatItIs) {
  Result result = SuccessfulRun(1);
  const auto verdict = [&](Reason reason) {
    result.verdict->status = RowOf(reason).status;
    result.verdict->reason = reason;
    return VerdictBlock(result, kUnlimitedWidth, Style::Colored());
  };
  EXPECT_THAT(verdict(Reason::kCompleted),
              StartsWith("\x1b[1;32mstatus: Test succeeded\x1b[0m\n"));
  EXPECT_THAT(verdict(Reason::kBacklogLimit),
              StartsWith("\x1b[1;31mstatus: Test failed\x1b[0m\n"));
  EXPECT_THAT(verdict(Reason::kLateness),
              StartsWith("\x1b[1;33mstatus: Test invalid\x1b[0m\n"));
  EXPECT_THAT(verdict(Reason::kInterrupted),
              StartsWith("\x1b[1;33mstatus: Test interrupted\x1b[0m\n"));
  EXPECT_THAT(verdict(Reason::kFallingBehind),
              StartsWith("\x1b[1;33mstatus: Test succeeded\x1b[0m\n"));
}

TEST(FinalReport, PaintsNoSequenceThatTheDataHolds) {
  Result result = SuccessfulRun(1);
  result.verdict->sentence = "\x1b[31mRedis";
  EXPECT_THAT(VerdictBlock(result, kUnlimitedWidth, Style::Colored()),
              HasSubstr("\n [31mRedis\n"));
}

TEST(FinalReport, ShowsStages) {
  ExpectGolden("final_stages", FinalReport(StagedRun(2)));
  ExpectFramesIntact(FinalReport(StagedRun(2), 100));
}

TEST(StagesBlock, HasARowForEachStageAndDashesForWhatWasNotReached) {
  EXPECT_EQ(StagesBlock(SuccessfulRun(2)), "");
  const std::string block = StagesBlock(StagedRun(2));
  EXPECT_THAT(FirstColumn(block), ElementsAre("1", "2", "3", "4"));
  EXPECT_THAT(block, HasSubstr("│ 1       │ 0 – 4    │ 0 → 1000      │ held        "
                               "│ 500               │ 500               │"));
  EXPECT_THAT(block, HasSubstr("│ 3       │ 8 – 12   │ 2000          │ failed      "
                               "│ 2000              │ -                 │"));
  EXPECT_THAT(block, HasSubstr("│ 100         │ -          │\n"));
  EXPECT_THAT(block, HasSubstr("│ 4       │ 12 – 16  │ 2000 → 500    │ not reached "
                               "│ -                 │ -                 "
                               "│ -                 │ -                 "
                               "│ -                 │ -           │ -          │\n"));
}

TEST(StagesBlock, PaintsEachOutcome) {
  Result run = StagedRun(2);
  run.stages[1].outcome = StageOutcome::kFellBehind;
  const std::string block = StagesBlock(run, kUnlimitedWidth, Style::Colored());
  EXPECT_THAT(block, HasSubstr("│ \x1b[1;32mheld\x1b[0m        │ "));
  EXPECT_THAT(block, HasSubstr("│ \x1b[1;33mfell behind\x1b[0m │ "));
  EXPECT_THAT(block, HasSubstr("│ \x1b[1;31mfailed\x1b[0m      │ "));
  EXPECT_EQ(Unpainted(block), StagesBlock(run));
  run.stages[1].outcome.reset();
  EXPECT_THAT(StagesBlock(run), HasSubstr("│ 4 – 8    │ 1000          │ -           │ "));
}

TEST(MessagingBlock, CallsTheAskedRateAMeanWhereThereAreStages) {
  const std::string block = MessagingBlock(StagedRun(2));
  EXPECT_THAT(block, HasSubstr("│ Asked Rate, mean (tasks/s) │ 1130.43 │\n"));
  EXPECT_THAT(block, HasSubstr("│ Arrivals                   │ poisson │\n"));
}

TEST(MessagingBlock, NamesNoArrivalsThatAreEven) {
  Result run = SuccessfulRun(1);
  EXPECT_THAT(MessagingBlock(run), Not(HasSubstr("Arrivals")));
  run.settings.push_back({.name = "arrivals", .value = "even"});
  EXPECT_THAT(MessagingBlock(run), Not(HasSubstr("Arrivals")));
  run.settings.back().value = "burst:20";
  EXPECT_THAT(MessagingBlock(run), HasSubstr("│ burst:20 │"));
}

TEST(ThresholdsBlock, PaintsTheViolatedOnes) {
  Result result = EmptyRun(1);
  result.thresholds = {
      {.threshold = "task.p99<1ms", .value = 2.5, .unit = "ms", .kept = false},
      {.threshold = "tasks_failed==0", .value = 0, .unit = "", .kept = true}};
  EXPECT_THAT(ThresholdsBlock(result, kUnlimitedWidth, Style::Colored()),
              AllOf(HasSubstr("│ 2.5 ms │ \x1b[1;31mviolated\x1b[0m │\n"),
                    HasSubstr("│ 0      │ kept     │\n")));
}

TEST(PreflightBlock, PaintsWhatIsDoubtfulOrImpossible) {
  const std::string block =
      PreflightBlock(DoubtfulPreflight(), kUnlimitedWidth, Style::Colored());
  EXPECT_THAT(block, HasSubstr("│ \x1b[1;33mdoubtful\x1b[0m   │\n"));
  EXPECT_THAT(block, HasSubstr("│ \x1b[1;31mimpossible\x1b[0m │\n"));
  EXPECT_THAT(block, HasSubstr("│ fine       │\n"));
  EXPECT_THAT(block, HasSubstr("\n\x1b[1;33mwarning:\x1b[0m Use at least 10"));
  EXPECT_EQ(Unpainted(block), PreflightBlock(DoubtfulPreflight()));
}

TEST(WorstWorkersBlock, HasAsManyColumnsAsThereIsRoomFor) {
  const Result result = RunningRun(28);
  const auto header = [&](std::size_t width) {
    return FirstLines(WorstWorkersBlock(result, width, 5), 3).back();
  };
  EXPECT_EQ(header(70),
            "│ (index) │ backlog │ max backlog │ task p99 (ms) │ cpu (%) │ pid    │");
  EXPECT_EQ(header(68), "│ (index) │ backlog │ max backlog │ task p99 (ms) │ cpu (%) │");
  EXPECT_EQ(header(40), "│ (index) │ backlog │ max backlog │");
  EXPECT_EQ(header(1), "│ (index) │");
}

TEST(WorstWorkersBlock, HasNoMoreRowsThanAsked) {
  const Result result = RunningRun(28);
  const std::string two = WorstWorkersBlock(result, 80, 2);
  EXPECT_THAT(two, StartsWith("Worst workers, 2 of 28\n"));
  EXPECT_EQ(FirstColumn(two).size(), 2u);
  EXPECT_EQ(FirstColumn(WorstWorkersBlock(result, 80, 99)),
            FirstColumn(VitalsBlock(result)));
  EXPECT_EQ(WorstWorkersBlock(result, 80, 0), "");
  EXPECT_EQ(WorstWorkersBlock(EmptyRun(0), 80, 5), "");
}

}  // namespace
}  // namespace redline::reporting
