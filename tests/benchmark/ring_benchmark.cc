// The task ring against boost::lockfree::spsc_queue: the same tasks, in the same segment
// of shared memory, pushed by one process and popped by another that runs all the time.
#include <benchmark/benchmark.h>
#include <glog/logging.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <boost/lockfree/spsc_queue.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <new>

#include "shm/cache_line.h"
#include "shm/task.h"
#include "shm/task_ring.h"

namespace redline {
namespace {

using shm::Task;

constexpr std::size_t kCapacity = 128;  // That of the default backlog limit.
constexpr std::uint64_t kTasks = 1 << 22;

class Ring {
 public:
  class Producer {
   public:
    explicit Producer(Ring& ring)
        : ring_(ring.state_, ring.slots_.data(), kCapacity, kCapacity) {}
    bool Push(const Task& task) { return ring_.TryPush(task); }

   private:
    shm::TaskRingProducer ring_;
  };

  class Consumer {
   public:
    explicit Consumer(Ring& ring) : ring_(ring.state_, ring.slots_.data(), kCapacity) {}
    bool Pop(Task& task) {
      if (!ring_.Take(task)) return false;
      ring_.Complete();
      return true;
    }

   private:
    shm::TaskRingConsumer ring_;
  };

 private:
  shm::TaskRingState state_;
  std::array<Task, kCapacity> slots_;
};

class BoostQueue {
 public:
  class Producer {
   public:
    explicit Producer(BoostQueue& queue) : queue_(queue.queue_) {}
    bool Push(const Task& task) { return queue_.push(task); }

   private:
    boost::lockfree::spsc_queue<Task, boost::lockfree::capacity<kCapacity>>& queue_;
  };

  class Consumer {
   public:
    explicit Consumer(BoostQueue& queue) : queue_(queue.queue_) {}
    bool Pop(Task& task) { return queue_.pop(task); }

   private:
    boost::lockfree::spsc_queue<Task, boost::lockfree::capacity<kCapacity>>& queue_;
  };

 private:
  boost::lockfree::spsc_queue<Task, boost::lockfree::capacity<kCapacity>> queue_;
};

template <typename Queue>
struct alignas(shm::kCacheLine) Segment {
  Queue queue;
  alignas(shm::kCacheLine) std::atomic<bool> ready{false};
};

template <typename Queue>
[[noreturn]] void Consume(Segment<Queue>& segment) {
  typename Queue::Consumer consumer(segment.queue);
  segment.ready.store(true, std::memory_order_release);
  Task task;
  for (std::uint64_t next = 0; next < kTasks;) {
    if (!consumer.Pop(task)) continue;
    if (task.sequence != next) ::_exit(1);
    ++next;
  }
  ::_exit(0);
}

// The time from the first push until the consumer has ended.
template <typename Queue>
void TransferAcrossProcesses(benchmark::State& state) {
  using Clock = std::chrono::steady_clock;
  for (auto _ : state) {
    void* const memory = ::mmap(nullptr, sizeof(Segment<Queue>), PROT_READ | PROT_WRITE,
                                MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    PCHECK(memory != MAP_FAILED);
    auto& segment = *new (memory) Segment<Queue>;
    const pid_t consumer = ::fork();
    PCHECK(consumer >= 0);
    if (consumer == 0) Consume(segment);
    while (!segment.ready.load(std::memory_order_acquire)) {
    }
    typename Queue::Producer producer(segment.queue);
    const auto start = Clock::now();
    Task task{};
    for (; task.sequence < kTasks; ++task.sequence) {
      while (!producer.Push(task)) {
      }
    }
    int status = 0;
    PCHECK(::waitpid(consumer, &status, 0) == consumer);
    const std::chrono::duration<double> elapsed = Clock::now() - start;
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0) << "tasks out of order";
    state.SetIterationTime(elapsed.count());
    ::munmap(memory, sizeof(Segment<Queue>));
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(kTasks) * state.iterations());
}
BENCHMARK(TransferAcrossProcesses<Ring>)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(TransferAcrossProcesses<BoostQueue>)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace redline

BENCHMARK_MAIN();
