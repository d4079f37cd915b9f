// One task as it travels from the supervisor to a worker through a ring.
#ifndef REDLINE_SHM_TASK_H_
#define REDLINE_SHM_TASK_H_

#include <cstdint>
#include <type_traits>

namespace redline::shm {

struct Task {
  // Position in the order of issue, from 0, counted over all workers and apart for
  // warm-up and measured tasks.
  std::uint64_t sequence;
  // When the task should have been issued, and when it was: nanoseconds of the
  // machine-wide steady clock (CLOCK_MONOTONIC).
  std::int64_t due_ns;
  std::int64_t issued_ns;
  // 1 if the task counts; 0 in the warm-up.
  std::uint32_t measured;
  // Of the measured phase, from 0.
  std::uint32_t stage;
};

static_assert(std::is_trivially_copyable_v<Task>);
static_assert(sizeof(Task) == 32);

}  // namespace redline::shm

#endif  // REDLINE_SHM_TASK_H_
