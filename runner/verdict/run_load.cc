#include "runner/verdict/run_load.h"

#include <algorithm>
#include <cstddef>

#include "shm/histogram_snapshot.h"

namespace redline::runner {
namespace {

using reporting::Milliseconds;
using reporting::Result;
using reporting::Seconds;
using reporting::SeriesPoint;
using reporting::WorkerResult;

// Tasks that were drained took their time after the measured phase.
double PercentAtMostAll(double part, double whole) {
  return std::min(100 * part / whole, 100.0);
}

// Of all workers.
double TasksAtOnce(const Result& result) {
  return static_cast<double>(result.workers.size()) *
         static_cast<double>(result.worker_concurrency);
}

std::optional<double> WorkersBusyPercent(const Result& result) {
  const double time = result.messaging.uptime.count();
  if (time <= 0 || result.workers.empty()) return std::nullopt;
  double busy = 0;
  for (const WorkerResult& worker : result.workers) {
    const auto mean = worker.timings.task.Mean();
    if (!mean) continue;
    busy += Seconds(*mean).count() * static_cast<double>(worker.timings.task.count());
  }
  return PercentAtMostAll(busy, time * TasksAtOnce(result));
}

std::optional<double> WorkerCpuPercent(const Result& result) {
  double sum = 0;
  std::size_t known = 0;
  for (const WorkerResult& worker : result.workers) {
    if (!worker.cpu_percent) continue;
    sum += *worker.cpu_percent;
    ++known;
  }
  if (known == 0) return std::nullopt;
  return sum / static_cast<double>(known);
}

// By the points' lengths, of those that have the figure.
std::optional<double> MeanOf(PointSpan part,
                             std::optional<double> SeriesPoint::* figure) {
  double sum = 0;
  Seconds time{0};
  for (const SeriesPoint& point : part) {
    if (!(point.*figure)) continue;
    sum += *(point.*figure) * point.length.count();
    time += point.length;
  }
  if (time.count() <= 0) return std::nullopt;
  return sum / time.count();
}

}  // namespace

RunLoad LoadOf(const Result& result) {
  RunLoad load;
  load.several_at_once = result.worker_concurrency > 1;
  const reporting::Messaging& messaging = result.messaging;
  if (messaging.uptime.count() > 0) load.time = messaging.uptime;
  // How many came is chance with Poisson arrivals; the delivered rate knows. There is
  // none before the first task is due, and none of a published run.
  const bool is_of_ours = result.provenance.imported_from.empty();
  const double delivered = messaging.delivered_rate.value_or(0);
  if (delivered > 0) {
    load.due =
        static_cast<double>(messaging.tasks_sent) * messaging.asked_rate / delivered;
  } else if (messaging.delivered_rate || !is_of_ours) {
    load.due = messaging.asked_rate * messaging.uptime.count();
  }
  load.issued = static_cast<double>(messaging.tasks_sent);
  load.lateness_p99 = messaging.lateness.Percentile(99);
  if (result.redis) {
    load.redis_percent = result.redis->cpu_percent_mean;
    load.redis_wait_percent = result.redis->cpu_wait_percent_mean;
  }
  if (result.machine) load.machine_percent = result.machine->cpu_percent;
  load.supervisor_percent = result.supervisor_cpu_percent;
  load.workers_busy_percent = WorkersBusyPercent(result);
  load.worker_cpu_percent = WorkerCpuPercent(result);

  shm::HistogramSnapshot tasks;
  shm::HistogramSnapshot timed;
  for (const WorkerResult& worker : result.workers) {
    tasks.Merge(worker.timings.task);
    if (!worker.timings.task.buckets().empty()) timed.Merge(worker.timings.task);
  }
  load.task_mean = tasks.Mean();
  load.task_slowest = tasks.Max();
  load.task_median = timed.Percentile(50);
  load.timed_task_mean = timed.Mean();
  load.all_are_timed = timed.count() == tasks.count();
  return load;
}

RunLoad LoadOf(const Result& result, PointSpan part) {
  RunLoad load;
  load.several_at_once = result.worker_concurrency > 1;
  load.redis_percent = MeanOf(part, &SeriesPoint::redis_cpu_percent);
  load.redis_wait_percent = MeanOf(part, &SeriesPoint::redis_cpu_wait_percent);
  if (result.machine) {
    load.machine_percent = MeanOf(part, &SeriesPoint::machine_cpu_percent);
  }
  load.supervisor_percent = MeanOf(part, &SeriesPoint::supervisor_cpu_percent);

  const auto workers = static_cast<double>(result.workers.size());
  double tasks = 0;
  Milliseconds busy{0};
  Seconds time{0};
  for (const SeriesPoint& point : part) {
    time += point.length;
    load.due += static_cast<double>(point.due);
    load.issued += static_cast<double>(point.issued);
    if (!point.task.mean) continue;
    tasks += static_cast<double>(point.task.count);
    busy += *point.task.mean * static_cast<double>(point.task.count);
    load.task_median = std::max(load.task_median, point.task.p50);
    load.task_slowest = std::max(load.task_slowest, point.task.max);
  }
  if (time.count() > 0) load.time = time;
  if (tasks > 0) load.task_mean = load.timed_task_mean = busy / tasks;
  if (workers == 0) return load;
  if (load.time) {
    load.workers_busy_percent =
        PercentAtMostAll(Seconds(busy).count(), time.count() * TasksAtOnce(result));
  }
  if (const auto all = MeanOf(part, &SeriesPoint::workers_cpu_percent)) {
    load.worker_cpu_percent = *all / workers;
  }
  return load;
}

}  // namespace redline::runner
