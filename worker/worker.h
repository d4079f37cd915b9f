// A worker: takes tasks from its ring, in the order issued, performs the workload for
// each, and records how long everything took.
//
// It has as many hands as it may have tasks at once. A hand that finds no task parks, but
// for one that keeps the lookout: it sleeps until a task comes. A hand that takes a task
// calls one that is parked, which takes the next task or keeps the lookout in its turn.
//
// One thread, one Boost.Asio event loop. While a task waits for Redis the
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
#include <cstddef>
#include <deque>
#include <exception>
#include <memory>
#include <vector>

#include "base/parking_spot.h"
#include "base/unique_fd.h"
#include "shm/segment.h"
#include "shm/task_ring.h"
#include "worker/redis_channels.h"
#include "worker/task/workload_kind.h"
#include "worker/task_hand.h"
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

  // `find_workload` is worker::FindWorkload, or what stands for it. Throws
  // shm::SegmentError.
  Worker(Inherited inherited, WorkloadFinder find_workload);

  // Works until told to stop. Throws what kept it from working; the block says it too.
  void Run();

 private:
  // Sees to it that the hands can work, and lets them.
  boost::asio::awaitable<void> Start();
  // When the supervisor says so.
  boost::asio::awaitable<void> Prepare();
  // A hand, which parks at its spot.
  boost::asio::awaitable<void> Work(TaskHand& hand, ParkingSpot& spot);
  // Returns when there may be a task to take.
  boost::asio::awaitable<void> KeepLookout();
  void CallOneThatIsParked();
  boost::asio::awaitable<void> AwaitWakeup();
  boost::asio::awaitable<void> Monitor();

  // Ends the loop; `failure` is null if a hand has found that it is to stop.
  void End(const std::exception_ptr& failure);
  void TellSupervisor();
  shm::Phase phase() const;

  const WorkloadFinder find_workload_;
  const std::size_t index_;
  shm::Segment segment_;
  const UniqueFd status_;
  VitalsRecorder recorder_;
  shm::TaskRingConsumer ring_;

  boost::asio::io_context loop_{1};
  boost::asio::posix::stream_descriptor wakeup_;
  std::exception_ptr failure_;  // What ended it.
  RedisChannels channels_;
  std::unique_ptr<WorkloadKind> workload_;
  std::deque<TaskHand> hands_;
  std::deque<ParkingSpot> spots_;     // Of each hand one.
  std::vector<ParkingSpot*> parked_;  // The one that parked last goes first: its data are
                                      // still in a cache.
  bool lookout_kept_ = false;
};

}  // namespace redline::worker

#endif  // REDLINE_WORKER_WORKER_H_
