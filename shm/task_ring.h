// A single-producer single-consumer ring of tasks, lock-free, between two processes.
//
// The ring's backlog is the number of tasks pushed and not yet completed, those in work
// included: the consumer takes tasks, the oldest first, as copies, works on as many at
// once as it likes, and reports each when it is done, in any order. A push that would
// raise the backlog above the limit is refused, so the limit can neither be missed nor be
// lost in a message.
//
// Three parts, apart so that the layout can be read without the algorithm:
//   TaskRingState     what lies in shared memory (followed by the slots);
//   TaskRingProducer  the supervisor's end, used by one thread;
//   TaskRingConsumer  the worker's end, used by one thread.
// An end keeps its own index and a copy of the other's in ordinary memory and looks at
// the shared one only when the copy no longer suffices. It begins where the state is.
//
// Invariants:
//   1. completed <= taken <= pushed, pushed - completed <= limit <= capacity. How many
//      were taken is the consumer's affair and not shared.
//   2. Slot i % capacity belongs to the producer until `pushed` passes i, and to the
//      consumer from then until `completed` passes i. `completed` only counts: the tasks
//      that are done may be others than the first ones. But as many have been taken, in
//      order, so task i was copied before the count passed i.
//   3. Both indices only grow. At 10^9 tasks a second they would last 584 years.
//
// Sleeping: a consumer that finds nothing to take calls PrepareToSleep; if that returns
// true it may wait for its eventfd. The producer calls TakeSleeper after one push or a
// batch of them; if it returns true, the producer must signal the eventfd. Both
// announce first and look second, with a sequentially consistent fence between (Dekker),
// so at least one of them sees the other and no wake-up is lost.
#ifndef REDLINE_SHM_TASK_RING_H_
#define REDLINE_SHM_TASK_RING_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "shm/cache_line.h"
#include "shm/task.h"

namespace redline::shm {

struct TaskRingState {
  // Written by the producer.
  alignas(kCacheLine) std::atomic<std::uint64_t> pushed{0};
  // Written by the consumer.
  alignas(kCacheLine) std::atomic<std::uint64_t> completed{0};
  // Set by the consumer, cleared by either.
  alignas(kCacheLine) std::atomic<std::uint32_t> asleep{0};

  // For onlookers: the backlog now. `completed` is read first, so that the difference
  // is never negative.
  std::uint64_t Backlog() const {
    // Acquire keeps the two loads in this order; no data is read through them.
    const std::uint64_t done = completed.load(std::memory_order_acquire);
    return pushed.load(std::memory_order_relaxed) - done;
  }
};

static_assert(std::is_standard_layout_v<TaskRingState>);
static_assert(sizeof(TaskRingState) == 3 * kCacheLine);

class TaskRingProducer {
 public:
  // REQUIRES: capacity is a power of two; 1 <= limit <= capacity; state and slots outlive
  // this; there is no other producer.
  TaskRingProducer(TaskRingState& state, Task* slots, std::size_t capacity,
                   std::uint64_t limit)
      : state_(&state),
        slots_(slots),
        mask_(capacity - 1),
        limit_(limit),
        // Relaxed: the producer's own index.
        pushed_(state.pushed.load(std::memory_order_relaxed)),
        // Acquire: as in TryPush.
        completed_(state.completed.load(std::memory_order_acquire)) {}

  // Appends a task; false, and no change, if the backlog would exceed the limit.
  bool TryPush(const Task& task) {
    if (pushed_ - completed_ >= limit_) {
      // Acquire pairs with the consumer's release: the slot's old task has been read.
      completed_ = state_->completed.load(std::memory_order_acquire);
      if (pushed_ - completed_ >= limit_) return false;
    }
    slots_[pushed_ & mask_] = task;
    // Release publishes the slot to the consumer's acquire.
    state_->pushed.store(++pushed_, std::memory_order_release);
    return true;
  }

  // True if the consumer sleeps and this call is the one that must wake it. To be called
  // after each push, or after the last of a batch.
  bool TakeSleeper() {
    // Dekker: the push above is visible before `asleep` is read.
    std::atomic_thread_fence(std::memory_order_seq_cst);
    // Relaxed: the fence has ordered it; the exchange only settles who wakes.
    return state_->asleep.load(std::memory_order_relaxed) != 0 &&
           state_->asleep.exchange(0, std::memory_order_relaxed) != 0;
  }

  // The highest backlog; the backlog of a refused push.
  std::uint64_t limit() const { return limit_; }
  // The backlog, as of the consumer's latest completion.
  std::uint64_t Backlog() const {
    // Relaxed: a number to look at; no slot is touched because of it.
    return pushed_ - state_->completed.load(std::memory_order_relaxed);
  }

 private:
  TaskRingState* state_;
  Task* slots_;
  std::size_t mask_;
  std::uint64_t limit_;
  std::uint64_t pushed_;
  std::uint64_t completed_;  // A copy, possibly old.
};

class TaskRingConsumer {
 public:
  // REQUIRES: as TaskRingProducer; there is no other consumer.
  TaskRingConsumer(TaskRingState& state, const Task* slots, std::size_t capacity)
      : state_(&state),
        slots_(slots),
        mask_(capacity - 1),
        // Relaxed: the consumer's own index.
        completed_(state.completed.load(std::memory_order_relaxed)),
        taken_(completed_),
        pushed_(completed_) {}

  // Copies the oldest task that has not been taken; false, and no change, if there is
  // none. It stays in the backlog until Complete.
  bool Take(Task& task) {
    if (!HasTask()) return false;
    task = slots_[taken_++ & mask_];
    return true;
  }

  // One of the tasks that were taken is done. REQUIRES: more were taken than completed.
  void Complete() {
    // Release: its slot, and those of all before it, have been read before the producer
    // may use them again.
    state_->completed.store(++completed_, std::memory_order_release);
  }

  // The backlog now, the tasks in work included. Between two completions the backlog only
  // grows, so its highest values are those seen just before each Complete, less what is
  // pushed between the two; of a steady consumer's highest that is one task at the most.
  std::uint64_t Backlog() const {
    // Relaxed: a number to look at; no slot is touched because of it.
    return state_->pushed.load(std::memory_order_relaxed) - completed_;
  }

  // Announces that the consumer is about to sleep. True: there is nothing to take, and
  // the next push will be followed by a wake-up. False: a task came meanwhile; do not
  // sleep.
  bool PrepareToSleep() {
    // Relaxed: ordered by the fence.
    state_->asleep.store(1, std::memory_order_relaxed);
    // Dekker: `asleep` is visible before the ring is looked at for the last time.
    std::atomic_thread_fence(std::memory_order_seq_cst);
    if (!HasTask()) return true;
    CancelSleep();
    return false;
  }

  // Takes the announcement back, for a consumer woken by something else than a push.
  void CancelSleep() {
    // Relaxed: a producer that still sees 1 sends one wake-up too many, which is
    // harmless.
    state_->asleep.store(0, std::memory_order_relaxed);
  }

 private:
  bool HasTask() {
    if (taken_ != pushed_) return true;
    // Acquire pairs with the producer's release: the slot's task can be read.
    pushed_ = state_->pushed.load(std::memory_order_acquire);
    return taken_ != pushed_;
  }

  TaskRingState* state_;
  const Task* slots_;
  std::size_t mask_;
  std::uint64_t completed_;
  std::uint64_t taken_;
  std::uint64_t pushed_;  // A copy, possibly old.
};

}  // namespace redline::shm

#endif  // REDLINE_SHM_TASK_RING_H_
