#include "worker/ticker.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <thread>
#include <vector>

namespace redline::worker {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using std::chrono::steady_clock;

struct Tick {
  Ticker::Duration at;  // Since the ticker was made.
  Ticker::Duration late;
};

// The first ticks; `stall` blocks the loop after the first of them.
std::vector<Tick> FirstTicks(std::size_t count, Ticker::Duration interval,
                             Ticker::Duration stall) {
  asio::io_context loop(1);
  std::vector<Tick> ticks;
  const auto run = [&]() -> asio::awaitable<void> {
    const auto start = steady_clock::now();
    Ticker ticker(loop, interval);
    while (ticks.size() < count) {
      const Ticker::Duration late = co_await ticker.Next();
      ticks.push_back({.at = steady_clock::now() - start, .late = late});
      if (ticks.size() == 1) std::this_thread::sleep_for(stall);
    }
  };
  asio::co_spawn(loop, run(), asio::detached);
  loop.run();
  return ticks;
}

TEST(Ticker, TicksNoEarlierThanEachMultipleOfItsInterval) {
  const std::vector<Tick> ticks = FirstTicks(5, 4ms, 0ms);
  for (std::size_t i = 0; i < ticks.size(); ++i) {
    EXPECT_GE(ticks[i].at, (i + 1) * 4ms) << i;
    EXPECT_GE(ticks[i].late, 0ms) << i;
  }
}

TEST(Ticker, SaysHowLateTheLoopWasForTheFirstTickThatItMissed) {
  // The second tick is due at 10 ms, and the loop blocked until 30 ms at least.
  const std::vector<Tick> ticks = FirstTicks(2, 5ms, 25ms);
  EXPECT_GE(ticks[1].late, 20ms);
  EXPECT_GE(ticks[1].late, ticks[1].at - 11ms);
  EXPECT_LE(ticks[1].late, ticks[1].at - 10ms);
}

TEST(Ticker, TakesMissedTicksForOneAndGoesOnOnItsMultiples) {
  // Ticks at 10, 20 and 30 ms pass while the loop is blocked.
  const std::vector<Tick> ticks = FirstTicks(3, 10ms, 35ms);
  EXPECT_GE(ticks[1].late, 25ms);
  EXPECT_LT(ticks[2].late, ticks[1].late);
  EXPECT_GE(ticks[2].at, 50ms);
}

}  // namespace
}  // namespace redline::worker
