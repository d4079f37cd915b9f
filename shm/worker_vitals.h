// One worker's figures of itself, as they lie in the segment.
//
// One writer, the worker's only thread; the supervisor reads at any time. Counters are
// relaxed: each stands alone and none announces other data. The exception is `state`,
// which is released after what it announces (see there).
//
// Everything but `state`, `parts_prepared` and the texts is of measured tasks and of the
// measured phase only; the warm-up is in no figure.
#ifndef REDLINE_SHM_WORKER_VITALS_H_
#define REDLINE_SHM_WORKER_VITALS_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "shm/cache_line.h"
#include "shm/fixed_string.h"

namespace redline::shm {

// The named steps that a workload may have.
inline constexpr std::size_t kMaxSteps = 4;

// The classes of errors that may be told apart; which they are is the worker's affair.
inline constexpr std::size_t kMaxErrorClasses = 24;

enum class WorkerState : std::uint32_t {
  kStarting = 0,
  // Connected, and waiting for Phase::kPreparing.
  kUnprepared = 1,
  // Connected and waiting for tasks. Announces step_names.
  kReady = 2,
  // Cannot go on and is about to exit. Announces error.
  kFailed = 3,
  // Likewise, because the workload threw something other than an error of Redis.
  kWorkloadFailed = 4,
};

struct alignas(kCacheLine) WorkerVitals {
  // Stored with release after the texts that it announces, loaded with acquire.
  std::atomic<WorkerState> state{WorkerState::kStarting};
  std::atomic<std::uint32_t> step_count{0};

  std::atomic<std::uint64_t> tasks_received{0};   // Started.
  std::atomic<std::uint64_t> tasks_completed{0};  // Done without an error.
  std::atomic<std::uint64_t> tasks_failed{0};     // Given up because of an error.
  // Errors of each class, those that a retry healed included.
  std::array<std::atomic<std::uint64_t>, kMaxErrorClasses> errors{};

  // Resident memory, one sample a second or so.
  std::atomic<std::uint64_t> memory_samples{0};
  std::atomic<std::uint64_t> memory_sum_bytes{0};
  std::atomic<std::uint64_t> memory_max_bytes{0};

  // How often the event loop noticed its timer, and how late in all: ticks that were
  // noticed at once count as the first of them, as the original counts.
  std::atomic<std::uint64_t> loop_looks{0};
  std::atomic<std::uint64_t> loop_late_us{0};

  // Before it is ready: parts of its data that it has prepared.
  std::atomic<std::uint64_t> parts_prepared{0};

  std::array<FixedString<24>, kMaxSteps> step_names;
  FixedString<512> error;  // One sentence.
};

static_assert(std::is_standard_layout_v<WorkerVitals>);
static_assert(std::atomic<WorkerState>::is_always_lock_free);
static_assert(sizeof(WorkerVitals) == 896);

}  // namespace redline::shm

#endif  // REDLINE_SHM_WORKER_VITALS_H_
