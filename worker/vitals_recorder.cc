#include "worker/vitals_recorder.h"

#include <glog/logging.h>

#include <algorithm>
#include <atomic>
#include <cstdint>

namespace redline::worker {
namespace {

// Relaxed, and without read-modify-write: there is one writer, and each counter stands
// alone (shm/worker_vitals.h).
void Add(std::atomic<std::uint64_t>& counter, std::uint64_t amount) {
  counter.store(counter.load(std::memory_order_relaxed) + amount,
                std::memory_order_relaxed);
}

void RaiseTo(std::atomic<std::uint64_t>& highest, std::uint64_t value) {
  if (value > highest.load(std::memory_order_relaxed)) {
    highest.store(value, std::memory_order_relaxed);
  }
}

}  // namespace

void VitalsRecorder::Unprepared() {
  // Relaxed: it announces nothing.
  vitals_.state.store(shm::WorkerState::kUnprepared, std::memory_order_relaxed);
}

void VitalsRecorder::PartPrepared() { Add(vitals_.parts_prepared, 1); }

void VitalsRecorder::Ready(const std::vector<std::string>& step_names) {
  CHECK_LE(step_names.size(), shm::kMaxSteps) << "a workload has too many steps";
  for (std::size_t i = 0; i < step_names.size(); ++i) {
    CHECK(vitals_.step_names[i].Assign(step_names[i])) << "too long: " << step_names[i];
  }
  vitals_.step_count.store(static_cast<std::uint32_t>(step_names.size()),
                           std::memory_order_relaxed);
  // Release: publishes the names.
  vitals_.state.store(shm::WorkerState::kReady, std::memory_order_release);
}

void VitalsRecorder::Failed(std::string_view sentence, bool of_workload) {
  vitals_.error.Assign(sentence);
  // Release: publishes the sentence.
  vitals_.state.store(
      of_workload ? shm::WorkerState::kWorkloadFailed : shm::WorkerState::kFailed,
      std::memory_order_release);
}

void VitalsRecorder::Started() { Add(vitals_.tasks_received, 1); }

void VitalsRecorder::Completed(std::size_t stage, const TaskTimes& times,
                               const StepTimer& steps, std::uint64_t backlog) {
  CHECK_LT(stage, stages_.size());
  shm::WorkerTimings& timings = stages_[stage].timings;
  const std::chrono::microseconds task = times.done - times.started;
  timings.queue.Record(times.started - times.due);
  timings.task.Record(task);
  timings.response.Record(times.done - times.due);
  std::chrono::microseconds rest = task;
  for (std::size_t i = 0; i < shm::kMaxSteps; ++i) {
    if (const auto elapsed = steps.Elapsed(i)) {
      timings.steps[i].Record(*elapsed);
      rest -= *elapsed;
    }
  }
  timings.rest.Record(rest);
  RaiseTo(stages_[stage].max_backlog, backlog);
  // Release: a reader that counts this task also sees it started.
  vitals_.tasks_completed.store(
      vitals_.tasks_completed.load(std::memory_order_relaxed) + 1,
      std::memory_order_release);
}

void VitalsRecorder::Error(redis::ErrorClass error_class) {
  static_assert(redis::kErrorClassCount <= shm::kMaxErrorClasses);
  Add(vitals_.errors[static_cast<std::size_t>(error_class)], 1);
}

void VitalsRecorder::GivenUp() { Add(vitals_.tasks_failed, 1); }

void VitalsRecorder::LoopLag(std::chrono::microseconds lag,
                             std::chrono::microseconds interval) {
  loop_lag_.RecordTicks(lag, interval);
  Add(vitals_.loop_looks, 1);
  Add(vitals_.loop_late_us,
      static_cast<std::uint64_t>(std::max<std::int64_t>(lag.count(), 0)));
}

void VitalsRecorder::Memory(std::uint64_t bytes) {
  Add(vitals_.memory_sum_bytes, bytes);
  RaiseTo(vitals_.memory_max_bytes, bytes);
  Add(vitals_.memory_samples, 1);
}

}  // namespace redline::worker
