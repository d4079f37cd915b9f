// One run, from its plan to its result: the life of a run, top-down.
//
//   Redis → preflight → workers ready → issue (warm-up, measured) → drain → stop → judge
//
// Owns everything that a run needs: the private Redis, the segment, the workers, the
// issuer and its thread. One event loop on the calling thread handles signals, ends of
// children and the display; tasks are issued on a thread of their own.
#ifndef REDLINE_RUNNER_RUN_SUPERVISOR_H_
#define REDLINE_RUNNER_RUN_SUPERVISOR_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "reporting/model/result.h"
#include "runner/display/display.h"
#include "runner/fleet/fleet_session.h"
#include "runner/loop/change_signal.h"
#include "runner/metrics/metrics_listener.h"
#include "runner/metrics/metrics_server.h"
#include "runner/plan/plan.h"
#include "runner/redis/run_redis.h"
#include "runner/run/fleet_part.h"
#include "runner/run/issuing.h"
#include "runner/run/run_ending.h"
#include "runner/run/run_result.h"
#include "runner/run/run_signals.h"
#include "runner/run/run_workers.h"
#include "runner/watch/series_recorder.h"
#include "runner/watch/usage_watch.h"

namespace redline::runner {

class Supervisor {
 public:
  struct Outcome {
    reporting::Result result;  // With its verdict.
    int signal = 0;            // The one that interrupted the run, if one did.
    bool hurried = false;      // Ctrl-C or Ctrl-\\ came again after it.
    std::string leftover;      // A sentence for the user, if keys could not be deleted.
    std::string stop_failure;  // A sentence, if a worker failed when it was to stop.
    std::unique_ptr<FleetSession> fleet;  // If the run is a part of one.
  };

  // `worker` is the worker's executable. At `metrics` the run's are served, unless it is
  // null. It and the display outlive the supervisor.
  Supervisor(const Plan& plan, std::filesystem::path worker, Display& display,
             const MetricsListener* metrics);

  // Once. Handles signals from now on (runner/run/run_signals.h): the first ends the run
  // with a partial result, and a hurried one kills the workers. Throws EnvironmentError
  // or UsageError if there is nothing to report.
  Outcome Run();

 private:
  using TimePoint = std::chrono::steady_clock::time_point;

  boost::asio::awaitable<void> Live();
  boost::asio::awaitable<void> LiveUntilTheEnd();
  // The steps of a life. Each but the last three returns early if the run is to end, and
  // has told `ending_` by then.
  boost::asio::awaitable<void> FindRedis();
  // Shows the preflight, or throws what makes the run impossible.
  boost::asio::awaitable<void> CheckPlan();
  boost::asio::awaitable<void> StartWorkers();
  // Throws EnvironmentError if one has ended; notes since when they are all ready.
  boost::asio::awaitable<void> CheckWorkers();
  // With --flushall, by one dyno of a fleet: the first step that changes anything.
  boost::asio::awaitable<void> EmptyRedis();
  // With --data=full: workers fill what their tasks will find.
  boost::asio::awaitable<void> PrepareData();
  boost::asio::awaitable<void> AwaitFleet();
  boost::asio::awaitable<void> Issue();
  boost::asio::awaitable<void> Drain();
  boost::asio::awaitable<void> StopWatching();
  boost::asio::awaitable<void> StopWorkers();
  boost::asio::awaitable<void> CleanUp();

  // Beside them, for as long as the run lasts: the live view.
  boost::asio::awaitable<void> Show();
  // The run at this moment, for metrics.
  reporting::Result LookForMetrics() const;

  void StartWatching();
  // The run's progress by now, in the measured phase.
  RunLook LookAt(TimePoint now) const;
  reporting::Progress ProgressAt(TimePoint now, reporting::RunPhase phase) const;

  bool interrupted() const { return signals_.interruption() != 0; }
  // Something has happened that ends the run before its start.
  bool cannot_begin() const {
    return interrupted() || worker_lost() || fleet_.is_in_trouble();
  }
  bool worker_lost() const { return workers_ && workers_->lost(); }
  bool is_measuring() const;
  bool is_issued() const { return issuing_ && issuing_->outcome(); }
  // Tells the ending if a signal, a lost worker or the fleet has ended the run. Throws
  // EnvironmentError if the fleet has before its start.
  boost::asio::awaitable<void> CheckEndedEarly();
  // Whether we are interrupted, or will be in the next moment.
  boost::asio::awaitable<bool> InterruptedSoon();
  RunParts Parts() const;

  const Plan& plan_;
  const std::filesystem::path worker_;
  Display& display_;

  boost::asio::io_context loop_{1};
  ChangeSignal changed_;
  RunSignals signals_;
  RunEnding ending_;
  RunNotes notes_;
  FleetPart fleet_;
  std::optional<MetricsServer> metrics_;

  std::optional<RunRedis> redis_;  // Nothing if the workload needs none.
  std::optional<RunWorkers> workers_;
  std::optional<Issuing> issuing_;
  std::optional<UsageWatch> watch_;
  bool watch_over_ = false;
  bool has_prepared_ = false;  // Workers have begun to.

  std::string leftover_;
  std::string stop_failure_;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_RUN_SUPERVISOR_H_
