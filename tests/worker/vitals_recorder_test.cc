#include "worker/vitals_recorder.h"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <random>
#include <string>

#include "shm/histogram_snapshot.h"
#include "shm/segment_layout.h"
#include "worker/task/step_timer.h"

namespace redline::worker {
namespace {

using namespace std::chrono_literals;
using shm::HistogramSnapshot;
using shm::SharedHistogram;
using shm::WorkerState;
using std::chrono::microseconds;

class VitalsRecorderTest : public ::testing::Test {
 protected:
  // The only value of a histogram; nothing if it has none.
  static std::optional<microseconds> Only(const SharedHistogram& histogram) {
    const HistogramSnapshot snapshot(histogram);
    EXPECT_LE(snapshot.count(), 1U);
    if (snapshot.count() == 0) return std::nullopt;
    return std::chrono::round<microseconds>(*snapshot.Max());
  }
  // All values of a histogram together.
  static microseconds Sum(const SharedHistogram& histogram) {
    const HistogramSnapshot snapshot(histogram);
    const auto count = static_cast<double>(snapshot.count());
    return std::chrono::round<microseconds>(
        snapshot.Mean().value_or(HistogramSnapshot::Microseconds(0)) * count);
  }

  const std::unique_ptr<shm::WorkerBlock> block_ = std::make_unique<shm::WorkerBlock>();
  const shm::WorkerVitals& vitals_ = block_->vitals;
  const std::unique_ptr<std::array<shm::WorkerStage, 2>> stages_ =
      std::make_unique<std::array<shm::WorkerStage, 2>>();
  const shm::WorkerStage& stage_ = (*stages_)[0];
  const shm::WorkerTimings& timings_ = stage_.timings;
  VitalsRecorder recorder_{*block_, *stages_};
};

TEST_F(VitalsRecorderTest, IsStartingUntilItSaysOtherwise) {
  EXPECT_EQ(vitals_.state, WorkerState::kStarting);
}

TEST_F(VitalsRecorderTest, PublishesTheNamesOfItsStepsWhenReady) {
  recorder_.Ready({"fn:fetch", "fn:save"});
  EXPECT_EQ(vitals_.state, WorkerState::kReady);
  EXPECT_EQ(vitals_.step_count, 2U);
  EXPECT_EQ(vitals_.step_names[0].view(), "fn:fetch");
  EXPECT_EQ(vitals_.step_names[1].view(), "fn:save");
}

TEST_F(VitalsRecorderTest, MayHaveNoSteps) {
  recorder_.Ready({});
  EXPECT_EQ(vitals_.state, WorkerState::kReady);
  EXPECT_EQ(vitals_.step_count, 0U);
}

TEST_F(VitalsRecorderTest, RefusesMoreStepsThanThereIsRoomFor) {
  EXPECT_DEATH(recorder_.Ready({"1", "2", "3", "4", "5"}), "too many steps");
}

TEST_F(VitalsRecorderTest, RefusesANameThatWouldBeCut) {
  EXPECT_DEATH(recorder_.Ready({"a-name-of-more-than-23-bytes"}), "too long");
}

TEST_F(VitalsRecorderTest, PublishesWhyItFailed) {
  recorder_.Failed("Redis has gone.", false);
  EXPECT_EQ(vitals_.state, WorkerState::kFailed);
  EXPECT_EQ(vitals_.error.view(), "Redis has gone.");
}

TEST_F(VitalsRecorderTest, CutsAReasonThatIsTooLong) {
  recorder_.Failed(std::string(10'000, 'x'), false);
  EXPECT_EQ(vitals_.error.view(), std::string(511, 'x'));
}

TEST_F(VitalsRecorderTest, CutsAReasonBetweenTwoCharacters) {
  // The 511th byte would be the first of an é.
  recorder_.Failed(std::string(510, 'x') + "\xc3\xa9 and more", false);
  EXPECT_EQ(vitals_.error.view(), std::string(510, 'x'));
}

TEST_F(VitalsRecorderTest, CountsATaskAsReceivedWhenStartedAndAsCompletedWhenDone) {
  recorder_.Started();
  EXPECT_EQ(vitals_.tasks_received, 1U);
  EXPECT_EQ(vitals_.tasks_completed, 0U);
  recorder_.Completed(0, {.due = 1us, .started = 2us, .done = 3us}, StepTimer(), 1);
  EXPECT_EQ(vitals_.tasks_received, 1U);
  EXPECT_EQ(vitals_.tasks_completed, 1U);
}

TEST_F(VitalsRecorderTest, TakesQueueTaskAndResponseFromThreeMoments) {
  recorder_.Completed(0,
                      {.due = 1'000'000us, .started = 1'000'250us, .done = 1'004'251us},
                      StepTimer(), 1);
  EXPECT_EQ(Only(timings_.queue), 250us);
  EXPECT_EQ(Only(timings_.task), 4001us);
  EXPECT_EQ(Only(timings_.response), 4251us);
}

TEST_F(VitalsRecorderTest, CountsAllOfATaskWithoutStepsAsRest) {
  recorder_.Completed(0, {.due = 0us, .started = 10us, .done = 110us}, StepTimer(), 1);
  EXPECT_EQ(Only(timings_.rest), 100us);
}

TEST_F(VitalsRecorderTest, RecordsTheStepsThatWereOpenedAndNoOthers) {
  StepTimer steps;
  {
    const auto step = steps.Step(1);
  }
  recorder_.Completed(0, {.due = 0us, .started = 0us, .done = 1'000'000us}, steps, 1);
  EXPECT_EQ(Only(timings_.steps[0]), std::nullopt);
  EXPECT_EQ(Only(timings_.steps[1]), steps.Elapsed(1));
  EXPECT_EQ(Only(timings_.steps[2]), std::nullopt);
  EXPECT_EQ(Only(timings_.steps[3]), std::nullopt);
}

TEST_F(VitalsRecorderTest, HasPartsThatAddUpToTheMicrosecond) {
  std::mt19937 random(9);
  for (int i = 0; i < 1000; ++i) {
    const microseconds due = SteadyMicroseconds() - microseconds(random() % 1000);
    const microseconds started = SteadyMicroseconds();
    StepTimer steps;
    for (std::size_t step = 0; step < random() % 5; ++step) {
      const auto open = steps.Step(step);
    }
    recorder_.Completed(0, {.due = due, .started = started, .done = SteadyMicroseconds()},
                        steps, 1);
  }
  EXPECT_EQ(Sum(timings_.queue) + Sum(timings_.task), Sum(timings_.response));
  microseconds parts = Sum(timings_.rest);
  for (const auto& step : timings_.steps) parts += Sum(step);
  EXPECT_EQ(parts, Sum(timings_.task));
  EXPECT_EQ(HistogramSnapshot(timings_.rest).count(), 1000U);
}

TEST_F(VitalsRecorderTest, KeepsTheHighestBacklog) {
  for (const std::uint64_t backlog : {3, 7, 5}) {
    recorder_.Completed(0, {.due = 0us, .started = 0us, .done = 0us}, StepTimer(),
                        backlog);
  }
  EXPECT_EQ(stage_.max_backlog, 7U);
}

TEST_F(VitalsRecorderTest, HasABacklogOfZeroBeforeTheFirstTask) {
  EXPECT_EQ(stage_.max_backlog, 0U);
}

TEST_F(VitalsRecorderTest, PublishesThatItsWorkloadFailed) {
  recorder_.Failed("the workload threw \"no cart\".", true);
  EXPECT_EQ(vitals_.state, WorkerState::kWorkloadFailed);
  EXPECT_EQ(vitals_.error.view(), "the workload threw \"no cart\".");
}

TEST_F(VitalsRecorderTest, RecordsHowLateTheLoopWas) {
  recorder_.LoopLag(123us, 10ms);
  EXPECT_EQ(Only(block_->loop_lag), 123us);
}

TEST_F(VitalsRecorderTest, CountsEachTickThatABlockedLoopMissed) {
  // A loop that stands still for a second of ten: a tenth of its ticks are late.
  for (int i = 0; i < 900; ++i) recorder_.LoopLag(0us, 10ms);
  recorder_.LoopLag(995ms, 10ms);
  const shm::HistogramSnapshot lag(block_->loop_lag);
  EXPECT_EQ(lag.count(), 1000U);
  EXPECT_EQ(lag.Max(), 995ms);
  EXPECT_NEAR(lag.Percentile(99)->count(), 895'000, 8000);
  EXPECT_EQ(lag.Percentile(90), 0us);
}

TEST_F(VitalsRecorderTest, CountsLooksAtTheTimerAsTheOriginalDoes) {
  for (int i = 0; i < 900; ++i) recorder_.LoopLag(0us, 10ms);
  recorder_.LoopLag(995ms, 10ms);
  EXPECT_EQ(vitals_.loop_looks, 901U);
  EXPECT_EQ(vitals_.loop_late_us, 995'000U);
}

TEST_F(VitalsRecorderTest, AddsUpSamplesOfMemoryAndKeepsTheHighest) {
  for (const std::uint64_t bytes : {3'000'000'000U, 4'000'000'000U, 3'500'000'000U}) {
    recorder_.Memory(bytes);
  }
  EXPECT_EQ(vitals_.memory_samples, 3U);
  EXPECT_EQ(vitals_.memory_sum_bytes, 10'500'000'000U);
  EXPECT_EQ(vitals_.memory_max_bytes, 4'000'000'000U);
}

TEST_F(VitalsRecorderTest, SaysThatItWaitsToPrepareItsData) {
  recorder_.Unprepared();
  EXPECT_EQ(vitals_.state, WorkerState::kUnprepared);
}

TEST_F(VitalsRecorderTest, CountsThePartsOfItsDataThatItHasPrepared) {
  recorder_.PartPrepared();
  recorder_.PartPrepared();
  EXPECT_EQ(vitals_.parts_prepared, 2U);
}

}  // namespace
}  // namespace redline::worker
