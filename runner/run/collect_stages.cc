#include "runner/run/collect_stages.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>

namespace redline::runner {
namespace {

using shm::HistogramSnapshot;

// Relaxed: figures to show, none announces other data.
std::uint64_t Load(const std::atomic<std::uint64_t>& figure) {
  return figure.load(std::memory_order_relaxed);
}

void ReadWorkers(const shm::Segment& segment, std::size_t index, std::size_t steps,
                 HistogramSnapshot::Buckets buckets, reporting::StageResult& stage) {
  for (std::size_t i = 0; i < segment.worker_count(); ++i) {
    const shm::WorkerStage& of_worker = segment.stage(i, index);
    stage.max_backlog = std::max(stage.max_backlog, Load(of_worker.max_backlog));
    stage.timings.Merge(ReadTimings(of_worker.timings, steps, buckets));
  }
  stage.tasks_completed = stage.timings.task.count();
}

// REQUIRES: it has lasted for some time. `due` are its tasks that were due in it, and
// `before` were unfinished at its begin.
void FillRates(const LoadShape& shape, std::uint64_t due, std::uint64_t before,
               reporting::StageResult& stage) {
  stage.asked_rate = MeanRate(shape, stage.begin, stage.begin + stage.uptime);
  if (due == 0) return;
  const double rate_of_a_task = *stage.asked_rate / static_cast<double>(due);
  stage.delivered_rate = rate_of_a_task * static_cast<double>(stage.tasks_sent);
  if (!stage.unfinished_at_end) return;
  const double completed = static_cast<double>(stage.tasks_sent) +
                           static_cast<double>(before) -
                           static_cast<double>(*stage.unfinished_at_end);
  stage.completed_rate = rate_of_a_task * std::max(completed, 0.0);
}

}  // namespace

reporting::Timings ReadTimings(const shm::WorkerTimings& shared, std::size_t steps,
                               HistogramSnapshot::Buckets buckets) {
  reporting::Timings timings{
      .queue = HistogramSnapshot(shared.queue, buckets),
      .task = HistogramSnapshot(shared.task, buckets),
      .response = HistogramSnapshot(shared.response, buckets),
      .rest = HistogramSnapshot(shared.rest, buckets),
      .steps = {},
  };
  for (std::size_t i = 0; i < steps; ++i) {
    timings.steps.emplace_back(shared.steps[i], buckets);
  }
  return timings;
}

double MeanRate(const LoadShape& shape, reporting::Seconds from, reporting::Seconds to) {
  const auto begin = std::chrono::round<LoadShape::Duration>(from);
  const auto end = std::chrono::round<LoadShape::Duration>(to);
  for (std::size_t i = 0; i < shape.stage_count(); ++i) {
    const LoadStage& stage = shape.stage(i);
    if (stage.from == stage.to && begin >= shape.BeginOf(i) && end <= shape.EndOf(i)) {
      return stage.from;
    }
  }
  return (shape.PositionAt(end) - shape.PositionAt(begin)) / (to - from).count();
}

std::vector<reporting::StageResult> CollectStages(const shm::Segment& segment,
                                                  const Issuer& issuer,
                                                  reporting::Seconds uptime,
                                                  std::size_t steps,
                                                  HistogramSnapshot::Buckets buckets) {
  const LoadShape& shape = issuer.schedule().measured.shape;
  std::vector<reporting::StageResult> stages;
  std::uint64_t unfinished = Load(issuer.progress().warmup_leftover);
  std::uint64_t due_before = 0;
  for (std::size_t i = 0; i < shape.stage_count(); ++i) {
    const StageProgress& progress = issuer.progress().stages[i];
    reporting::StageResult& stage = stages.emplace_back();
    stage.begin = shape.BeginOf(i);
    stage.duration = shape.stage(i).duration;
    stage.from_rate = shape.stage(i).from;
    stage.to_rate = shape.stage(i).to;
    stage.uptime =
        std::clamp(uptime - stage.begin, reporting::Seconds(0), stage.duration);
    ReadWorkers(segment, i, steps, buckets, stage);
    stage.tasks_sent = Load(progress.sent);
    stage.tasks_missed = Load(progress.missed);
    stage.lateness = HistogramSnapshot(progress.lateness);
    // Acquire: who sees it sees the other two.
    if (progress.is_over.load(std::memory_order_acquire)) {
      stage.unfinished_at_end = Load(progress.unfinished_at_end);
      stage.worst_backlog_at_end = Load(progress.worst_at_end);
    }
    std::uint64_t due = stage.tasks_sent + stage.tasks_missed;
    if (!stage.unfinished_at_end && stage.uptime.count() > 0) {
      // Where it goes on, or the run ended in it.
      const auto until = issuer.schedule().measured_start() +
                         std::chrono::round<Issuer::Duration>(stage.begin + stage.uptime);
      const std::uint64_t due_by = issuer.DueBy(until);
      due = std::max(due, due_by - std::min(due_by, due_before));
    }
    due_before += due;
    if (stage.uptime.count() > 0) FillRates(shape, due, unfinished, stage);
    unfinished = stage.unfinished_at_end.value_or(0);
  }
  return stages;
}

}  // namespace redline::runner
