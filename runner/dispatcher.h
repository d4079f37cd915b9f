// Gives each task to a worker: in turn, whatever the workers do.
//
// Owns the producers' ends of the workers' rings and, for each, refers to the eventfd on
// which the worker sleeps. Used by the issuer's thread only.
#ifndef REDLINE_RUNNER_DISPATCHER_H_
#define REDLINE_RUNNER_DISPATCHER_H_

#include <cstddef>
#include <optional>
#include <vector>

#include "shm/task_ring.h"

namespace redline::runner {

class Dispatcher {
 public:
  struct Lane {
    shm::TaskRingProducer ring;
    int wakeup_fd;  // Not owned; outlives the dispatcher.
  };

  // REQUIRES: at least one lane.
  explicit Dispatcher(std::vector<Lane> lanes) : lanes_(std::move(lanes)) {}

  // A worker whose turn it was, and whose backlog was at its limit.
  struct Refusal {
    std::size_t worker;
    std::uint64_t backlog;
  };

  // Pushes the task to the next worker; a refused one is pushed nowhere.
  std::optional<Refusal> Dispatch(const shm::Task& task);

  // Wakes the workers that slept when they were given tasks. To be called after each
  // Dispatch or after a batch of them.
  void WakeSleepers();

  // The tasks that are given to a worker and not completed. REQUIRES: an index of a lane.
  std::uint64_t Backlog(std::size_t worker) const {
    return lanes_[worker].ring.Backlog();
  }
  std::uint64_t TotalBacklog() const;

 private:
  std::vector<Lane> lanes_;
  std::size_t next_ = 0;
  // Lanes given tasks since the last WakeSleepers: the last `given_` before `next_`.
  std::size_t given_ = 0;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_DISPATCHER_H_
