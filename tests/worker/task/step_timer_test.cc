#include "worker/task/step_timer.h"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <stdexcept>

namespace redline::worker {
namespace {

using namespace std::chrono_literals;
using std::chrono::microseconds;

// Returns when the clock has gone on by that much, without sleeping.
void Pass(microseconds time) {
  const microseconds end = SteadyMicroseconds() + time;
  while (SteadyMicroseconds() < end) {
  }
}

TEST(SteadyMicroseconds, AreTheSteadyClocksCutToWholeOnes) {
  const auto before = std::chrono::steady_clock::now().time_since_epoch();
  const microseconds now = SteadyMicroseconds();
  const auto after = std::chrono::steady_clock::now().time_since_epoch();
  EXPECT_GT(now, before - 1us);
  EXPECT_LE(now, after);
}

TEST(StepTimer, HasNoTimeForAStepThatWasNeverOpened) {
  StepTimer timer;
  {
    const auto step = timer.Step(1);
  }
  EXPECT_EQ(timer.Elapsed(0), std::nullopt);
  EXPECT_EQ(timer.Elapsed(2), std::nullopt);
  EXPECT_NE(timer.Elapsed(1), std::nullopt);
}

TEST(StepTimer, HasNoTimeForAStepThatIsStillOpen) {
  StepTimer timer;
  const auto step = timer.Step(0);
  EXPECT_EQ(timer.Elapsed(0), std::nullopt);
}

TEST(StepTimer, TimesAStepFromItsOpeningToItsEnd) {
  StepTimer timer;
  const microseconds before = SteadyMicroseconds();
  {
    const auto step = timer.Step(0);
    Pass(200us);
  }
  const microseconds after = SteadyMicroseconds();
  EXPECT_GE(timer.Elapsed(0), 200us);
  EXPECT_LE(timer.Elapsed(0), after - before);
}

TEST(StepTimer, AddsUpAStepThatIsOpenedAgain) {
  StepTimer timer;
  for (int i = 0; i < 3; ++i) {
    const auto step = timer.Step(0);
    Pass(100us);
  }
  EXPECT_GE(timer.Elapsed(0), 300us);
}

TEST(StepTimer, LeavesOutWhatIsBetweenSteps) {
  StepTimer timer;
  const microseconds before = SteadyMicroseconds();
  {
    const auto step = timer.Step(0);
  }
  Pass(500us);
  {
    const auto step = timer.Step(0);
  }
  EXPECT_LE(*timer.Elapsed(0) + 500us, SteadyMicroseconds() - before);
}

TEST(StepTimer, NeverCountsMoreInItsStepsThanPassed) {
  for (int run = 0; run < 1000; ++run) {
    StepTimer timer;
    const microseconds before = SteadyMicroseconds();
    for (std::size_t i = 0; i < shm::kMaxSteps; ++i) const auto step = timer.Step(i);
    const microseconds after = SteadyMicroseconds();
    microseconds sum(0);
    for (std::size_t i = 0; i < shm::kMaxSteps; ++i) sum += *timer.Elapsed(i);
    ASSERT_LE(sum, after - before);
  }
}

TEST(StepTimer, EndsAStepThatAnExceptionLeaves) {
  StepTimer timer;
  try {
    const auto step = timer.Step(3);
    throw std::runtime_error("an error");
  } catch (const std::runtime_error&) {
  }
  EXPECT_NE(timer.Elapsed(3), std::nullopt);
}

}  // namespace
}  // namespace redline::worker
