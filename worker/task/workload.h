// A workload: a worker's work for each task.
//
// A workload is created once for each task that a worker may have in hand at once, on the
// worker's only thread, after its connection (if it has one) is up. Perform is called for
// one task at a time, in the order in which the tasks were issued, and reads top-down: a
// coroutine that awaits Redis while the worker's event loop runs on.
//
// To measure a task of your own, write it as a file, or derive from this class:
// docs/workloads.md says how.
#ifndef REDLINE_WORKER_TASK_WORKLOAD_H_
#define REDLINE_WORKER_TASK_WORKLOAD_H_

#include <boost/asio/awaitable.hpp>
#include <stdexcept>

#include "worker/task/step_timer.h"

namespace redline::worker {

// A task went wrong by its own rules, such as an answer that is not the expected one: a
// sentence without a full stop, which begins with the place: "checkout.task:7: ...".
class TaskFailed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Workload {
 public:
  virtual ~Workload() = default;

  // Prepares a part of what tasks are to find in Redis; returns whether there is more.
  // Called before the worker is ready, again and again until there is no more, where the
  // run is to begin with full data (--data=full); it is in no figure. A part is small
  // enough for one answer of Redis. It may be called again after it threw, and Redis may
  // have carried it out then: so it looks first at what is there. Throws as Perform does.
  virtual boost::asio::awaitable<bool> Prepare() { co_return false; }

  // Performs one task, and times its steps by the indices that they have in the
  // workload's description. Throws (redis::RedisError for a trouble with Redis,
  // TaskFailed) if the task did not complete.
  virtual boost::asio::awaitable<void> Perform(StepTimer& timer) = 0;
};

}  // namespace redline::worker

#endif  // REDLINE_WORKER_TASK_WORKLOAD_H_
