#include "runner/watch/usage_watch.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <chrono>
#include <cstdint>
#include <exception>
#include <vector>

#include "redis/redis_url.h"
#include "runner/machine/cpu_meter.h"
#include "tests/testing/redis_server.h"

namespace redline::runner {
namespace {

using redline::testing::RedisServer;
using std::chrono::steady_clock;
using namespace std::chrono_literals;

RunLook NothingDone(steady_clock::time_point now) {
  RunLook look;
  look.at = now.time_since_epoch();
  look.workers.resize(1);
  return look;
}

class UsageWatchTest : public ::testing::Test {
 protected:
  redis::ConnectOptions Options() const {
    return {.url = redis::ParseRedisUrl(server_.Url()), .tls = {}, .timeout = 5s};
  }
  // Runs it to its end.
  void Run(UsageWatch& watch, steady_clock::time_point start,
           steady_clock::time_point end) {
    co_spawn(loop_, watch.Run(start, end), [](std::exception_ptr failure) {
      if (failure) std::rethrow_exception(failure);
    });
    loop_.run();
  }
  static reporting::Result Filled(const UsageWatch& watch) {
    reporting::Result result;
    result.workers.resize(1);
    watch.Fill(result, Detail::kAll);
    return result;
  }

  RedisServer server_;
  boost::asio::io_context loop_{1};
};

TEST_F(UsageWatchTest, LooksAtTheStartAndAtTheEnd) {
  UsageWatch watch(loop_.get_executor(), Options(), {::getpid()}, NothingDone);
  const auto start = steady_clock::now() + 20ms;
  Run(watch, start, start + 50ms);
  EXPECT_GE(steady_clock::now(), start + 50ms);
  const reporting::Result result = Filled(watch);
  ASSERT_TRUE(result.redis);
  EXPECT_EQ(result.redis->samples, 2u);
  EXPECT_TRUE(result.redis->cpu_percent_mean);
  EXPECT_TRUE(result.workers[0].cpu_percent);
  EXPECT_TRUE(result.supervisor_cpu_percent);
}

TEST_F(UsageWatchTest, LooksOnceASecond) {
  UsageWatch watch(loop_.get_executor(), Options(), {::getpid()}, NothingDone);
  const auto start = steady_clock::now();
  Run(watch, start, start + 1050ms);
  EXPECT_EQ(Filled(watch).redis->samples, 3u);
}

TEST_F(UsageWatchTest, KeepsWhatItSawAsASeries) {
  std::uint64_t due = 0;
  UsageWatch watch(loop_.get_executor(), Options(), {::getpid()},
                   [&](steady_clock::time_point now) {
                     RunLook look = NothingDone(now);
                     look.due = due;
                     due += 10;
                     return look;
                   });
  const auto start = steady_clock::now();
  Run(watch, start, start + 1200ms);
  watch.LookAfterDrain(start + 1300ms);
  const std::vector<reporting::SeriesPoint> points = Filled(watch).series.points;
  // How many there are is a matter of how busy the machine is.
  ASSERT_GE(points.size(), 4u);
  for (const reporting::SeriesPoint& point : points) {
    EXPECT_GE(point.due, 10u);
    EXPECT_TRUE(point.workers_cpu_percent);
    EXPECT_TRUE(point.supervisor_cpu_percent);
  }
  EXPECT_TRUE(points[points.size() - 2].redis_cpu_percent);
  EXPECT_EQ(points[points.size() - 2].redis_cpu_wait_percent.has_value(),
            CpuWaitOf(::getpid()).has_value());
  EXPECT_TRUE(points[points.size() - 2].machine_cpu_percent);
  EXPECT_TRUE(points[points.size() - 2].redis_memory_mb);
  EXPECT_FALSE(points.back().redis_cpu_percent) << "the drain is not sampled";
  EXPECT_EQ(Filled(watch).series.by_worker.workers.size(), 1u);
}

TEST_F(UsageWatchTest, LooksALastTimeWhenStopped) {
  UsageWatch watch(loop_.get_executor(), Options(), {::getpid()}, NothingDone);
  boost::asio::steady_timer timer(loop_, 50ms);
  timer.async_wait([&](boost::system::error_code) { watch.Stop(); });
  const auto start = steady_clock::now();
  Run(watch, start, start + 1h);
  EXPECT_EQ(Filled(watch).redis->samples, 2u);
}

TEST_F(UsageWatchTest, HasSeenNothingIfItWasStoppedBeforeTheStart) {
  UsageWatch watch(loop_.get_executor(), Options(), {::getpid()}, NothingDone);
  post(loop_, [&] { watch.Stop(); });
  Run(watch, steady_clock::now() + 1h, steady_clock::now() + 2h);
  EXPECT_FALSE(Filled(watch).redis);
  EXPECT_FALSE(Filled(watch).supervisor_cpu_percent);
}

TEST_F(UsageWatchTest, IsNotHeldUpForLongByARedisThatDoesNotAnswer) {
  UsageWatch watch(loop_.get_executor(), Options(), {::getpid()}, NothingDone);
  server_.Freeze();
  const auto start = steady_clock::now();
  Run(watch, start, start + 10ms);
  server_.Resume();
  EXPECT_LT(steady_clock::now() - start, 20s);
  EXPECT_FALSE(Filled(watch).redis);
  EXPECT_TRUE(Filled(watch).supervisor_cpu_percent);
}

TEST_F(UsageWatchTest, WatchesTheCpusWhereThereIsNoRedis) {
  UsageWatch watch(loop_.get_executor(), std::nullopt, {::getpid()}, NothingDone);
  const auto start = steady_clock::now();
  Run(watch, start, start + 10ms);
  EXPECT_FALSE(Filled(watch).redis);
  EXPECT_TRUE(Filled(watch).workers[0].cpu_percent);
}

}  // namespace
}  // namespace redline::runner
