#include "runner/run/collect.h"

#include <algorithm>
#include <functional>
#include <string>

#include "redis/error_class.h"
#include "runner/run/collect_stages.h"

namespace redline::runner {
namespace {

using shm::HistogramSnapshot;

constexpr double kBytesPerMb = 1024 * 1024;

// Relaxed: figures to show, none announces other data.
template <class T>
T Load(const std::atomic<T>& figure) {
  return figure.load(std::memory_order_relaxed);
}

reporting::RunPhase PhaseOf(const shm::Segment& segment) {
  switch (Load(segment.header().phase)) {
    case shm::Phase::kStarting:
      return reporting::RunPhase::kStarting;
    case shm::Phase::kPreparing:
      return reporting::RunPhase::kPreparing;
    case shm::Phase::kWarmUp:
      return reporting::RunPhase::kWarmUp;
    case shm::Phase::kMeasuring:
      return reporting::RunPhase::kMeasuring;
    case shm::Phase::kDraining:
      return reporting::RunPhase::kDraining;
    case shm::Phase::kStopping:
      break;
  }
  return reporting::RunPhase::kDone;
}

reporting::WorkerResult ReadWorker(const shm::Segment& segment, std::size_t index,
                                   pid_t pid, std::size_t steps,
                                   HistogramSnapshot::Buckets buckets) {
  const shm::WorkerBlock& block = segment.worker(index);
  const shm::WorkerVitals& vitals = block.vitals;
  reporting::WorkerResult worker;
  worker.index = index;
  worker.pid = pid;
  worker.cycles = Load(vitals.tasks_completed);
  worker.failed = Load(vitals.tasks_failed);
  worker.backlog = block.ring.Backlog();
  if (const auto samples = Load(vitals.memory_samples); samples > 0) {
    worker.mean_mem_mb = static_cast<double>(Load(vitals.memory_sum_bytes)) /
                         static_cast<double>(samples) / kBytesPerMb;
    worker.max_mem_mb = static_cast<double>(Load(vitals.memory_max_bytes)) / kBytesPerMb;
  }
  worker.loop_lag = HistogramSnapshot(block.loop_lag, buckets);
  if (const auto looks = Load(vitals.loop_looks); looks > 0) {
    const std::chrono::duration<double, std::micro> late(Load(vitals.loop_late_us));
    worker.loop_mean = std::chrono::milliseconds(10) + late / static_cast<double>(looks);
  }
  for (std::size_t i = 0; i < segment.stage_count(); ++i) {
    const shm::WorkerStage& stage = segment.stage(index, i);
    worker.max_backlog = std::max(worker.max_backlog, Load(stage.max_backlog));
    worker.timings.Merge(ReadTimings(stage.timings, steps, buckets));
  }
  return worker;
}

std::vector<reporting::ErrorClass> ReadErrors(const shm::Segment& segment) {
  std::vector<reporting::ErrorClass> errors;
  for (std::size_t i = 0; i < redis::kErrorClassCount; ++i) {
    std::uint64_t count = 0;
    for (std::size_t worker = 0; worker < segment.worker_count(); ++worker) {
      count += Load(segment.worker(worker).vitals.errors[i]);
    }
    if (count == 0) continue;
    const auto error_class = static_cast<redis::ErrorClass>(i);
    errors.push_back({.name = std::string(NameOf(error_class)), .count = count});
  }
  std::ranges::stable_sort(errors, std::ranges::greater(), &reporting::ErrorClass::count);
  return errors;
}

// REQUIRES: the counts and the uptime are filled in.
void FillRates(const Issuer& issuer, reporting::Messaging& messaging) {
  std::uint64_t completed = messaging.tasks_completed;
  const StageProgress& last = issuer.progress().stages.back();
  // Acquire: who sees it sees the other two.
  if (last.is_over.load(std::memory_order_acquire)) {
    const std::uint64_t unfinished = Load(last.unfinished_at_end);
    messaging.unfinished_at_end = unfinished;
    messaging.worst_backlog_at_end = Load(last.worst_at_end);
    // Tasks left over from the warm-up are unfinished too, but are not in the tasks sent.
    completed = std::min(
        completed, messaging.tasks_sent - std::min(messaging.tasks_sent, unfinished));
  }
  if (messaging.uptime.count() <= 0) return;
  messaging.asked_rate =
      MeanRate(issuer.schedule().measured.shape, reporting::Seconds(0), messaging.uptime);
  const std::uint64_t due =
      issuer.DueBy(issuer.schedule().measured_start() +
                   std::chrono::round<Issuer::Duration>(messaging.uptime));
  if (due == 0) return;
  const double rate_of_a_task = messaging.asked_rate / static_cast<double>(due);
  messaging.delivered_rate = rate_of_a_task * static_cast<double>(messaging.tasks_sent);
  messaging.completed_rate = rate_of_a_task * static_cast<double>(completed);
}

}  // namespace

std::vector<std::string> ReadStepNames(const shm::Segment& segment) {
  const shm::WorkerVitals& vitals = segment.worker(0).vitals;
  std::vector<std::string> names;
  // Acquire: the names were written before the state that announces them.
  const shm::WorkerState state = vitals.state.load(std::memory_order_acquire);
  if (state == shm::WorkerState::kStarting || state == shm::WorkerState::kUnprepared) {
    return names;
  }
  const std::size_t count =
      std::min<std::size_t>(Load(vitals.step_count), shm::kMaxSteps);
  for (std::size_t i = 0; i < count; ++i) names.emplace_back(vitals.step_names[i].view());
  return names;
}

RunLook LookAtRun(const shm::Segment& segment, const Issuer& issuer,
                  reporting::Seconds at, std::uint64_t due) {
  RunLook look;
  look.at = at;
  look.due = due;
  look.steps.resize(ReadStepNames(segment).size());
  for (std::size_t i = 0; i < segment.worker_count(); ++i) {
    const shm::WorkerBlock& block = segment.worker(i);
    RunLook::Worker& worker = look.workers.emplace_back();
    worker.backlog = block.ring.Backlog();
    worker.tasks = Load(block.vitals.tasks_completed);
    look.failed += Load(block.vitals.tasks_failed);
    for (std::size_t stage = 0; stage < segment.stage_count(); ++stage) {
      const shm::WorkerStage& shared = segment.stage(i, stage);
      const HistogramSnapshot task(shared.timings.task);
      worker.max_backlog = std::max(worker.max_backlog, Load(shared.max_backlog));
      worker.task_time += task.sum();
      look.task.Merge(task);
      look.response.Merge(HistogramSnapshot(shared.timings.response));
      for (std::size_t step = 0; step < look.steps.size(); ++step) {
        look.steps[step].Merge(HistogramSnapshot(shared.timings.steps[step]));
      }
    }
  }
  for (const StageProgress& stage : issuer.progress().stages) {
    look.issued += Load(stage.sent);
  }
  return look;
}

reporting::Result Collect(const Plan& plan, const shm::Segment& segment,
                          const WorkerPool& pool, const Issuer* issuer,
                          std::optional<reporting::Seconds> uptime, Detail detail) {
  reporting::Result result;
  result.constants = plan.constants;
  result.workload = plan.workload.name;
  if (!segment.header().settings.redis_url.view().empty()) result.fetch = plan.fetch;
  result.step_names = ReadStepNames(segment);
  result.phase = PhaseOf(segment);
  result.messaging.asked_rate = plan.constants.tasks_per_second;
  result.messaging.burst = plan.arrivals.burst;
  result.messaging.max_lateness = plan.max_lateness;

  const std::size_t steps = result.step_names.size();
  const auto buckets = detail == Detail::kLive ? HistogramSnapshot::Buckets::kNone
                                               : HistogramSnapshot::Buckets::kAll;
  const bool is_measured = uptime && uptime->count() > 0;
  const auto read_worker = [&](std::size_t i, HistogramSnapshot::Buckets which) {
    reporting::WorkerResult worker = ReadWorker(segment, i, pool[i].pid(), steps, which);
    // A worker tells its backlog with the next task that it completes, if there is one.
    if (is_measured) worker.max_backlog = std::max(worker.max_backlog, worker.backlog);
    return worker;
  };
  for (std::size_t i = 0; i < pool.size(); ++i) {
    result.workers.push_back(read_worker(i, buckets));
  }
  if (detail == Detail::kLive) {
    const std::vector<std::size_t> order = reporting::WorstFirst(result.workers);
    const auto shown = std::min(
        order.size(), static_cast<std::size_t>(plan.constants.max_workers_display));
    for (std::size_t i = 0; i < shown; ++i) {
      result.workers[order[i]] = read_worker(order[i], HistogramSnapshot::Buckets::kAll);
    }
  }

  result.errors = ReadErrors(segment);
  reporting::Messaging& messaging = result.messaging;
  for (std::size_t i = 0; i < pool.size(); ++i) {
    const shm::WorkerVitals& vitals = segment.worker(i).vitals;
    // In this order, and tasks_sent below: received never exceeds sent, nor completed
    // received, even while all of them grow.
    messaging.tasks_completed += vitals.tasks_completed.load(std::memory_order_acquire);
    messaging.tasks_received += vitals.tasks_received.load(std::memory_order_acquire);
    messaging.tasks_failed += Load(vitals.tasks_failed);
  }
  if (issuer != nullptr) {
    for (const StageProgress& stage : issuer->progress().stages) {
      messaging.tasks_sent += Load(stage.sent);
      messaging.tasks_missed += Load(stage.missed);
      messaging.lateness.Merge(HistogramSnapshot(stage.lateness));
    }
    messaging.warmup_leftover = Load(issuer->progress().warmup_leftover);
    if (!plan.stages.empty()) {
      result.stages = CollectStages(
          segment, *issuer, uptime.value_or(reporting::Seconds(0)), steps, buckets);
    }
  }
  if (uptime) messaging.uptime = *uptime;
  if (issuer != nullptr && uptime) FillRates(*issuer, messaging);
  return result;
}

}  // namespace redline::runner
