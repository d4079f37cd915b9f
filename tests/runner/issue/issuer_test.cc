#include "runner/issue/issuer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "runner/issue/held_back.h"
#include "shm/histogram_snapshot.h"
#include "tests/runner/test_schedule.h"
#include "tests/runner/test_workers.h"

namespace redline::runner {
namespace {

using namespace std::chrono_literals;
using shm::HistogramSnapshot;
using shm::Phase;
using Time = IssueClock::TimePoint;
using End = IssueOutcome::End;

constexpr Time kStart(1000h);

// A clock that stands still but in WaitUntil, which gets at once where it is to go.
class FakeClock final : public IssueClock {
 public:
  using Duration = Time::duration;
  // Waiting for something at `at` or later takes `length` longer, once.
  struct Stall {
    Time at;
    Duration length;
  };
  Time Now() override {
    now_ += cost_of_looking;
    return now_;
  }
  void WaitUntil(Time time) override {
    // No busy loop either: whoever waits has something to wait for.
    EXPECT_GT(time, now_);
    now_ = std::max(now_, time);
    if (stall && now_ >= stall->at) {
      now_ += stall->length;
      stall.reset();
    }
    if (after_wait) after_wait(now_);
  }
  bool stopped() override { return now_ >= stop_at; }

  std::optional<Stall> stall;
  Time stop_at = Time::max();
  Duration cost_of_looking{0};
  std::function<void(Time)> after_wait;

 private:
  Time now_ = kStart;
};

// Workers that complete all they have whenever the issuer waits.
class IssuerTest : public ::testing::Test {
 protected:
  struct Given {
    std::size_t worker;
    shm::Task task;

    Time due() const { return Time(std::chrono::nanoseconds(task.due_ns)); }
    Time issued() const { return Time(std::chrono::nanoseconds(task.issued_ns)); }
  };

  void SetUp() override {
    clock_.after_wait = [this](Time now) {
      Work();
      if (observe_) observe_(now);
    };
  }

  // Runs a schedule to its end with `workers`, each of which may have `limit` tasks.
  IssueOutcome Run(const Issuer::Schedule& schedule, std::size_t workers = 1,
                   std::uint64_t limit = 10'000) {
    workers_.emplace(workers, limit);
    dispatcher_.emplace(workers_->Lanes());
    issuer_.emplace(schedule, *dispatcher_, clock_, phase_);
    const IssueOutcome outcome = issuer_->Run();
    Work();
    return outcome;
  }

  void Work() {
    if (!working_) return;
    for (std::size_t i = 0; i < workers_->size(); ++i) {
      while (const auto task = workers_->Pop(i)) given_.push_back({i, *task});
    }
  }

  std::vector<Given> Measured() const {
    std::vector<Given> measured;
    std::copy_if(given_.begin(), given_.end(), std::back_inserter(measured),
                 [](const Given& given) { return given.task.measured != 0; });
    return measured;
  }

  // Of the first stage, where a test has no more.
  const StageProgress& stage(std::size_t index = 0) const {
    return issuer_->progress().stages[index];
  }
  std::uint64_t sent() const { return stage().sent; }
  HistogramSnapshot Lateness() const { return HistogramSnapshot(stage().lateness); }

  FakeClock clock_;
  std::atomic<Phase> phase_{Phase::kStarting};
  bool working_ = true;
  std::function<void(Time)> observe_;
  std::vector<Given> given_;
  std::optional<TestWorkers> workers_;
  std::optional<Dispatcher> dispatcher_;
  std::optional<Issuer> issuer_;
};

Issuer::Schedule Measure(double rate, Issuer::Duration duration) {
  return TestSchedule{.rate = rate, .start = kStart, .warmup = 0s, .duration = duration};
}

TEST_F(IssuerTest, IssuesEachTaskWhenItIsDue) {
  Run(Measure(3, 10s), 8);
  ASSERT_EQ(given_.size(), 30U);
  for (std::size_t n = 0; n < given_.size(); ++n) {
    const auto due = kStart + std::chrono::round<std::chrono::nanoseconds>(
                                  std::chrono::duration<double>(double(n) / 3));
    EXPECT_EQ(given_[n].due(), due);
    EXPECT_EQ(given_[n].issued(), due);
    EXPECT_EQ(given_[n].task.sequence, n);
  }
}

TEST_F(IssuerTest, SpreadsSlowTasksEvenlyOverTimeAndWorkers) {
  Run(Measure(0.5, 10s), 8);
  ASSERT_EQ(given_.size(), 5U);
  for (std::size_t n = 0; n < 5; ++n) {
    EXPECT_EQ(given_[n].issued(), kStart + n * 2s);
    EXPECT_EQ(given_[n].worker, n);
  }
}

TEST_F(IssuerTest, CountsWhatItSentAndFindsNothingLate) {
  Run(Measure(333.3, 10s));
  EXPECT_EQ(sent(), 3333U);
  EXPECT_EQ(Lateness().count(), 3333U);
  EXPECT_EQ(Lateness().Max(), 0us);
}

TEST_F(IssuerTest, EndsExactlyAtTheEndOfTheMeasuredPhase) {
  const IssueOutcome outcome = Run(Measure(3, 10s));
  EXPECT_EQ(outcome.end, End::kTimeOver);
  EXPECT_EQ(outcome.at, kStart + 10s);
  EXPECT_EQ(clock_.Now(), kStart + 10s);
  EXPECT_FALSE(outcome.refusal);
}

TEST_F(IssuerTest, WarmsUpAtATenthOfTheRate) {
  Run(TestSchedule{.rate = 20, .start = kStart, .warmup = 5s, .duration = 1s});
  ASSERT_EQ(given_.size(), 10U + 20U);
  for (std::size_t n = 0; n < 10; ++n) {
    EXPECT_EQ(given_[n].due(), kStart + n * 500ms);
    EXPECT_EQ(given_[n].task.measured, 0U);
    EXPECT_EQ(given_[n].task.sequence, n);
  }
}

TEST_F(IssuerTest, BeginsToMeasureWhenTheWarmUpIsOver) {
  const auto outcome =
      Run(TestSchedule{.rate = 20, .start = kStart, .warmup = 5s, .duration = 1s});
  const auto measured = Measured();
  ASSERT_EQ(measured.size(), 20U);
  EXPECT_EQ(measured.front().due(), kStart + 5s);
  EXPECT_EQ(measured.front().task.sequence, 0U);
  EXPECT_EQ(measured.back().due(), kStart + 5950ms);
  EXPECT_EQ(outcome.at, kStart + 6s);
}

TEST_F(IssuerTest, LeavesTheWarmUpOutOfItsFigures) {
  clock_.stall = {.at = kStart + 1s, .length = 2s};
  Run(TestSchedule{.rate = 20, .start = kStart, .warmup = 5s, .duration = 1s});
  EXPECT_EQ(sent(), 20U);
  EXPECT_EQ(Lateness().count(), 20U);
  EXPECT_EQ(Lateness().Max(), 0us);
}

TEST_F(IssuerTest, SaysHowManyTasksOfTheWarmUpAreLeftWhenMeasuringBegins) {
  working_ = false;
  Run(TestSchedule{.rate = 20, .start = kStart, .warmup = 5s, .duration = 1s}, 2);
  EXPECT_EQ(issuer_->progress().warmup_leftover, 10U);
}

TEST_F(IssuerTest, TellsThePhaseAsItGoesOn) {
  std::vector<std::pair<Time, Phase>> changes;
  observe_ = [&](Time now) {
    if (changes.empty() || changes.back().second != phase_)
      changes.push_back({now, phase_});
  };
  Run(TestSchedule{.rate = 20, .start = kStart, .warmup = 1s, .duration = 1s});
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[0].second, Phase::kWarmUp);
  // The first wait after the warm-up's last leads to the second measured task.
  EXPECT_EQ(changes[1], std::pair(kStart + 1050ms, Phase::kMeasuring));
  EXPECT_EQ(phase_, Phase::kDraining);
}

TEST_F(IssuerTest, IssuesAllThatIsDueAtOnceAfterAStall) {
  clock_.stall = {.at = kStart + 1s, .length = 1s};
  Run(Measure(100, 10s));
  ASSERT_EQ(given_.size(), 1000U);
  // Due at 1 s, 1.01 s, … 2 s.
  for (std::size_t n = 100; n <= 200; ++n) {
    EXPECT_EQ(given_[n].due(), kStart + n * 10ms);
    EXPECT_EQ(given_[n].issued(), kStart + 2s);
  }
  EXPECT_EQ(given_[201].issued(), kStart + 2010ms);
}

TEST_F(IssuerTest, RecordsHowLateEachTaskWas) {
  clock_.stall = {.at = kStart + 1s, .length = 1s};
  Run(Measure(100, 10s));
  EXPECT_EQ(Lateness().count(), 1000U);
  EXPECT_EQ(Lateness().Max(), 1s);
  // 0 + 10 + … + 1000 ms over all tasks.
  EXPECT_DOUBLE_EQ(Lateness().Mean()->count(), 50'500.0);
}

TEST_F(IssuerTest, CutsLatenessToWholeMicroseconds) {
  clock_.stall = {.at = kStart + 100ms, .length = 1999ns};
  Run(Measure(10, 1s));
  EXPECT_EQ(Lateness().Max(), 1us);
}

TEST_F(IssuerTest, GivesTheSameTasksWithAStallAsWithout) {
  clock_.stall = {.at = kStart + 3s, .length = 4s};
  const IssueOutcome outcome = Run(Measure(1000, 10s));
  EXPECT_EQ(sent(), 10'000U);
  EXPECT_EQ(outcome.at, kStart + 10s);
  for (std::size_t n = 0; n < given_.size(); ++n) ASSERT_EQ(given_[n].task.sequence, n);
}

TEST_F(IssuerTest, WakesASleeperForABatchAndForTheLastTask) {
  // One long stall: more tasks than one look at the clock covers.
  clock_.stall = {.at = kStart + 1ms, .length = 300ms};
  std::uint64_t wakeups = 0;
  std::uint64_t naps = 0;
  observe_ = [&](Time) {
    wakeups += workers_->TakeWakeups(0);
    workers_->FallAsleep(0);
    ++naps;
  };
  Run(Measure(1000, 1s));
  wakeups += workers_->TakeWakeups(0);
  // The first task found the worker awake, and after the last wait there is no task.
  EXPECT_EQ(wakeups, naps - 1);
}

TEST_F(IssuerTest, EndsWithTheWorkerThatReachedItsLimit) {
  working_ = false;
  const IssueOutcome outcome = Run(Measure(10, 10s), 3, 4);
  EXPECT_EQ(outcome.end, End::kBacklogLimit);
  ASSERT_TRUE(outcome.refusal);
  EXPECT_EQ(outcome.refusal->worker, 0U);
  EXPECT_EQ(outcome.refusal->backlog, 4U);
  // The thirteenth task was the first for which there was no room.
  EXPECT_EQ(outcome.at, kStart + 1200ms);
  EXPECT_EQ(sent(), 12U);
  EXPECT_EQ(Lateness().count(), 12U);
}

TEST_F(IssuerTest, EndsOnABacklogInTheWarmUpToo) {
  working_ = false;
  const IssueOutcome outcome = Run(
      TestSchedule{.rate = 100, .start = kStart, .warmup = 5s, .duration = 10s}, 1, 4);
  EXPECT_EQ(outcome.end, End::kBacklogLimit);
  EXPECT_EQ(outcome.at, kStart + 400ms);
  EXPECT_EQ(sent(), 0U);
  EXPECT_EQ(phase_, Phase::kWarmUp);
}

TEST_F(IssuerTest, WakesTheSleepersOfTheBatchThatEndedAtTheLimit) {
  working_ = false;
  bool slept = false;
  observe_ = [&](Time) {
    // Both have one task and are done with it.
    if (std::exchange(slept, true)) return;
    workers_->Pop(0);
    workers_->FallAsleep(0);
  };
  clock_.stall = {.at = kStart + 100ms, .length = 1s};
  EXPECT_EQ(Run(Measure(10, 10s), 1, 3).end, End::kBacklogLimit);
  EXPECT_EQ(workers_->TakeWakeups(0), 1U);
}

// A worker that takes 1000 tasks a second, held to its limit of 10 by a stall of 15 ms.
class StalledIssuer : public IssuerTest {
 protected:
  IssueOutcome RunWithStall(Time::duration stall) {
    clock_.stall = {.at = kStart + 100ms, .length = stall};
    return Run(Measure(1000, 10s), 1, 10);
  }
};

TEST_F(StalledIssuer, FindsThatTheWorkerCatchesUpInTheTimeOfTheStall) {
  const IssueOutcome outcome = RunWithStall(15ms);
  EXPECT_EQ(outcome.end, End::kBacklogLimit);
  ASSERT_TRUE(outcome.refusal);
  // The task that was due when the stall began.
  EXPECT_EQ(outcome.refusal->held_back, 15ms);
  EXPECT_EQ(outcome.done_after_refusal, 10U);
  EXPECT_EQ(outcome.at, kStart + 115ms);
}

TEST_F(StalledIssuer, FindsThatAWorkerDoesNothingInTheTimeOfTheStall) {
  clock_.after_wait = [this](Time now) {
    if (now < kStart + 100ms) Work();
  };
  const IssueOutcome outcome = RunWithStall(15ms);
  EXPECT_EQ(outcome.refusal->held_back, 15ms);
  EXPECT_EQ(outcome.done_after_refusal, 0U);
  EXPECT_EQ(outcome.at, kStart + 115ms);
  EXPECT_EQ(clock_.Now(), kStart + 130ms);
}

TEST_F(StalledIssuer, BlamesAPunctualTaskThatFindsTheStallsBacklogOnTheStall) {
  // The stall leaves nine tasks, and the worker takes as many as come until a last one,
  // issued in time, is one too many.
  clock_.after_wait = [this](Time now) {
    if (now < kStart + 100ms) return Work();
    if (now < kStart + 200ms || now > kStart + 215ms) workers_->Pop(0);
  };
  const IssueOutcome outcome = RunWithStall(8ms);
  ASSERT_EQ(outcome.end, End::kBacklogLimit);
  EXPECT_GE(outcome.at, kStart + 200ms);
  EXPECT_EQ(outcome.refusal->held_back, 8ms);
}

TEST_F(StalledIssuer, ForgetsTheStallOnceTheWorkerHasCaughtUp) {
  clock_.after_wait = [this](Time now) {
    if (now < kStart + 200ms) Work();
  };
  const IssueOutcome outcome = RunWithStall(8ms);
  ASSERT_EQ(outcome.end, End::kBacklogLimit);
  EXPECT_EQ(outcome.refusal->held_back, HeldBack::kPunctual);
  EXPECT_EQ(outcome.done_after_refusal, 0U);
}

TEST_F(StalledIssuer, LooksNoLongerThanItsLongestLookAfterAnEndlessStall) {
  working_ = false;
  clock_.stall = {.at = kStart + 5ms, .length = 20s};
  const IssueOutcome outcome = Run(Measure(1000, 60s), 1, 10);
  EXPECT_EQ(outcome.end, End::kBacklogLimit);
  EXPECT_EQ(outcome.refusal->held_back, 20s);
  EXPECT_EQ(clock_.Now(), outcome.at + Issuer::kLongestLook);
}

TEST_F(StalledIssuer, LooksNoLongerOnceItIsStopped) {
  working_ = false;
  clock_.stop_at = kStart + 1s + 10ms;
  clock_.stall = {.at = kStart + 10ms, .length = 1s - 5ms};
  const IssueOutcome outcome = Run(Measure(1000, 10s), 1, 20);
  EXPECT_EQ(outcome.end, End::kBacklogLimit);
  EXPECT_EQ(clock_.Now(), kStart + 1s + 10ms);
}

TEST_F(IssuerTest, SaysWhatIsUnfinishedWhenTheTimeIsOver) {
  working_ = false;
  Run(Measure(10, 1s), 3);
  EXPECT_TRUE(stage().is_over);
  EXPECT_EQ(stage().unfinished_at_end, 10U);
  EXPECT_EQ(stage().worst_at_end, 4U);
}

TEST_F(IssuerTest, SaysNothingOfTheEndIfTheRunEndedBefore) {
  working_ = false;
  Run(Measure(10, 1s), 1, 4);
  EXPECT_FALSE(stage().is_over);
}

TEST_F(IssuerTest, EndsWhenItIsStopped) {
  clock_.stop_at = kStart + 2500ms;
  const IssueOutcome outcome = Run(Measure(2, 10s));
  EXPECT_EQ(outcome.end, End::kStopped);
  EXPECT_EQ(outcome.at, kStart + 2500ms);
  EXPECT_EQ(sent(), 5U);
  EXPECT_EQ(phase_, Phase::kMeasuring);
}

TEST_F(IssuerTest, EndsWhenItIsStoppedInTheWarmUp) {
  clock_.stop_at = kStart + 2s;
  const IssueOutcome outcome =
      Run(TestSchedule{.rate = 20, .start = kStart, .warmup = 5s, .duration = 1s});
  EXPECT_EQ(outcome.end, End::kStopped);
  EXPECT_EQ(sent(), 0U);
  EXPECT_EQ(phase_, Phase::kWarmUp);
}

TEST_F(IssuerTest, IssuesNothingIfItWasStoppedBefore) {
  clock_.stop_at = kStart;
  EXPECT_EQ(Run(Measure(2, 10s)).end, End::kStopped);
  EXPECT_TRUE(given_.empty());
}

TEST_F(IssuerTest, StillIssuesTheLastTasksWithinTheGraceAfterTheEnd) {
  clock_.stall = {.at = kStart + 900ms, .length = 110ms};
  const IssueOutcome outcome = Run(Measure(10, 1s));
  EXPECT_EQ(sent(), 10U);
  EXPECT_EQ(stage().missed, 0U);
  EXPECT_EQ(given_.back().issued(), kStart + 1010ms);
  EXPECT_EQ(outcome.end, End::kTimeOver);
  EXPECT_EQ(outcome.at, kStart + 1s);
}

TEST_F(IssuerTest, IssuesTheLastTasksAsLateAsIsAllowed) {
  clock_.stall = {.at = kStart + 900ms, .length = 300ms};
  Issuer::Schedule schedule = Measure(10, 1s);
  schedule.grace = 200ms;
  Run(schedule);
  EXPECT_EQ(sent(), 10U);
  EXPECT_EQ(given_.back().issued(), kStart + 1200ms);
}

TEST_F(IssuerTest, MissesWhatIsDueAfterTheGrace) {
  clock_.stall = {.at = kStart + 900ms, .length = 110ms + 1ns};
  const IssueOutcome outcome = Run(Measure(10, 1s));
  EXPECT_EQ(sent(), 9U);
  EXPECT_EQ(stage().missed, 1U);
  EXPECT_EQ(outcome.end, End::kTimeOver);
  EXPECT_EQ(outcome.at, kStart + 1s);
}

TEST_F(IssuerTest, MissesWhatItCannotIssueBeforeTheGraceIsOver) {
  // 64 tasks a look, and each look takes a millisecond: 64 000 a second at most.
  clock_.cost_of_looking = 1ms;
  const IssueOutcome outcome = Run(Measure(1'000'000, 1s), 1, 1'000'000);
  EXPECT_EQ(outcome.end, End::kTimeOver);
  EXPECT_NEAR(static_cast<double>(sent()), 64 * 1010, 64 * 2);
}

TEST_F(IssuerTest, DoesNotLetTheWarmUpsRestDelayTheMeasuredTasks) {
  // The warm-up's clock stalls until long after its end.
  clock_.stall = {.at = kStart + 1s, .length = 5s};
  Run(TestSchedule{.rate = 20, .start = kStart, .warmup = 2s, .duration = 10s});
  EXPECT_EQ(sent(), 200U);
  EXPECT_EQ(Measured().front().due(), kStart + 2s);
  EXPECT_EQ(Measured().front().issued(), kStart + 6s);
}

TEST_F(IssuerTest, MissesAllThatIsDueInAStallAcrossTheEndAndCountsNoneOfIt) {
  // Due at 9.5 s, 9.51 s, … 9.99 s.
  clock_.stall = {.at = kStart + 9500ms, .length = 1s};
  const IssueOutcome outcome = Run(Measure(100, 10s));
  EXPECT_EQ(sent(), 950U);
  EXPECT_EQ(given_.size(), 950U);
  EXPECT_EQ(given_.back().due(), kStart + 9490ms);
  EXPECT_EQ(Lateness().count(), 950U);
  EXPECT_EQ(Lateness().Max(), 0us);
  // Time is over when it was to be: the rate delivered is that of the asked ten seconds.
  EXPECT_EQ(outcome.end, End::kTimeOver);
  EXPECT_EQ(outcome.at, kStart + 10s);
  EXPECT_EQ(phase_, Phase::kDraining);
}

TEST_F(IssuerTest, CountsNoWarmUpTaskThatAStallCarriedIntoTheMeasuredPhase) {
  // The warm-up's last, due at 1.99 s, is issued 5 ms after the measured phase began.
  clock_.stall = {.at = kStart + 1990ms, .length = 15ms};
  const IssueOutcome outcome =
      Run(TestSchedule{.rate = 1000, .start = kStart, .warmup = 2s, .duration = 3s});
  ASSERT_EQ(given_.size(), 200U + 3000U);
  EXPECT_EQ(given_[199].due(), kStart + 1990ms);
  EXPECT_EQ(given_[199].issued(), kStart + 2005ms);
  EXPECT_EQ(given_[199].task.measured, 0U);
  const auto measured = Measured();
  ASSERT_EQ(measured.size(), 3000U);
  for (std::size_t n = 0; n < 3000; ++n) {
    ASSERT_EQ(measured[n].due(), kStart + 2s + n * 1ms);
    ASSERT_EQ(measured[n].issued(), kStart + 2s + std::max<std::size_t>(n, 5) * 1ms);
  }
  EXPECT_EQ(sent(), 3000U);
  // 5, 4, … 0 ms, and then nothing is late.
  EXPECT_EQ(Lateness().count(), 3000U);
  EXPECT_EQ(Lateness().Max(), 5ms);
  EXPECT_DOUBLE_EQ(Lateness().Mean()->count(), 15'000 / 3000.0);
  EXPECT_EQ(outcome.at, kStart + 5s);
}

TEST_F(IssuerTest, BeginsToMeasureOnScheduleWhereAStallOutlastsTheWarmUp) {
  clock_.stall = {.at = kStart + 1s, .length = 2s};
  const IssueOutcome outcome =
      Run(TestSchedule{.rate = 1000, .start = kStart, .warmup = 2s, .duration = 3s});
  // Tasks that the warm-up owed are dropped, and those that the measured phase owes are
  // issued late.
  const auto measured = Measured();
  EXPECT_EQ(given_.size() - measured.size(), 100U);
  ASSERT_EQ(measured.size(), 3000U);
  for (std::size_t n = 0; n < 3000; ++n) {
    ASSERT_EQ(measured[n].due(), kStart + 2s + n * 1ms);
    ASSERT_EQ(measured[n].issued(), kStart + 2s + std::max<std::size_t>(n, 1000) * 1ms);
  }
  EXPECT_EQ(sent(), 3000U);
  EXPECT_EQ(Lateness().count(), 3000U);
  EXPECT_EQ(Lateness().Max(), 1s);
  EXPECT_EQ(outcome.at, kStart + 5s);
}

TEST_F(IssuerTest, DoesNotCountTheWarmUpsTasksThatItMissed) {
  clock_.stall = {.at = kStart + 1s, .length = 2s};
  Run(TestSchedule{.rate = 20, .start = kStart, .warmup = 2s, .duration = 10s});
  EXPECT_EQ(stage().missed, 0U);
}

TEST_F(IssuerTest, RunsWithoutAWarmUp) {
  Run(Measure(20, 1s));
  EXPECT_EQ(Measured().size(), 20U);
  EXPECT_EQ(given_.size(), 20U);
  EXPECT_EQ(issuer_->progress().warmup_leftover, 0U);
}

// 2 s at 10/s, 1 s of a pause, a ramp over 2 s from 0 to 20/s.
Issuer::Schedule ThreeStages() {
  return {.start = kStart,
          .warmup = {.shape = LoadShape::Constant(1, 0s)},
          .measured = {.shape = LoadShape({{.duration = 2s, .from = 10, .to = 10},
                                           {.duration = 1s, .from = 0, .to = 0},
                                           {.duration = 2s, .from = 0, .to = 20}})}};
}

TEST_F(IssuerTest, TellsEachTaskItsStageAndCountsItThere) {
  const IssueOutcome outcome = Run(ThreeStages(), 2);
  ASSERT_EQ(given_.size(), 40U);
  for (std::uint64_t n = 0; n < given_.size(); ++n) {
    ASSERT_EQ(given_[n].task.sequence, n);
    ASSERT_EQ(given_[n].task.stage, n < 20 ? 0U : 2U) << n;
    ASSERT_EQ(given_[n].issued(), given_[n].due()) << n;
  }
  EXPECT_EQ(given_[20].due(), kStart + 3s);
  EXPECT_EQ(stage(0).sent, 20U);
  EXPECT_EQ(stage(1).sent, 0U);
  EXPECT_EQ(stage(2).sent, 20U);
  EXPECT_EQ(HistogramSnapshot(stage(2).lateness).count(), 20U);
  EXPECT_EQ(outcome.at, kStart + 5s);
}

TEST_F(IssuerTest, SaysWhatIsUnfinishedWhenEachStageIsOver) {
  working_ = false;
  std::vector<std::pair<Time, int>> over;
  const auto count_over = [&] {
    int count = 0;
    for (const StageProgress& stage : issuer_->progress().stages) {
      count += stage.is_over.load() ? 1 : 0;
    }
    return count;
  };
  clock_.after_wait = [&](Time now) {
    over.emplace_back(now, count_over());
    if (now == kStart + 3s) working_ = true;
    Work();
    working_ = false;
  };
  Run(ThreeStages());
  EXPECT_EQ(stage(0).unfinished_at_end, 20U);
  EXPECT_EQ(stage(0).worst_at_end, 20U);
  EXPECT_EQ(stage(1).unfinished_at_end, 0U);
  EXPECT_EQ(stage(2).unfinished_at_end, 20U);
  // Each when its time is over, also where no task is due then.
  for (const auto& [now, count] : over) {
    // It closes after the wait that ends with the stage.
    const int before = now <= kStart + 2s ? 0 : now <= kStart + 3s ? 1 : 2;
    ASSERT_EQ(count, before) << (now - kStart).count();
  }
}

TEST_F(IssuerTest, CountsLateTasksInTheStageInWhichTheyWereDue) {
  // From 1.5 s to 3.5 s: five tasks of the first stage and two of the last.
  clock_.stall = {.at = kStart + 1500ms, .length = 2s};
  Run(ThreeStages());
  EXPECT_EQ(stage(0).sent, 20U);
  EXPECT_EQ(stage(2).sent, 20U);
  EXPECT_EQ(HistogramSnapshot(stage(0).lateness).Max(), 2s);
  EXPECT_EQ(HistogramSnapshot(stage(2).lateness).Max(), 500ms);
  EXPECT_TRUE(stage(1).is_over);
}

TEST_F(IssuerTest, MissesTheTasksOfEachStageThatAStallAcrossTheEndHolds) {
  clock_.stall = {.at = kStart + 1500ms, .length = 20s};
  Run(ThreeStages());
  EXPECT_EQ(stage(0).sent, 15U);
  EXPECT_EQ(stage(0).missed, 5U);
  EXPECT_EQ(stage(1).missed, 0U);
  EXPECT_EQ(stage(2).missed, 20U);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_TRUE(stage(i).is_over) << i;
}

TEST_F(IssuerTest, LeavesLaterStagesOpenWhereTheRunEndsInOne) {
  working_ = false;
  const IssueOutcome outcome = Run(ThreeStages(), 1, 25);
  EXPECT_EQ(outcome.end, End::kBacklogLimit);
  EXPECT_TRUE(stage(0).is_over);
  EXPECT_TRUE(stage(1).is_over);
  EXPECT_FALSE(stage(2).is_over);
  EXPECT_EQ(stage(2).sent, 5U);
}

TEST_F(IssuerTest, IssuesABurstAtOnce) {
  Issuer::Schedule schedule = Measure(100, 1s);
  schedule.measured.pattern = {.kind = ArrivalPattern::Kind::kBurst, .burst = 50};
  Run(schedule);
  ASSERT_EQ(given_.size(), 100U);
  for (std::uint64_t n = 0; n < 100; ++n) {
    ASSERT_EQ(given_[n].issued(), kStart + n / 50 * 500ms) << n;
  }
}

TEST_F(IssuerTest, IssuesAPoissonProcessOfItsSeedEachTaskWhenItIsDue) {
  Issuer::Schedule schedule = Measure(100, 10s);
  schedule.measured.pattern.kind = ArrivalPattern::Kind::kPoisson;
  schedule.measured.seed = 3;
  Run(schedule);
  runner::Arrivals expected(schedule.measured, kStart);
  for (const Given& given : given_) {
    ASSERT_TRUE(expected.next());
    ASSERT_EQ(given.due(), expected.next()->due);
    ASSERT_EQ(given.issued(), given.due());
    expected.Advance();
  }
  EXPECT_FALSE(expected.next());
  EXPECT_EQ(sent(), given_.size());
  EXPECT_EQ(issuer_->DueBy(kStart + 10s), given_.size());
}

// No step of the wall clock can change a due time or a phase's end: both are times of a
// clock that has no steps.
static_assert(std::is_same_v<IssueClock::TimePoint, Issuer::TimePoint>);
static_assert(Issuer::TimePoint::clock::is_steady);

// The rate in tenths of a task a second, so that due times are exact in whole numbers.
struct ArrivalCase {
  std::uint64_t rate_in_tenths;
  std::size_t workers;
  std::uint64_t tasks;  // In ten seconds.
};

class EvenArrivals : public IssuerTest,
                     public ::testing::WithParamInterface<ArrivalCase> {
 protected:
  static Issuer::Schedule TenSeconds() {
    return Measure(static_cast<double>(GetParam().rate_in_tenths) / 10, 10s);
  }
  static Time Due(std::uint64_t n) {
    const std::uint64_t rate = GetParam().rate_in_tenths;
    // Half up.
    return kStart + std::chrono::nanoseconds((n * 20'000'000'000 + rate) / (2 * rate));
  }

  // Each worker's tasks one after the other.
  void ExpectEachWorkersTasksInOrder() const {
    std::vector<std::uint64_t> next(GetParam().workers);
    for (std::size_t i = 0; i < next.size(); ++i) next[i] = i;
    for (const Given& given : given_) {
      ASSERT_EQ(given.task.sequence, next[given.worker]);
      next[given.worker] += GetParam().workers;
    }
  }
};

TEST_P(EvenArrivals, AreAtStartPlusNOverTheRateAndGoToWorkerNModuloTheirNumber) {
  const IssueOutcome outcome = Run(TenSeconds(), GetParam().workers);
  ASSERT_EQ(given_.size(), GetParam().tasks);
  for (std::uint64_t n = 0; n < given_.size(); ++n) {
    ASSERT_EQ(given_[n].task.sequence, n);
    ASSERT_EQ(given_[n].due(), Due(n)) << n;
    ASSERT_EQ(given_[n].issued(), Due(n)) << n;
    ASSERT_EQ(given_[n].worker, n % GetParam().workers);
  }
  EXPECT_EQ(sent(), GetParam().tasks);
  EXPECT_EQ(Lateness().count(), GetParam().tasks);
  EXPECT_EQ(Lateness().Max(), 0us);
  EXPECT_EQ(outcome.at, kStart + 10s);
}

TEST_P(EvenArrivals, AreMadeUpForAtOnceAfterAStallOfASecond) {
  std::uint64_t first = 0;
  while (Due(first) < kStart + 5s) ++first;
  const Time resumed = Due(first) + 1s;
  clock_.stall = {.at = kStart + 5s, .length = 1s};
  const IssueOutcome outcome = Run(TenSeconds(), GetParam().workers);

  ExpectEachWorkersTasksInOrder();
  EXPECT_EQ(sent(), GetParam().tasks);
  ASSERT_EQ(given_.size(), GetParam().tasks);
  std::uint64_t late = 0;
  std::uint64_t microseconds = 0;
  for (const Given& given : given_) {
    const std::uint64_t n = given.task.sequence;
    const bool stalled = n >= first && Due(n) < resumed;
    ASSERT_EQ(given.due(), Due(n)) << n;
    ASSERT_EQ(given.issued(), stalled ? resumed : Due(n)) << n;
    if (!stalled) continue;
    ++late;
    microseconds += static_cast<std::uint64_t>(
        std::chrono::floor<std::chrono::microseconds>(resumed - Due(n)).count());
  }
  // All that are due in the second, and none of the others.
  EXPECT_NEAR(static_cast<double>(late),
              static_cast<double>(GetParam().rate_in_tenths) / 10, 1);
  EXPECT_EQ(Lateness().count(), GetParam().tasks);
  EXPECT_EQ(Lateness().Min(), 0us);
  EXPECT_EQ(Lateness().Max(), 1s);
  EXPECT_DOUBLE_EQ(Lateness().Mean()->count(), static_cast<double>(microseconds) /
                                                   static_cast<double>(GetParam().tasks));
  EXPECT_EQ(outcome.end, End::kTimeOver);
  EXPECT_EQ(outcome.at, kStart + 10s);
}

INSTANTIATE_TEST_SUITE_P(Rates, EvenArrivals,
                         ::testing::Values(ArrivalCase{5, 8, 5}, ArrivalCase{30, 8, 30},
                                           ArrivalCase{70, 3, 70},
                                           ArrivalCase{3333, 7, 3333},
                                           ArrivalCase{200'000, 8, 200'000}));

}  // namespace
}  // namespace redline::runner
