// One of a worker's hands: performs one task at a time, with a workload and a way to
// Redis of its own, and records it.
//
// A failure of Redis that may heal is waited for, and the whole task is then performed
// anew; it keeps its due time. Belongs to the worker's event loop.
#ifndef REDLINE_WORKER_TASK_HAND_H_
#define REDLINE_WORKER_TASK_HAND_H_

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <stdexcept>

#include "redis/command_channel.h"
#include "redis/redis_error.h"
#include "shm/task.h"
#include "shm/task_ring.h"
#include "worker/backoff.h"
#include "worker/task/workload.h"
#include "worker/vitals_recorder.h"

namespace redline::worker {

// A workload threw something other than an error of Redis.
class WorkloadError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class TaskHand {
 public:
  // What it refers to outlives it; `channel` is the workload's, and null if it has none.
  // `patience` is how long to go on trying while Redis fails in a way that may heal.
  TaskHand(std::unique_ptr<Workload> workload, redis::CommandChannel* channel,
           Backoff::Duration patience, VitalsRecorder& recorder,
           const shm::TaskRingConsumer& ring);

  // These two: until it succeeds, as long as what fails may heal. Throw what does not.

  // Prepares a part of what its tasks will find; returns whether there is more.
  boost::asio::awaitable<bool> PreparePart();

  // Throws redis::RedisError, WorkloadError.
  boost::asio::awaitable<void> Perform(const shm::Task& task);

 private:
  boost::asio::awaitable<void> Reopen();

  const std::unique_ptr<Workload> workload_;
  redis::CommandChannel* const channel_;
  const Backoff::Duration patience_;
  VitalsRecorder& recorder_;
  const shm::TaskRingConsumer& ring_;
  bool reopen_ = false;  // The channel is unusable until it is opened again.
};

}  // namespace redline::worker

#endif  // REDLINE_WORKER_TASK_HAND_H_
