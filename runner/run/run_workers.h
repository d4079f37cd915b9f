// The workers of a run and the segment that it shares with them, from their start to
// their end.
//
// On the supervisor's event loop only, which outlives it; so do all references.
#ifndef REDLINE_RUNNER_RUN_RUN_WORKERS_H_
#define REDLINE_RUNNER_RUN_RUN_WORKERS_H_

#include <sys/types.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "runner/loop/change_signal.h"
#include "runner/plan/plan.h"
#include "runner/verdict/judge.h"
#include "runner/workers/worker_pool.h"
#include "shm/segment.h"

namespace redline::runner {

class RunWorkers {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  // Allocates the segment; starts no process yet. Throws shm::SegmentError or
  // EnvironmentError.
  RunWorkers(const Plan& plan, const shm::RunSettings& settings,
             std::filesystem::path executable, boost::asio::io_context& loop,
             ChangeSignal& changed);

  // Once. `changed` is notified from now on when a worker says something. Throws
  // EnvironmentError.
  void Spawn();
  TimePoint spawned() const { return spawned_; }
  // They fill what their tasks will find, and are ready then. REQUIRES: all are
  // connected.
  void Prepare() { Order(shm::Phase::kPreparing); }
  // They have not all been connected in this time. Throws EnvironmentError.
  [[noreturn]] void ThrowLate(std::chrono::seconds time) const;
  // Not all are ready, and none has prepared anything in this time. Throws
  // EnvironmentError.
  [[noreturn]] void ThrowNotPrepared(std::chrono::seconds time) const;
  // One has ended before it was ready. Throws EnvironmentError.
  [[noreturn]] void ThrowNeverReady() const;

  shm::Segment& segment() { return segment_; }
  const shm::Segment& segment() const { return segment_; }
  WorkerPool& pool() { return pool_; }
  const WorkerPool& pool() const { return pool_; }
  std::vector<pid_t> Pids() const;
  std::uint64_t TotalBacklog() const;
  bool all_spawned() const { return pool_.size() == segment_.worker_count(); }
  bool all_connected() const { return pool_.ConnectedCount() == pool_.size(); }
  bool all_ready() const { return pool_.ReadyCount() == pool_.size(); }
  bool lost() const { return pool_.FirstLost().has_value(); }
  // How the first that is lost ended. REQUIRES: one is.
  RunEnd LossOfFirst() const;
  // Megabytes, of each; of some nothing is known.
  std::vector<std::optional<double>> ProportionalMemory() const;

  // Lets them leave, and kills those that have not within `timeout`. Returns which it has
  // stopped.
  boost::asio::awaitable<std::vector<std::size_t>> Stop(std::chrono::seconds timeout);

 private:
  boost::asio::awaitable<void> WatchStates();
  void Order(shm::Phase phase);

  boost::asio::io_context& loop_;
  ChangeSignal& changed_;
  shm::Segment segment_;
  WorkerPool pool_;
  TimePoint spawned_;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_RUN_RUN_WORKERS_H_
