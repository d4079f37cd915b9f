// The workers of a run: started together, watched, and ended together.
//
// Owns the child processes; refers to the segment, in which they tell of themselves.
// Main thread only, but that wakeup_fd may be written to from any.
#ifndef REDLINE_RUNNER_WORKERS_WORKER_POOL_H_
#define REDLINE_RUNNER_WORKERS_WORKER_POOL_H_

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/unique_fd.h"
#include "runner/workers/worker_process.h"
#include "shm/segment.h"

namespace redline::runner {

class WorkerPool {
 public:
  // Starts no process yet. The segment outlives the pool.
  WorkerPool(shm::Segment& segment, std::filesystem::path executable);
  // Kills what still runs, and waits for it.
  ~WorkerPool();

  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // Starts one worker per block of the segment. Throws EnvironmentError.
  void SpawnAll();

  std::size_t size() const { return workers_.size(); }
  const WorkerProcess& operator[](std::size_t index) const { return workers_[index]; }

  // Readable when a worker's state has changed; non-blocking.
  int status_fd() const { return status_read_.get(); }

  // Of those that can take tasks; with those that wait to prepare their data, or do.
  std::size_t ReadyCount() const;
  std::size_t ConnectedCount() const;
  // Parts of their data that all of them have prepared.
  std::uint64_t PartsPrepared() const;
  // The first worker, by index, that has ended, if there is one.
  std::optional<std::size_t> FirstLost() const;
  // A worker's reason why it cannot go on: one sentence.
  struct Failure {
    std::string sentence;
    bool of_workload;  // The workload threw something other than an error of Redis.
  };
  // Nothing if that worker has said nothing.
  std::optional<Failure> FailureOf(std::size_t index) const;

  std::vector<std::size_t> Running() const;
  // One sentence on those of these workers, told to stop, that failed to, by a signal or
  // an exit code; empty if none did. It is no failure to have told why (FailureOf: a
  // Redis that has gone at that moment), nor to end by SIGKILL, which those get that do
  // not stop in time, nor by `expected`, the signal that interrupted the run and may have
  // reached workers too; 0 for none.
  std::string StopFailure(const std::vector<std::size_t>& stopped, int expected) const;

  // Takes note of all workers that have ended.
  void Reap();
  bool AllEnded() const;
  void WakeAll();
  void KillAll();

 private:
  shm::Segment& segment_;
  const std::filesystem::path executable_;
  UniqueFd status_read_;
  UniqueFd status_write_;
  std::vector<WorkerProcess> workers_;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_WORKERS_WORKER_POOL_H_
