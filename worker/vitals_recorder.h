// Writes what a worker tells of itself into its block of the segment.
//
// The only writer of the block's vitals and stages; used on the worker's only thread.
// Refers to the block, which outlives it.
#ifndef REDLINE_WORKER_VITALS_RECORDER_H_
#define REDLINE_WORKER_VITALS_RECORDER_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "redis/error_class.h"
#include "shm/segment_layout.h"
#include "worker/task/step_timer.h"

namespace redline::worker {

class VitalsRecorder {
 public:
  VitalsRecorder(shm::WorkerBlock& block, std::span<shm::WorkerStage> stages)
      : vitals_(block.vitals), loop_lag_(block.loop_lag), stages_(stages) {}

  // The worker waits for the order to prepare its data.
  void Unprepared();
  // It has prepared a part of them.
  void PartPrepared();
  // The worker can take tasks, of these steps. REQUIRES: at most shm::kMaxSteps.
  void Ready(const std::vector<std::string>& step_names);
  // The worker is about to exit, for this reason: one sentence.
  void Failed(std::string_view sentence, bool of_workload);

  // A measured task was started.
  void Started();

  // When a measured task was due, started and done: the steady clock's microseconds.
  struct TaskTimes {
    std::chrono::microseconds due;
    std::chrono::microseconds started;
    std::chrono::microseconds done;
  };
  // A task of this stage was completed; `backlog` is the worker's, the task included.
  // REQUIRES: there is such a stage.
  void Completed(std::size_t stage, const TaskTimes& times, const StepTimer& steps,
                 std::uint64_t backlog);

  // A measured task met an error of this class; it may have been tried again.
  void Error(redis::ErrorClass error_class);
  // A measured task was given up because of an error.
  void GivenUp();

  // The event loop was so late to notice a tick of its timer, which has this interval.
  void LoopLag(std::chrono::microseconds lag, std::chrono::microseconds interval);
  // One sample of the resident memory.
  void Memory(std::uint64_t bytes);

 private:
  shm::WorkerVitals& vitals_;
  shm::SharedHistogram& loop_lag_;
  const std::span<shm::WorkerStage> stages_;
};

}  // namespace redline::worker

#endif  // REDLINE_WORKER_VITALS_RECORDER_H_
