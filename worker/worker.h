// A worker: takes tasks from its ring, in the order issued and one at a time, performs
// the workload for each, and records how long everything took.
//
// One thread, one Boost.Asio event loop, one connection. While a task waits for Redis the
// loop runs on: a ticker (every 10 ms, less often where workers are many) measures the
// loop's lag, samples the memory and looks for the supervisor's order to stop, upon which
// the worker leaves at once, in the middle of a task if need be. A worker that sleeps may
// be woken to look for that order. It cannot outlive its supervisor: the kernel kills it
// then.
#ifndef REDLINE_WORKER_WORKER_H_
#define REDLINE_WORKER_WORKER_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <chrono>
#include <cstddef>
#include <memory>

#include "base/unique_fd.h"
#include "redis/redis_connection.h"
#include "shm/segment.h"
#include "shm/task_ring.h"
#include "worker/task/workload.h"
#include "worker/task/workload_maker.h"
#include "worker/vitals_recorder.h"

namespace redline::worker {

class Worker {
 public:
  // The settings that the supervisor passes on.
  struct Inherited {
    std::size_t index;
    UniqueFd segment;
    UniqueFd wakeup;  // The eventfd on which to sleep.
    UniqueFd status;  // Takes a byte when the worker's state has changed.
  };

  // `make_workload` is worker::MakeWorkload, or what stands for it. Throws
  // shm::SegmentError.
  Worker(Inherited inherited, WorkloadMaker make_workload);

  // Works until told to stop. Throws what kept it from working; the block says it too.
  void Run();

 private:
  boost::asio::awaitable<void> Work();
  boost::asio::awaitable<void> Start();
  boost::asio::awaitable<void> Connect();
  // When the supervisor says so.
  boost::asio::awaitable<void> Prepare();
  // These two: until it succeeds, as long as what fails may heal; throw what does not.
  // The first returns whether there is more.
  boost::asio::awaitable<bool> PreparePart();
  boost::asio::awaitable<void> Perform(const shm::Task& task);
  boost::asio::awaitable<void> SleepUntilTask();
  boost::asio::awaitable<void> AwaitWakeup();
  boost::asio::awaitable<void> Monitor();

  void TellSupervisor();
  shm::Phase phase() const;

  const WorkloadMaker make_workload_;
  const std::size_t index_;
  shm::Segment segment_;
  const UniqueFd status_;
  VitalsRecorder recorder_;
  shm::TaskRingConsumer ring_;

  boost::asio::io_context loop_{1};
  boost::asio::posix::stream_descriptor wakeup_;
  std::unique_ptr<redis::RedisConnection> connection_;
  bool reopen_ = false;  // The connection is unusable until it is opened again.
  std::unique_ptr<Workload> workload_;
};

}  // namespace redline::worker

#endif  // REDLINE_WORKER_WORKER_H_
