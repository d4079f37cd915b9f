#include "reporting/text/progress.h"

#include <gtest/gtest.h>

#include "base/text/display_text.h"
#include "tests/reporting/sample_results.h"

namespace redline::reporting {
namespace {

Progress At(RunPhase phase, double elapsed, double planned) {
  return {phase, Seconds(elapsed), Seconds(planned)};
}

TEST(ProgressBar, ShowsShareDonePhaseAndTimeLeft) {
  EXPECT_EQ(ProgressBar(At(RunPhase::kMeasuring, 25, 60), 50),
            "[███████░░░░░░░░░░░░] 41 % · measuring · 35 s left");
}

TEST(ProgressBar, TakesTheWidthItIsGiven) {
  for (std::size_t width = 0; width < 200; ++width) {
    for (const double elapsed : {0.0, 12.3, 240.0}) {
      const std::string bar = ProgressBar(At(RunPhase::kMeasuring, elapsed, 240), width);
      EXPECT_LE(DisplayWidth(bar), width) << bar;
      if (width >= 50) {
        EXPECT_EQ(DisplayWidth(bar), width) << bar;
      }
    }
  }
}

TEST(ProgressBar, LeavesTheBarOutWhereThereIsNoRoom) {
  EXPECT_EQ(ProgressBar(At(RunPhase::kMeasuring, 30, 60), 30),
            "50 % · measuring · 30 s left");
}

TEST(ProgressBar, LeavesWholeClausesOutWhereThereIsNoRoom) {
  const Progress progress = At(RunPhase::kMeasuring, 30, 60);
  EXPECT_EQ(ProgressBar(progress, 27), "50 % · measuring");
  EXPECT_EQ(ProgressBar(progress, 15), "50 %");
  EXPECT_EQ(ProgressBar(progress, 3), "50 ");
}

TEST(ProgressBar, IsFullOnlyAtTheEnd) {
  EXPECT_EQ(ProgressBar(At(RunPhase::kMeasuring, 59.99, 60), 40),
            "[█████████░] 99 % · measuring · 1 s left");
  EXPECT_EQ(ProgressBar(At(RunPhase::kMeasuring, 61, 60), 41),
            "[██████████] 100 % · measuring · 0 s left");
}

TEST(ProgressBar, HasWordsForEveryPhase) {
  const auto words = [](RunPhase phase) { return ProgressBar(At(phase, 1, 5), 24); };
  EXPECT_EQ(words(RunPhase::kStarting), "starting workers");
  EXPECT_EQ(words(RunPhase::kPreparing), "preparing data");
  EXPECT_EQ(ProgressBar(At(RunPhase::kWarmUp, 1, 5), 32), "20 % · warming up · 4 s left");
  EXPECT_EQ(ProgressBar(At(RunPhase::kDraining, 1, 5), 32),
            "draining · at most 4 s left");
  EXPECT_EQ(words(RunPhase::kDone), "[█████████████████] done");
}

TEST(ProgressBar, ShowsLongTimesInMinutesAndHours) {
  const auto bar = [](double left) {
    return ProgressBar(At(RunPhase::kMeasuring, 0, left), 40);
  };
  EXPECT_NE(bar(99).find(" 99 s left"), std::string::npos) << bar(99);
  EXPECT_NE(bar(240).find(" 4 min 0 s left"), std::string::npos) << bar(240);
  EXPECT_NE(bar(7265).find(" 2 h 1 min left"), std::string::npos) << bar(7265);
}

TEST(ProgressBar, SurvivesAPlanOfNothing) {
  EXPECT_EQ(ProgressBar(At(RunPhase::kWarmUp, 0, 0), 24), "[░░░░░░░░░░░] warming up");
}

TEST(ProgressLine, TellsCountsRateAndWorstBacklog) {
  Result result = testing::EmptyRun(8);
  result.messaging.tasks_sent = 12000;
  result.messaging.tasks_completed = 11990;
  result.messaging.delivered_rate = 1000;
  result.workers[7].backlog = 3;
  EXPECT_EQ(ProgressLine(At(RunPhase::kMeasuring, 11.98, 60), result),
            "12 s of 60 s: sent 12000, completed 11990, 1000/s delivered, "
            "worst backlog 3 of 100 (worker 7)");
}

TEST(ProgressLine, LeavesOutWhatIsNotKnown) {
  EXPECT_EQ(ProgressLine(At(RunPhase::kMeasuring, 0, 0.5), testing::EmptyRun(1)),
            "0 s of 0.5 s: sent 0, completed 0, worst backlog 0 of 100");
}

TEST(ProgressLine, HasWordsForEveryPhase) {
  Result result = testing::EmptyRun(28);
  EXPECT_EQ(ProgressLine(At(RunPhase::kStarting, 1.2, 0), result),
            "starting 28 workers: 1 s so far");
  EXPECT_EQ(ProgressLine(At(RunPhase::kStarting, 1.2, 0), testing::EmptyRun(1)),
            "starting 1 worker: 1 s so far");
  Progress starting = At(RunPhase::kStarting, 3, 0);
  starting.ready = 5;
  EXPECT_EQ(ProgressLine(starting, result), "starting 28 workers, 5 ready: 3 s so far");
  starting.ready = 28;
  EXPECT_EQ(ProgressLine(starting, result),
            "all workers are ready, waiting for the fleet: 3 s so far");
  Progress preparing = At(RunPhase::kPreparing, 70, 0);
  preparing.ready = 5;
  EXPECT_EQ(ProgressLine(preparing, result),
            "preparing the data of 28 workers, 5 ready: 70 s so far");
  EXPECT_EQ(ProgressLine(At(RunPhase::kWarmUp, 2, 5), result),
            "warming up: 2 s of 5 s, worst backlog 0 of 100");

  result = testing::SuccessfulRun(28);
  result.phase = RunPhase::kDraining;
  result.workers[3].backlog = 2;
  EXPECT_EQ(ProgressLine(At(RunPhase::kDraining, 2, 10), result),
            "draining for 2 s: sent 5600, completed 5600, 1000/s delivered, "
            "worst backlog 2 of 100 (worker 3)");
  result.phase = RunPhase::kDone;
  EXPECT_EQ(ProgressLine(At(RunPhase::kDone, 0, 0), result),
            "done after 240 s: sent 5600, completed 5600, 1000/s delivered, "
            "worst backlog 22 of 100 (worker 13)");
}

Result StageAfter(double seconds) {
  Result result = testing::StagedRun(2);
  result.phase = RunPhase::kMeasuring;
  result.messaging.uptime = Seconds(seconds);
  return result;
}

TEST(StageText, SaysWhichStageGoesOnWithItsRateAndTimeLeft) {
  EXPECT_EQ(StageText(StageAfter(1)),
            "stage 1 of 4 · 0 → 1000 tasks/s, now 250 · 3 s left");
  EXPECT_EQ(StageText(StageAfter(4)), "stage 2 of 4 · 1000 tasks/s · 4 s left");
  EXPECT_EQ(StageText(StageAfter(15.5)),
            "stage 4 of 4 · 2000 → 500 tasks/s, now 688 · 1 s left");
}

TEST(StageText, IsNothingOutsideOfTheMeasuredPhase) {
  EXPECT_EQ(StageText(StageAfter(16)), "");
  Result draining = StageAfter(15);
  draining.phase = RunPhase::kDraining;
  EXPECT_EQ(StageText(draining), "");
  Result warming_up = StageAfter(0);
  warming_up.phase = RunPhase::kWarmUp;
  EXPECT_EQ(StageText(warming_up), "");
  EXPECT_EQ(StageText(testing::RunningRun(2)), "");
}

TEST(ProgressLine, NamesTheStage) {
  EXPECT_EQ(ProgressLine(At(RunPhase::kMeasuring, 5, 16), StageAfter(5)).substr(0, 32),
            "5 s of 16 s, stage 2 of 4: sent ");
}

}  // namespace
}  // namespace redline::reporting
