// Watches a run while its measured phase lasts: the workers, Redis (see RedisSampler),
// and the CPUs (see RunCpuMeter), and keeps what it saw as a series. Looks at the start,
// once a second, and at the end, so that a run of one second has figures too; at the
// workers and their CPUs, in the first seconds, more often, so that a run which fails at
// once shows how.
//
// One event loop's thread only.
#ifndef REDLINE_RUNNER_WATCH_USAGE_WATCH_H_
#define REDLINE_RUNNER_WATCH_USAGE_WATCH_H_

#include <sys/types.h>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "redis/connect_options.h"
#include "reporting/model/result.h"
#include "runner/watch/detail.h"
#include "runner/watch/redis_sampler.h"
#include "runner/watch/run_cpu_meter.h"
#include "runner/watch/series_recorder.h"

namespace redline::runner {

class UsageWatch {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  // For a Redis that does not answer: how long the end of a run may be held up by it.
  static constexpr std::chrono::milliseconds kSampleTimeout{1000};

  // The workers' progress by now; the watch fills in CPUs and Redis.
  using LookAtRun = std::function<RunLook(TimePoint now)>;

  // `redis` is nothing if the workload has none; `workers` are by index.
  UsageWatch(const boost::asio::any_io_executor& executor,
             std::optional<redis::ConnectOptions> redis, std::vector<pid_t> workers,
             LookAtRun look_at_run);

  // Once, before the measured phase begins: connects at once, and returns when it has
  // looked at `end`, or after Stop. Throws no RedisError. REQUIRES: the watch outlives
  // it.
  boost::asio::awaitable<void> Run(TimePoint start, TimePoint end);

  // The measured phase has ended early: Run looks a last time and returns. Does nothing
  // after the end.
  void Stop();

  // The drain is over, or given up: looks once more at the workers and their CPUs. After
  // Run, and while there are workers.
  void LookAfterDrain(TimePoint now);

  // The workers have stopped: what they did after the last look belongs to it.
  void LookAfterStop(TimePoint now);

  // Fills in what has been seen so far, also while Run lasts: the CPU use of workers,
  // supervisor and machine, `redis`, and `series`; for a live view of that only as much
  // as is shown. REQUIRES: as RunCpuMeter::Fill.
  void Fill(reporting::Result& result, Detail detail) const;

 private:
  boost::asio::awaitable<void> WaitUntil(TimePoint time);
  boost::asio::awaitable<void> LookAtAll();
  RunLook LookWithoutRedis(TimePoint now);

  boost::asio::steady_timer timer_;
  bool stopped_ = false;
  std::optional<RedisSampler> redis_;
  const std::size_t workers_;
  RunCpuMeter cpu_;
  // As it was at the end of the measured phase: what CPUs do in the drain is in the
  // series, but in no figure of the run.
  std::optional<RunCpuMeter> measured_cpu_;
  const LookAtRun look_at_run_;
  SeriesRecorder series_;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_WATCH_USAGE_WATCH_H_
