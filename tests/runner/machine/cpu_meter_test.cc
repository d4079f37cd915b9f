#include "runner/machine/cpu_meter.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

namespace redline::runner {
namespace {

using namespace std::chrono_literals;

constexpr CpuMeter::TimePoint kStart{1000s};

// Uses the CPU for so long.
void Burn(CpuTime time) {
  const CpuTime until = *CpuTimeOf(::getpid()) + time;
  while (*CpuTimeOf(::getpid()) < until) {
  }
}

TEST(CpuTimeOf, GrowsWithWhatTheProcessComputes) {
  const CpuTime before = *CpuTimeOf(::getpid());
  Burn(5ms);
  const CpuTime taken = *CpuTimeOf(::getpid()) - before;
  EXPECT_GE(taken, 5ms);
}

TEST(CpuTimeOf, IncludesThreadsThatHaveEnded) {
  const CpuTime before = *CpuTimeOf(::getpid());
  std::thread([] { Burn(5ms); }).join();
  EXPECT_GE(*CpuTimeOf(::getpid()) - before, 5ms);
}

TEST(CpuTimeOf, IsOfAnotherProcessUntilThatIsWaitedFor) {
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    Burn(5ms);
    ::_exit(0);
  }
  // Ended, and not yet waited for.
  siginfo_t info;
  ASSERT_EQ(::waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOWAIT), 0);
  EXPECT_GE(CpuTimeOf(child).value_or(0ns), 5ms);
  ASSERT_EQ(::waitpid(child, nullptr, 0), child);
  EXPECT_EQ(CpuTimeOf(child), std::nullopt);
}

TEST(CpuTimeOf, IsNothingForNoProcess) {
  EXPECT_EQ(CpuTimeOf(0), std::nullopt);
  EXPECT_EQ(CpuTimeOf(-1), std::nullopt);
}

// As many busy threads as CPUs and one more: this one gets its CPU late.
TEST(CpuWaitOf, GrowsWhileOthersHaveTheCpus) {
  const auto before = CpuWaitOf(::getpid());
  if (!before) GTEST_SKIP() << "this kernel does not count it";
  std::atomic<bool> done = false;
  std::vector<std::thread> others;
  for (unsigned i = 0; i < std::thread::hardware_concurrency() + 1; ++i) {
    others.emplace_back([&done] {
      while (!done) {
      }
    });
  }
  const auto deadline = std::chrono::steady_clock::now() + 60s;
  while (*CpuWaitOf(::getpid()) == *before && std::chrono::steady_clock::now() < deadline)
    Burn(5ms);
  done = true;
  for (std::thread& other : others) other.join();
  EXPECT_GT(*CpuWaitOf(::getpid()), *before);
}

TEST(CpuWaitOf, IsNothingForNoProcess) { EXPECT_EQ(CpuWaitOf(-1), std::nullopt); }

TEST(CpuMeter, HasNothingBeforeTheSecondReading) {
  CpuMeter meter;
  EXPECT_EQ(meter.Percent(), std::nullopt);
  meter.Add(5s, kStart);
  EXPECT_EQ(meter.Percent(), std::nullopt);
  meter.Add(5s, kStart);
  EXPECT_EQ(meter.Percent(), std::nullopt);
}

TEST(CpuMeter, IsFromTheFirstReadingToTheLast) {
  CpuMeter meter;
  meter.Add(5s, kStart);
  meter.Add(6s, kStart + 2s);
  EXPECT_EQ(meter.Percent(), 50);
  meter.Add(7s, kStart + 8s);
  EXPECT_EQ(meter.Percent(), 25);
}

TEST(CpuMeter, MayBeMoreThanOneCore) {
  CpuMeter meter;
  meter.Add(0s, kStart);
  meter.Add(3s, kStart + 2s);
  EXPECT_EQ(meter.Percent(), 150);
}

TEST(CpuMeter, OfAnEndedProcessIsOfTheTimeThatItWasSeen) {
  CpuMeter meter;
  meter.Add(0s, kStart);
  meter.Add(1s, kStart + 2s);
  meter.Add(std::nullopt, kStart + 10s);
  EXPECT_EQ(meter.Percent(), 50);
}

TEST(CpuMeter, TakesNoOtherProcessForTheSame) {
  CpuMeter meter;
  meter.Add(5s, kStart);
  meter.Add(6s, kStart + 2s);
  meter.Add(1s, kStart + 3s);
  EXPECT_EQ(meter.Percent(), 50);
}

TEST(CpuMeter, OfAProcessThatWasNeverThereIsNothing) {
  CpuMeter meter;
  meter.Add(std::nullopt, kStart);
  meter.Add(std::nullopt, kStart + 1s);
  EXPECT_EQ(meter.Percent(), std::nullopt);
}

}  // namespace
}  // namespace redline::runner
