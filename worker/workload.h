// What a worker does for each task.
//
// A workload is created once per worker, on the worker's only thread, after its
// connection (if it has one) is up. Perform is called for one task at a time, in the
// order in which the tasks were issued, and reads top-down: a coroutine that awaits
// Redis while the worker's event loop runs on.
//
// To measure a task of your own, derive from this class and name it in
// worker/workloads/workload_names.h and workload_registry.cc.
#ifndef REDLINE_WORKER_WORKLOAD_H_
#define REDLINE_WORKER_WORKLOAD_H_

#include <boost/asio/awaitable.hpp>
#include <string_view>
#include <vector>

#include "worker/step_timer.h"

namespace redline::worker {

class Workload {
 public:
  virtual ~Workload() = default;

  // The names of the steps, in the order of the indices that Perform gives to the
  // timer; at most shm::kMaxSteps. A leading "fn:" marks a function of the mapper: it is
  // shown in tables and left out in JSON.
  virtual std::vector<std::string_view> StepNames() const = 0;

  // Performs one task. Throws (redis::RedisError for a trouble with Redis) if the task
  // did not complete.
  virtual boost::asio::awaitable<void> Perform(StepTimer& timer) = 0;
};

}  // namespace redline::worker

#endif  // REDLINE_WORKER_WORKLOAD_H_
