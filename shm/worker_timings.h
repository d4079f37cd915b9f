// What one worker records of the tasks of one stage, as it lies in the segment. Written
// by the worker only.
#ifndef REDLINE_SHM_WORKER_TIMINGS_H_
#define REDLINE_SHM_WORKER_TIMINGS_H_

#include <array>
#include <atomic>
#include <cstdint>
#include <type_traits>

#include "shm/cache_line.h"
#include "shm/shared_histogram.h"
#include "shm/worker_vitals.h"

namespace redline::shm {

// For each completed task, in whole microseconds: queue + task = response, and the steps
// + rest = task.
struct WorkerTimings {
  SharedHistogram queue;     // due → started
  SharedHistogram task;      // started → done
  SharedHistogram response;  // due → done
  SharedHistogram rest;      // the part of the task that no step covers
  std::array<SharedHistogram, kMaxSteps> steps;
};

static_assert(std::is_standard_layout_v<WorkerTimings>);

struct alignas(kCacheLine) WorkerStage {
  WorkerTimings timings;
  // The highest, just before a completion of one of the stage's tasks. Relaxed: it stands
  // alone.
  std::atomic<std::uint64_t> max_backlog{0};
};

static_assert(std::is_standard_layout_v<WorkerStage>);

}  // namespace redline::shm

#endif  // REDLINE_SHM_WORKER_TIMINGS_H_
