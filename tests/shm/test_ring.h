// A ring in ordinary memory with both its ends, for tests.
#ifndef REDLINE_TESTS_SHM_TEST_RING_H_
#define REDLINE_TESTS_SHM_TEST_RING_H_

#include <bit>
#include <cstdint>
#include <optional>
#include <vector>

#include "shm/task_ring.h"

namespace redline::shm {

struct TestRing {
  // A ring whose `tasks_so_far` tasks have all been completed.
  explicit TestRing(std::uint64_t limit, std::uint64_t tasks_so_far = 0)
      : slots(std::bit_ceil(limit)),
        producer(StateAfter(tasks_so_far), slots.data(), slots.size(), limit),
        consumer(state, slots.data(), slots.size()) {}
  TestRing(const TestRing&) = delete;
  TestRing& operator=(const TestRing&) = delete;

  // Takes the oldest task, as a worker would that is done with it at once.
  std::optional<Task> Pop() {
    const std::optional<Task> task = Take();
    if (task) consumer.Complete();
    return task;
  }

  // Takes the oldest task.
  std::optional<Task> Take() {
    Task task;
    if (!consumer.Take(task)) return std::nullopt;
    return task;
  }

  TaskRingState state;
  std::vector<Task> slots;
  TaskRingProducer producer;
  TaskRingConsumer consumer;

 private:
  TaskRingState& StateAfter(std::uint64_t tasks) {
    state.pushed = tasks;
    state.completed = tasks;
    return state;
  }
};

// A task that is like no other: every field follows from the sequence.
inline Task TaskNumber(std::uint64_t sequence) {
  return {.sequence = sequence,
          .due_ns = static_cast<std::int64_t>(sequence * 3),
          .issued_ns = static_cast<std::int64_t>(sequence * 5),
          .measured = static_cast<std::uint32_t>(sequence % 2),
          .stage = 0};
}

inline bool IsTaskNumber(const Task& task, std::uint64_t sequence) {
  const Task expected = TaskNumber(sequence);
  return task.sequence == expected.sequence && task.due_ns == expected.due_ns &&
         task.issued_ns == expected.issued_ns && task.measured == expected.measured;
}

}  // namespace redline::shm

#endif  // REDLINE_TESTS_SHM_TEST_RING_H_
