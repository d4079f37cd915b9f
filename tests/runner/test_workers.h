// Workers as the dispatcher knows them, in one process: a ring and an eventfd each.
#ifndef REDLINE_TESTS_RUNNER_TEST_WORKERS_H_
#define REDLINE_TESTS_RUNNER_TEST_WORKERS_H_

#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "base/unique_fd.h"
#include "runner/issue/dispatcher.h"
#include "tests/shm/test_ring.h"

namespace redline::runner {

class TestWorkers {
 public:
  TestWorkers(std::size_t workers, std::uint64_t limit) {
    for (std::size_t i = 0; i < workers; ++i) workers_.emplace_back(limit);
  }

  // The producers' ends, once.
  std::vector<Dispatcher::Lane> Lanes() {
    std::vector<Dispatcher::Lane> lanes;
    for (Worker& worker : workers_) {
      lanes.push_back({worker.ring.producer, worker.wakeup.get()});
    }
    return lanes;
  }

  std::size_t size() const { return workers_.size(); }

  std::optional<shm::Task> Pop(std::size_t worker) { return workers_[worker].ring.Pop(); }

  // All tasks of a worker, completed with this.
  std::vector<std::uint64_t> SequencesOf(std::size_t worker) {
    std::vector<std::uint64_t> sequences;
    while (const auto task = Pop(worker)) sequences.push_back(task->sequence);
    return sequences;
  }

  void FallAsleep(std::size_t worker) {
    EXPECT_TRUE(workers_[worker].ring.consumer.PrepareToSleep());
  }

  // How often a worker was woken since the last call.
  std::uint64_t TakeWakeups(std::size_t worker) {
    std::uint64_t count = 0;
    // Fails if there was none: the eventfd does not block.
    const auto size = ::read(workers_[worker].wakeup.get(), &count, sizeof count);
    return size == sizeof count ? count : 0;
  }

 private:
  struct Worker {
    explicit Worker(std::uint64_t limit) : ring(limit) {}

    shm::TestRing ring;
    UniqueFd wakeup{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
  };

  std::deque<Worker> workers_;
};

}  // namespace redline::runner

#endif  // REDLINE_TESTS_RUNNER_TEST_WORKERS_H_
