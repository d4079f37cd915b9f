// The issuer on a thread of its own, as the supervisor has it, with real workers' ends of
// the rings and a main thread that looks on. For ThreadSanitizer above all.

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <thread>
#include <vector>

#include "runner/issue/issue_clock.h"
#include "runner/issue/issuer.h"
#include "shm/histogram_snapshot.h"
#include "tests/runner/test_schedule.h"
#include "tests/runner/test_workers.h"

namespace redline::runner {
namespace {

using namespace std::chrono_literals;
using shm::HistogramSnapshot;
using shm::Phase;
using End = IssueOutcome::End;

constexpr std::size_t kWorkers = 2;

class IssuerThread : public ::testing::Test {
 protected:
  void Start(const Issuer::Schedule& schedule) {
    issuer_.emplace(schedule, dispatcher_, clock_, phase_);
    issuing_ = std::thread([this] {
      SteadyIssueClock::BePunctual();
      outcome_ = issuer_->Run();
      issued_.store(true, std::memory_order_release);
    });
    for (std::size_t i = 0; i < kWorkers; ++i) {
      working_.emplace_back([this, i] { Work(i); });
    }
  }
  // A worker: takes what there is until all has been issued and taken.
  void Work(std::size_t worker) {
    while (true) {
      const bool last = issued_.load(std::memory_order_acquire);
      while (const auto task = workers_.Pop(worker)) completed_[worker] += task->measured;
      if (last) return;
      std::this_thread::yield();
    }
  }
  void Join() {
    issuing_.join();
    for (std::thread& worker : working_) worker.join();
  }

  const IssueProgress& progress() const { return issuer_->progress(); }

  TestWorkers workers_{kWorkers, 100'000};
  Dispatcher dispatcher_{workers_.Lanes()};
  SteadyIssueClock clock_;
  std::atomic<Phase> phase_{Phase::kStarting};
  std::optional<Issuer> issuer_;
  std::thread issuing_;
  std::vector<std::thread> working_;
  std::atomic<bool> issued_{false};
  IssueOutcome outcome_;                    // The issuing thread's until it is joined.
  std::uint64_t completed_[kWorkers] = {};  // The workers' threads' until then.
};

TEST_F(IssuerThread, IsLookedAtWhileItIssues) {
  Start(TestSchedule{
      .rate = 5000, .start = clock_.Now(), .warmup = 100ms, .duration = 300ms});
  std::uint64_t sent = 0;
  while (!issued_.load(std::memory_order_acquire)) {
    const std::uint64_t now = progress().stages[0].sent;
    EXPECT_GE(now, sent);
    sent = now;
    EXPECT_LE(HistogramSnapshot(progress().stages[0].lateness).count(), 1500U);
    EXPECT_LE(progress().warmup_leftover, 50U);
    EXPECT_NE(phase_.load(std::memory_order_relaxed), Phase::kStopping);
    std::this_thread::yield();
  }
  Join();
  EXPECT_EQ(outcome_.end, End::kTimeOver);
  EXPECT_EQ(phase_, Phase::kDraining);
  // A machine that stalls at the end misses some, and says so.
  EXPECT_EQ(progress().stages[0].sent + progress().stages[0].missed, 1500U);
  EXPECT_EQ(HistogramSnapshot(progress().stages[0].lateness).count(),
            progress().stages[0].sent);
  EXPECT_EQ(completed_[0] + completed_[1], progress().stages[0].sent);
}

TEST_F(IssuerThread, EndsWhenAnotherThreadStopsItsClock) {
  Start(TestSchedule{.rate = 0.001, .start = clock_.Now(), .warmup = 0s, .duration = 1h});
  while (phase_.load(std::memory_order_relaxed) != Phase::kMeasuring) {
    std::this_thread::yield();
  }
  clock_.Stop();
  Join();
  EXPECT_EQ(outcome_.end, End::kStopped);
  EXPECT_LT(outcome_.at, clock_.Now() + 1s);
  EXPECT_EQ(completed_[0] + completed_[1], progress().stages[0].sent);
}

}  // namespace
}  // namespace redline::runner
