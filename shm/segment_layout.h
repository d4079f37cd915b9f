// Where everything lies in the shared segment: offsets and sizes, no algorithm.
//
//   SegmentHeader                     at 0
//   worker block 0                    at kWorkersOffset
//     TaskRingState
//     WorkerVitals
//     SharedHistogram                 the worker's loop lag
//     WorkerStage stages[stage_count]
//     Task slots[ring_capacity]
//   worker block 1                    one stride later
//   ...
//
// docs/shared-memory-layout.md draws the same picture. A change here raises
// kSegmentVersion: both executables check it before they touch anything else.
#ifndef REDLINE_SHM_SEGMENT_LAYOUT_H_
#define REDLINE_SHM_SEGMENT_LAYOUT_H_

#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "shm/cache_line.h"
#include "shm/run_settings.h"
#include "shm/shared_histogram.h"
#include "shm/task.h"
#include "shm/task_ring.h"
#include "shm/worker_timings.h"
#include "shm/worker_vitals.h"

namespace redline::shm {

inline constexpr std::uint64_t kSegmentMagic = 0x656e696c646572ULL;  // "redline"
inline constexpr std::uint32_t kSegmentVersion = 8;

// The phases of a run, as workers must know them.
enum class Phase : std::uint32_t {
  kStarting = 0,
  // Workers fill what their tasks will find, if the run's settings ask for it.
  kPreparing = 1,
  kWarmUp = 2,
  kMeasuring = 3,
  kDraining = 4,
  // Workers leave at once, in the middle of a task if need be.
  kStopping = 5,
};

struct SegmentHeader {
  std::uint64_t magic = kSegmentMagic;
  // Stored last (release) by the supervisor, checked first (acquire) by a worker: who
  // sees the version sees everything else that Create wrote.
  std::atomic<std::uint32_t> version{0};
  std::uint32_t worker_count = 0;
  std::uint32_t ring_capacity = 0;  // Slots; a power of two.
  std::uint32_t backlog_limit = 0;
  std::uint32_t stage_count = 0;
  std::int32_t supervisor_pid = 0;
  // Written by the supervisor only. Relaxed: it announces no data, and a worker that
  // sleeps is woken after a change that concerns it.
  alignas(kCacheLine) std::atomic<Phase> phase{Phase::kStarting};
  alignas(kCacheLine) RunSettings settings;
};

static_assert(std::is_standard_layout_v<SegmentHeader>);
static_assert(std::atomic<Phase>::is_always_lock_free);

struct WorkerBlock {
  TaskRingState ring;
  WorkerVitals vitals;
  // How late the worker's event loop was to notice each tick of its timer.
  alignas(kCacheLine) SharedHistogram loop_lag;
};

static_assert(std::is_standard_layout_v<WorkerBlock>);
static_assert(alignof(WorkerBlock) == kCacheLine);

inline constexpr std::size_t kWorkersOffset =
    (sizeof(SegmentHeader) + kCacheLine - 1) / kCacheLine * kCacheLine;

// The slots of a ring that takes `limit` tasks.
constexpr std::size_t RingCapacityFor(std::size_t limit) { return std::bit_ceil(limit); }

// From the begin of a worker's block to its slots, in bytes.
constexpr std::size_t SlotsOffset(std::size_t stages) {
  return sizeof(WorkerBlock) + stages * sizeof(WorkerStage);
}

// From one worker's block to the next, in bytes.
constexpr std::size_t WorkerStride(std::size_t ring_capacity, std::size_t stages) {
  const std::size_t bytes = SlotsOffset(stages) + ring_capacity * sizeof(Task);
  return (bytes + kCacheLine - 1) / kCacheLine * kCacheLine;
}

constexpr std::size_t SegmentSize(std::size_t workers, std::size_t ring_capacity,
                                  std::size_t stages) {
  return kWorkersOffset + workers * WorkerStride(ring_capacity, stages);
}

// A thousand workers with the default backlog limit fit into the 64 MB of a dyno.
static_assert(SegmentSize(1000, RingCapacityFor(100), 1) < std::size_t{64} << 20);

}  // namespace redline::shm

#endif  // REDLINE_SHM_SEGMENT_LAYOUT_H_
