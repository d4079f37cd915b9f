#include "runner/watch/usage_watch.h"

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace redline::runner {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using std::chrono::steady_clock;

// Between two looks at Redis: what INFO costs it is nothing once a second.
constexpr std::chrono::seconds kInterval{1};
// A sparkline is at most a terminal's line.
constexpr std::size_t kPointsShownLive = 240;

}  // namespace

UsageWatch::UsageWatch(const asio::any_io_executor& executor,
                       std::optional<redis::ConnectOptions> redis,
                       std::vector<pid_t> workers, LookAtRun look_at_run)
    : timer_(executor),
      workers_(workers.size()),
      cpu_(std::move(workers)),
      look_at_run_(std::move(look_at_run)) {
  if (redis) redis_.emplace(*std::move(redis), kSampleTimeout);
}

awaitable<void> UsageWatch::Run(TimePoint start, TimePoint end) {
  if (redis_) co_await redis_->Connect();
  co_await WaitUntil(start);
  if (stopped_) co_return;
  TimePoint next = start;
  TimePoint next_at_all = start;
  for (bool last = false;; last = stopped_ || next >= end) {
    if (last || next >= next_at_all) {
      co_await LookAtAll();
      next_at_all = next + kInterval;
    } else {
      series_.Look(LookWithoutRedis(steady_clock::now()));
    }
    if (last) {
      measured_cpu_ = cpu_;
      co_return;
    }
    const auto interval = std::chrono::round<std::chrono::milliseconds>(
        SeriesRecorder::LookInterval(next - start, workers_));
    // After a look that took long, go on from now.
    next = std::min(std::max(next + interval, steady_clock::now()), end);
    co_await WaitUntil(next);
  }
}

void UsageWatch::Stop() {
  stopped_ = true;
  timer_.cancel();
}

void UsageWatch::LookAfterDrain(TimePoint now) {
  series_.Look(LookWithoutRedis(now), true);
}

void UsageWatch::LookAfterStop(TimePoint now) { series_.Complete(look_at_run_(now)); }

void UsageWatch::Fill(reporting::Result& result, Detail detail) const {
  measured_cpu_.value_or(cpu_).Fill(result);
  if (redis_) result.redis = redis_->Usage();
  if (detail != Detail::kAll) {
    result.series.points = series_.Points(kPointsShownLive);
  } else {
    result.series = {.points = series_.Points(), .by_worker = series_.ByWorker()};
  }
}

awaitable<void> UsageWatch::WaitUntil(TimePoint time) {
  if (stopped_) co_return;
  timer_.expires_at(time);
  boost::system::error_code stopped;
  co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, stopped));
}

awaitable<void> UsageWatch::LookAtAll() {
  RunLook look = LookWithoutRedis(steady_clock::now());
  if (redis_) {
    co_await redis_->Sample();
    look.redis = redis_->LastStretch();
  }
  series_.Look(std::move(look));
}

RunLook UsageWatch::LookWithoutRedis(TimePoint now) {
  RunLook look = look_at_run_(now);
  cpu_.Read(now);
  look.workers_cpu = cpu_.WorkersUsed();
  look.supervisor_cpu = cpu_.SupervisorUsed();
  look.machine = cpu_.machine();
  return look;
}

}  // namespace redline::runner
