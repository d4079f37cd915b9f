#include "runner/issue/issue_clock.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace redline::runner {
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

TEST(SteadyIssueClock, TellsTheSteadyClocksTime) {
  SteadyIssueClock clock;
  const auto before = steady_clock::now();
  const auto now = clock.Now();
  EXPECT_GE(now, before);
  EXPECT_LE(now, steady_clock::now());
}

TEST(SteadyIssueClock, WaitsUntilTheTimeHasCome) {
  SteadyIssueClock clock;
  const auto time = clock.Now() + 2ms;
  clock.WaitUntil(time);
  EXPECT_GE(clock.Now(), time);
}

TEST(SteadyIssueClock, DoesNotWaitForThePast) {
  SteadyIssueClock clock;
  clock.WaitUntil(clock.Now() - 1h);
  clock.WaitUntil(SteadyIssueClock::TimePoint());
  EXPECT_FALSE(clock.stopped());
}

// These would outlast the test's time limit if they waited.
TEST(SteadyIssueClock, DoesNotWaitOnceStopped) {
  SteadyIssueClock clock;
  clock.Stop();
  EXPECT_TRUE(clock.stopped());
  clock.WaitUntil(clock.Now() + 24h);
  clock.WaitUntil(clock.Now() + 24h);
}

TEST(SteadyIssueClock, EndsAWaitWhenAnotherThreadStopsIt) {
  SteadyIssueClock clock;
  std::thread waiter([&] {
    while (!clock.stopped()) clock.WaitUntil(clock.Now() + 24h);
  });
  clock.Stop();
  waiter.join();
  EXPECT_TRUE(clock.stopped());
}

TEST(SteadyIssueClock, MayBeStoppedTwice) {
  SteadyIssueClock clock;
  clock.Stop();
  clock.Stop();
  EXPECT_TRUE(clock.stopped());
}

}  // namespace
}  // namespace redline::runner
