#include "reporting/model/result.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace redline::reporting {

void Timings::Merge(const Timings& other) {
  queue.Merge(other.queue);
  task.Merge(other.task);
  response.Merge(other.response);
  rest.Merge(other.rest);
  if (steps.size() < other.steps.size()) steps.resize(other.steps.size());
  for (std::size_t i = 0; i < other.steps.size(); ++i) steps[i].Merge(other.steps[i]);
}

Timings Result::Totals() const {
  Timings totals;
  for (const WorkerResult& worker : workers) totals.Merge(worker.timings);
  totals.steps.resize(step_names.size());
  return totals;
}

std::uint64_t Result::HighestBacklog() const {
  std::uint64_t highest = 0;
  for (const WorkerResult& worker : workers) {
    highest = std::max(highest, worker.max_backlog);
  }
  return highest;
}

Result Result::OfStage(std::size_t index) const {
  const StageResult& stage = stages[index];
  Result result;
  result.constants = constants;
  result.constants.test_duration_seconds = stage.duration.count();
  result.workload = workload;
  result.round_trips = round_trips;
  result.worker_concurrency = worker_concurrency;
  result.step_names = step_names;
  result.phase = phase;
  // All of them, because the rules count them; the first has the figures of all.
  result.workers.resize(std::max<std::size_t>(workers.size(), 1));
  for (WorkerResult& worker : result.workers) {
    worker.timings.steps.resize(step_names.size());
  }
  result.workers.front().max_backlog = stage.max_backlog;
  result.workers.front().cycles = stage.tasks_completed;
  result.workers.front().timings = stage.timings;
  result.messaging = {
      .tasks_sent = stage.tasks_sent,
      .tasks_missed = stage.tasks_missed,
      .tasks_received = stage.tasks_completed,
      .tasks_completed = stage.tasks_completed,
      .tasks_failed = 0,
      .uptime = stage.uptime,
      .asked_rate = stage.asked_rate.value_or((stage.from_rate + stage.to_rate) / 2),
      .burst = messaging.burst,
      .delivered_rate = stage.delivered_rate,
      .completed_rate = stage.completed_rate,
      .unfinished_at_end = stage.unfinished_at_end,
      .worst_backlog_at_end = stage.worst_backlog_at_end,
      .lateness = stage.lateness,
      .max_lateness = messaging.max_lateness,
      .loop_lag = {},
      .warmup_leftover = index == 0 ? messaging.warmup_leftover
                                    : stages[index - 1].unfinished_at_end.value_or(0),
      .drain = std::nullopt};
  for (const SeriesPoint& point : series.points) {
    const Seconds middle = point.end - point.length / 2;
    if (middle < stage.begin || middle >= stage.begin + stage.uptime) continue;
    result.series.points.push_back(point);
    result.series.points.back().end -= stage.begin;
  }
  return result;
}

std::vector<std::size_t> WorstFirst(const std::vector<WorkerResult>& workers) {
  const auto badness = [&](std::size_t i) {
    const auto mean = workers[i].timings.task.Mean();
    return std::tuple(workers[i].max_backlog, mean ? mean->count() : 0.0);
  };
  std::vector<std::size_t> order(workers.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return badness(a) > badness(b); });
  return order;
}

}  // namespace redline::reporting
