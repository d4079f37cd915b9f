#include "runner/fleet/server_clock.h"

#include <gtest/gtest.h>

#include <chrono>

namespace redline::runner {
namespace {

using namespace std::chrono_literals;
using TimePoint = ServerClock::TimePoint;

TimePoint At(std::chrono::nanoseconds time) { return TimePoint(time); }

TEST(ServerClock, KnowsNothingWithoutAnAnswer) {
  EXPECT_EQ(ServerClock().Offset(), std::nullopt);
  EXPECT_EQ(ServerClock().Uncertainty(), std::nullopt);
}

TEST(ServerClock, TakesTheMiddleOfTheRoundTrip) {
  ServerClock clock;
  clock.Add(At(10s), 1'000'000'000us, At(10s + 4ms));
  EXPECT_EQ(clock.Offset(), 1'000'000'000us - 10'002'000us);
  EXPECT_EQ(clock.Uncertainty(), 2ms);
  EXPECT_EQ(clock.LocalTimeOf(1'000'000'500us), At(10s + 2ms + 500us));
}

TEST(ServerClock, TrustsTheShortestRoundTrip) {
  ServerClock clock;
  clock.Add(At(1s), 101'000'000us, At(1s + 100ms));
  clock.Add(At(2s), 102'000'100us, At(2s + 200us));
  clock.Add(At(3s), 103'090'000us, At(3s + 100ms));
  EXPECT_EQ(clock.Offset(), 100'000'000us);
  EXPECT_EQ(clock.Uncertainty(), 100us);
}

TEST(ServerClock, ForgetsWhatIsLongAgo) {
  ServerClock clock;
  clock.Add(At(1s), 1'000'000us, At(1s));
  for (std::size_t i = 0; i < ServerClock::kAnswersKept; ++i) {
    clock.Add(At(2s), 2'500'000us, At(2s + 1ms));
  }
  EXPECT_EQ(clock.Offset(), 499'500us);
}

}  // namespace
}  // namespace redline::runner
