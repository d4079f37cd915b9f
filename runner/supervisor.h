// One run, from its plan to its result: the life of a run, top-down.
//
//   Redis → segment → workers ready → issue (warm-up, measured) → drain → stop → judge
//
// Owns everything that a run needs: the private Redis, the segment, the workers, the
// issuer and its thread. One event loop on the calling thread handles signals, ends of
// children and the display; tasks are issued on a thread of their own.
#ifndef REDLINE_RUNNER_SUPERVISOR_H_
#define REDLINE_RUNNER_SUPERVISOR_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "reporting/preflight.h"
#include "reporting/progress.h"
#include "reporting/result.h"
#include "runner/change_signal.h"
#include "runner/display.h"
#include "runner/fleet_session.h"
#include "runner/issue_clock.h"
#include "runner/issuer.h"
#include "runner/judge.h"
#include "runner/plan.h"
#include "runner/run_redis.h"
#include "runner/series_recorder.h"
#include "runner/usage_watch.h"
#include "runner/worker_pool.h"
#include "shm/segment.h"

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

  // `worker` is the worker's executable. The display outlives the supervisor.
  Supervisor(const Plan& plan, std::filesystem::path worker, Display& display);
  ~Supervisor();

  // Once. Handles SIGINT, SIGTERM, SIGQUIT and SIGHUP (unless that is ignored, as nohup
  // has it) from now on: the first ends the run with a partial result. SIGINT or SIGQUIT
  // after that kills the workers, and once more ends the process at once; the others may
  // come several times for one reason. Also keeps the terminal in order when it is
  // stopped (SIGTSTP) and goes on. Throws EnvironmentError or UsageError if there is
  // nothing to report.
  Outcome Run();

 private:
  using TimePoint = Pacer::TimePoint;

  boost::asio::awaitable<void> Live();
  boost::asio::awaitable<void> JoinFleet();
  // The preflight: shows it, or throws what makes the run impossible.
  boost::asio::awaitable<void> CheckPlan();
  boost::asio::awaitable<void> StartWorkers();
  // With --flushall, by one dyno of a fleet: the first step that changes anything.
  boost::asio::awaitable<void> EmptyRedis();
  // All dynos of the fleet are ready, and when they begin is agreed. Throws
  // EnvironmentError if one cannot begin, or not all have come in time.
  boost::asio::awaitable<void> AwaitFleet();
  // When this dyno begins. REQUIRES: the fleet has a start.
  TimePoint FleetStart() const;
  bool stopped_by_fleet() const { return fleet_ && !fleet_->trouble().empty(); }
  [[noreturn]] void ThrowWorkerLost(std::size_t lost) const;
  boost::asio::awaitable<void> Issue();
  boost::asio::awaitable<void> Drain();
  boost::asio::awaitable<void> StopWatching();
  void MeasureMemory();
  boost::asio::awaitable<void> StopWorkers();

  boost::asio::awaitable<void> WatchSignals();
  void Interrupt(int signal);
  // Does what SIGTSTP does by itself, with the terminal in order; returns when we go on.
  void StandStill();
  boost::asio::awaitable<void> WatchWorkerStates();
  boost::asio::awaitable<void> Show();
  boost::asio::awaitable<void> MeasureLoopLag();

  // What the fleet has done by now, in the measured phase.
  FleetLook LookAt(TimePoint now) const;
  // What neither the segment nor the watch knows.
  void FillOwn(reporting::Result& result) const;

  bool interrupted() const { return signal_ != 0; }
  bool worker_lost() const { return pool_ && pool_->FirstLost(); }
  // Ends the issuer's thread, early if it still runs.
  void JoinIssuer();
  // Settles how the run ended, if a signal, a lost worker or the fleet has ended it.
  // Throws EnvironmentError if the fleet has before its start.
  boost::asio::awaitable<void> CheckEndedEarly();
  // Whether we are interrupted, or will be in the next moment.
  boost::asio::awaitable<bool> InterruptedSoon();
  void EndByWorker(std::size_t worker, std::uint64_t backlog, TimePoint at);
  // If the end is an early one.
  void TellFleetOfEnd();
  void End(RunEnd end, TimePoint at);
  std::uint64_t TotalBacklog() const;
  shm::RunSettings WorkerSettings() const;
  // How long the measured phase has lasted; nothing before it.
  std::optional<reporting::Seconds> Uptime(TimePoint now) const;
  reporting::Progress ProgressAt(TimePoint now, reporting::RunPhase phase) const;

  const Plan& plan_;
  const std::filesystem::path worker_;
  Display& display_;
  const std::string run_id_;
  const std::string started_;

  boost::asio::io_context loop_{1};
  boost::asio::signal_set signals_;
  ChangeSignal changed_;
  int signal_ = 0;
  bool hurried_ = false;
  bool stood_still_ = false;  // By StandStill; until SIGCONT says so.

  std::optional<RunRedis> redis_;        // Nothing if the workload needs none.
  std::unique_ptr<FleetSession> fleet_;  // Null if the run is a part of none.
  std::optional<shm::Segment> segment_;
  std::optional<WorkerPool> pool_;

  SteadyIssueClock clock_;
  std::optional<Dispatcher> dispatcher_;
  std::optional<Issuer> issuer_;
  std::thread issuer_thread_;
  std::optional<IssueOutcome> issued_;

  std::optional<reporting::Preflight> preflight_;
  std::optional<UsageWatch> watch_;
  bool watch_over_ = false;
  // How late this loop was to notice a timer, in the measured phase.
  shm::SharedHistogram loop_lag_;
  // Of each worker, at the end.
  std::vector<std::optional<double>> proportional_memory_;

  std::optional<RunEnd> end_;
  std::optional<TimePoint> end_time_;
  std::optional<TimePoint> spawned_;
  std::optional<reporting::Seconds> workers_ready_;
  std::optional<reporting::Seconds> drain_;
  std::string leftover_;
  std::string stop_failure_;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_SUPERVISOR_H_
