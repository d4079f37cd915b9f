// Gives each task to a worker: in turn, at random, or to the one that has least to do.
//
// Owns the producers' ends of the workers' rings and, for each, refers to the eventfd on
// which the worker sleeps. Used by the issuer's thread only.
#ifndef REDLINE_RUNNER_ISSUE_DISPATCHER_H_
#define REDLINE_RUNNER_ISSUE_DISPATCHER_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/split_mix.h"
#include "runner/issue/dispatch_mode.h"
#include "runner/issue/held_back.h"
#include "shm/task_ring.h"

namespace redline::runner {

class Dispatcher {
 public:
  struct Lane {
    shm::TaskRingProducer ring;
    int wakeup_fd;  // Not owned; outlives the dispatcher.
  };

  // The same seed and number of lanes give the same workers in random mode, task by task.
  // REQUIRES: at least one lane, and at most 2^32.
  explicit Dispatcher(std::vector<Lane> lanes,
                      DispatchMode mode = DispatchMode::kRoundRobin,
                      std::uint64_t seed = 0);

  // A worker to which a task should have gone, and whose backlog was at its limit.
  struct Refusal {
    std::size_t worker;
    std::uint64_t backlog;
    // The worst lateness of its tasks since its backlog was last low, the refused one
    // included; at least HeldBack::kPunctual.
    std::chrono::nanoseconds held_back;
  };

  // Pushes the task to the worker whose turn it is, to any, or to the one with the
  // smallest backlog; a refused task is pushed nowhere. So kLeastBacklog refuses only if
  // all workers are at their limits.
  //
  // Takes some nanoseconds however many workers there are, but with kLeastBacklog
  // O(workers): it looks at a cache line of each, which that worker writes, until it
  // finds one that is idle. With 500 busy workers that was 0.6 µs, and 0.9 µs while
  // another CPU wrote those lines; with all lines just written, 10 ns for each.
  std::optional<Refusal> Dispatch(const shm::Task& task);

  // Wakes the workers that slept when they were given tasks, each once. To be called
  // after each Dispatch or after a batch of them, also one that ended with a refusal.
  // Looks only at workers that were given tasks since the last call.
  void WakeSleepers();

  // The tasks that are given to a worker and not completed. REQUIRES: an index of a lane.
  std::uint64_t Backlog(std::size_t worker) const {
    return lanes_[worker].ring.Backlog();
  }
  std::uint64_t TotalBacklog() const;
  // The highest of one worker.
  std::uint64_t WorstBacklog() const;

 private:
  // The lane of the next task.
  std::size_t Choose();
  std::size_t RandomLane();
  std::size_t LeastBusyLane() const;

  std::vector<Lane> lanes_;
  std::vector<HeldBack> held_back_;  // By lane.
  const DispatchMode mode_;
  SplitMix random_;
  // The lane whose turn it is, after the one that was given the last task.
  std::size_t next_ = 0;
  // Lanes given tasks since the last WakeSleepers, each once.
  std::vector<std::size_t> given_;
  std::vector<bool> is_given_;  // By lane.
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_ISSUE_DISPATCHER_H_
