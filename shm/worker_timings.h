// The histograms of one worker, as they lie in the segment. Written by the worker only.
#ifndef REDLINE_SHM_WORKER_TIMINGS_H_
#define REDLINE_SHM_WORKER_TIMINGS_H_

#include <array>
#include <type_traits>

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
  // Not of tasks: how late the event loop was to notice each tick of its timer.
  SharedHistogram loop_lag;
};

static_assert(std::is_standard_layout_v<WorkerTimings>);

}  // namespace redline::shm

#endif  // REDLINE_SHM_WORKER_TIMINGS_H_
