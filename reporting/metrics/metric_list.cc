#include "reporting/metrics/metric_list.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "redis/error_class.h"
#include "reporting/model/setting_value.h"
#include "reporting/model/timing_summary.h"

namespace redline::reporting {
namespace {

using Samples = std::vector<Sample>;
using Source = const MetricSource&;

constexpr double kPercent = 100;
constexpr double kBytesPerMb = 1024 * 1024;

struct PhaseName {
  RunPhase phase;
  std::string_view name;
};

constexpr PhaseName kPhases[] = {
    {RunPhase::kStarting, "starting"}, {RunPhase::kPreparing, "preparing"},
    {RunPhase::kWarmUp, "warmup"},     {RunPhase::kMeasuring, "measured"},
    {RunPhase::kDraining, "drain"},    {RunPhase::kDone, "ended"}};

Samples One(std::optional<double> value) {
  if (!value) return {};
  return {{.labels = {}, .value = *value}};
}

Samples Count(std::uint64_t count) { return {{.labels = {}, .value = count}}; }

Samples Timing(const shm::HistogramSnapshot& timing) {
  return {{.labels = {}, .value = &timing}};
}

std::optional<double> Scaled(std::optional<double> value, double factor) {
  if (!value) return std::nullopt;
  return *value * factor;
}

// Each worker's figure, or `together`.
template <class Figure>
Samples OfWorkers(Source source, Figure figure, Samples together) {
  if (source.detail == WorkerDetail::kTogether) return together;
  Samples samples;
  for (const WorkerResult& worker : source.result.workers) {
    const auto value = figure(worker);
    if (!value) continue;
    samples.push_back(
        {.labels = {{"worker", std::to_string(worker.index)}}, .value = *value});
  }
  return samples;
}

Samples CountOfWorkers(Source source, std::uint64_t WorkerResult::* count,
                       std::uint64_t together) {
  return OfWorkers(
      source, [&](const WorkerResult& worker) { return std::optional(worker.*count); },
      Count(together));
}

// The last second, or stretch, of the measured phase of which this is known.
std::optional<double> Latest(const Result& result,
                             std::optional<double> SeriesPoint::* figure) {
  const PointSpan measured =
      MeasuredPoints(result.series.points, result.messaging.uptime);
  for (const SeriesPoint& point : measured | std::views::reverse) {
    if (point.*figure) return point.*figure;
  }
  return std::nullopt;
}

// Its last value is of no use once nothing runs any more.
bool HasEnded(const Result& result) { return result.verdict.has_value(); }

Samples Run(Source source) {
  const Result& result = source.result;
  return {{.labels = {{"run_id", result.provenance.run_id},
                      {"workload", result.workload},
                      {"redis", SettingValue(result.settings, "redis_url")},
                      {"version", result.provenance.version},
                      {"revision", result.provenance.revision},
                      {"started", result.provenance.started},
                      {"fleet", SettingValue(result.settings, "fleet")},
                      {"dyno", result.provenance.dyno}},
           .value = std::uint64_t{1}}};
}

Samples Redis(Source source) {
  if (!source.result.redis) return {};
  return {
      {.labels = {{"version", source.result.redis->version}}, .value = std::uint64_t{1}}};
}

Samples Phase(Source source) {
  Samples samples;
  for (const PhaseName& row : kPhases) {
    samples.push_back({.labels = {{"phase", std::string(row.name)}},
                       .value = std::uint64_t{row.phase == source.result.phase}});
  }
  return samples;
}

Samples VerdictOf(Source source) {
  const std::optional<Verdict>& verdict = source.result.verdict;
  std::vector<Label> labels = {{"status", "pending"}};
  if (verdict) {
    labels = {{"status", std::string(RowOf(verdict->status).name)},
              {"reason", std::string(RowOf(verdict->reason).name)}};
  }
  return {{.labels = std::move(labels), .value = std::uint64_t{1}}};
}

Samples TargetRate(Source source) {
  const Result& result = source.result;
  const Seconds now = result.messaging.uptime;
  for (const StageResult& stage : result.stages) {
    if (now > stage.end() && &stage != &result.stages.back()) continue;
    const double share = stage.duration.count() <= 0
                             ? 0
                             : std::clamp((now - stage.begin) / stage.duration, 0.0, 1.0);
    return One(stage.from_rate + share * (stage.to_rate - stage.from_rate));
  }
  return One(result.messaging.asked_rate);
}

// Each class from the start, be it 0: from a series that begins at 2, nobody can tell
// that two errors have come.
Samples Errors(Source source) {
  const auto& errors = source.result.errors;
  Samples samples;
  for (const redis::ErrorClassRow& row : redis::kErrorClasses) {
    const auto found = std::ranges::find(errors, row.name, &ErrorClass::name);
    samples.push_back({.labels = {{"class", std::string(row.name)}},
                       .value = found == errors.end() ? 0 : found->count});
  }
  return samples;
}

Samples Steps(Source source) {
  const std::vector<std::string>& names = source.result.step_names;
  Samples samples;
  for (std::size_t i = 0; i < std::min(names.size(), source.totals.steps.size()); ++i) {
    samples.push_back({.labels = {{"step", std::string(StepKey(names[i]))}},
                       .value = &source.totals.steps[i]});
  }
  return samples;
}

Samples Backlog(Source source) {
  if (HasEnded(source.result)) return {};
  std::uint64_t together = 0;
  for (const WorkerResult& worker : source.result.workers) together += worker.backlog;
  return CountOfWorkers(source, &WorkerResult::backlog, together);
}

Samples WorstBacklog(Source source) {
  if (HasEnded(source.result)) return {};
  std::uint64_t worst = 0;
  for (const WorkerResult& worker : source.result.workers) {
    worst = std::max(worst, worker.backlog);
  }
  return Count(worst);
}

Samples WorkersCpu(Source source) {
  std::optional<double> together;
  for (const WorkerResult& worker : source.result.workers) {
    if (worker.cpu_percent) together = together.value_or(0) + *worker.cpu_percent;
  }
  return OfWorkers(
      source,
      [](const WorkerResult& worker) { return Scaled(worker.cpu_percent, 1 / kPercent); },
      One(Scaled(together, 1 / kPercent)));
}

constexpr Metric kMetrics[] = {
    {.name = "run",
     .type = MetricType::kInfo,
     .help = "The run that the other metrics are of; always 1.",
     .labels = "run_id, workload, redis, version, revision, started, fleet, dyno",
     .samples = Run},
    {.name = "redis",
     .type = MetricType::kInfo,
     .help = "The Redis under test, once it has been asked; always 1.",
     .labels = "version",
     .samples = Redis},
    {.name = "phase",
     .type = MetricType::kGauge,
     .help = "1 for the phase in which the run is, 0 for the others: starting, "
             "preparing, warmup, measured, drain, ended.",
     .labels = "phase",
     .samples = Phase},
    {.name = "verdict",
     .type = MetricType::kGauge,
     .help = "The verdict, with status pending as long as there is none; always 1.",
     .labels = "status, reason",
     .samples = VerdictOf},
    {.name = "measured",
     .type = MetricType::kGauge,
     .unit = "seconds",
     .help = "How long the measured phase has lasted.",
     .samples = [](Source s) { return One(s.result.messaging.uptime.count()); }},
    {.name = "workers",
     .type = MetricType::kGauge,
     .help = "How many worker processes the run has.",
     .samples =
         [](Source s) {
           return One(static_cast<double>(s.result.constants.num_workers));
         }},
    {.name = "target_rate",
     .type = MetricType::kGauge,
     .help = "Tasks a second that the measured phase asks for; with stages, at this "
             "moment.",
     .samples = TargetRate},
    {.name = "tasks_issued",
     .type = MetricType::kCounter,
     .help = "Tasks issued to workers.",
     .samples = [](Source s) { return Count(s.result.messaging.tasks_sent); }},
    {.name = "tasks_completed",
     .type = MetricType::kCounter,
     .help = "Tasks done without an error.",
     .has_workers = true,
     .samples =
         [](Source s) {
           return CountOfWorkers(s, &WorkerResult::cycles,
                                 s.result.messaging.tasks_completed);
         }},
    {.name = "tasks_failed",
     .type = MetricType::kCounter,
     .help = "Tasks given up because of an error.",
     .has_workers = true,
     .samples =
         [](Source s) {
           return CountOfWorkers(s, &WorkerResult::failed,
                                 s.result.messaging.tasks_failed);
         }},
    {.name = "errors",
     .type = MetricType::kCounter,
     .help = "Errors that workers met, also where trying again healed them.",
     .labels = "class",
     .samples = Errors},
    {.name = "response",
     .type = MetricType::kHistogram,
     .unit = "seconds",
     .help = "From when a task was due until it was done.",
     .samples = [](Source s) { return Timing(s.totals.response); }},
    {.name = "queue",
     .type = MetricType::kHistogram,
     .unit = "seconds",
     .help = "From when a task was due until a worker started it.",
     .samples = [](Source s) { return Timing(s.totals.queue); }},
    {.name = "task",
     .type = MetricType::kHistogram,
     .unit = "seconds",
     .help = "From when a worker started a task until it was done.",
     .samples = [](Source s) { return Timing(s.totals.task); }},
    {.name = "step",
     .type = MetricType::kHistogram,
     .unit = "seconds",
     .help = "A step of the tasks.",
     .labels = "step",
     .samples = Steps},
    {.name = "lateness",
     .type = MetricType::kHistogram,
     .unit = "seconds",
     .help = "From when a task was due until the supervisor issued it.",
     .samples = [](Source s) { return Timing(s.result.messaging.lateness); }},
    {.name = "backlog",
     .type = MetricType::kGauge,
     .help = "Tasks issued and not done, of all workers; none once the run has ended.",
     .has_workers = true,
     .samples = Backlog},
    {.name = "backlog_worst",
     .type = MetricType::kGauge,
     .help = "Tasks issued and not done, of the worker that has most.",
     .samples = WorstBacklog},
    {.name = "backlog_highest",
     .type = MetricType::kGauge,
     .help = "The highest backlog that any worker has had in the measured phase.",
     .samples = [](Source s) { return Count(s.result.HighestBacklog()); }},
    {.name = "backlog_limit",
     .type = MetricType::kGauge,
     .help = "The backlog of one worker at which the run has failed.",
     .samples =
         [](Source s) {
           return One(static_cast<double>(s.result.constants.max_worker_backlog));
         }},
    {.name = "workers_cpu",
     .type = MetricType::kGauge,
     .unit = "cores",
     .help = "CPU time that workers take per time, mean of the measured phase so far.",
     .has_workers = true,
     .samples = WorkersCpu},
    {.name = "workers_cpu_latest",
     .type = MetricType::kGauge,
     .unit = "cores",
     .help = "CPU time that all workers take per time, in the last second.",
     .samples =
         [](Source s) {
           return One(
               Scaled(Latest(s.result, &SeriesPoint::workers_cpu_percent), 1 / kPercent));
         }},
    {.name = "supervisor_cpu",
     .type = MetricType::kGauge,
     .unit = "cores",
     .help = "CPU time that the supervisor takes per time, mean of the measured phase "
             "so far.",
     .samples =
         [](Source s) {
           return One(Scaled(s.result.supervisor_cpu_percent, 1 / kPercent));
         }},
    {.name = "redis_busy",
     .type = MetricType::kGauge,
     .unit = "ratio",
     .help = "CPU time that the main thread of Redis takes per time, mean of the "
             "measured phase so far.",
     .samples =
         [](Source s) {
           if (!s.result.redis) return Samples();
           return One(Scaled(s.result.redis->cpu_percent_mean, 1 / kPercent));
         }},
    {.name = "redis_busy_latest",
     .type = MetricType::kGauge,
     .unit = "ratio",
     .help = "CPU time that the main thread of Redis takes per time, in the last "
             "second.",
     .samples =
         [](Source s) {
           return One(
               Scaled(Latest(s.result, &SeriesPoint::redis_cpu_percent), 1 / kPercent));
         }},
    {.name = "redis_waiting",
     .type = MetricType::kGauge,
     .unit = "ratio",
     .help = "Time in which the main thread of Redis was ready and had no CPU, mean of "
             "the measured phase so far; known on this machine only.",
     .samples =
         [](Source s) {
           if (!s.result.redis) return Samples();
           return One(Scaled(s.result.redis->cpu_wait_percent_mean, 1 / kPercent));
         }},
    {.name = "redis_waiting_latest",
     .type = MetricType::kGauge,
     .unit = "ratio",
     .help =
         "Time in which the main thread of Redis was ready and had no CPU, in the last "
         "second; known on this machine only.",
     .samples =
         [](Source s) {
           return One(Scaled(Latest(s.result, &SeriesPoint::redis_cpu_wait_percent),
                             1 / kPercent));
         }},
    {.name = "redis_used_memory",
     .type = MetricType::kGauge,
     .unit = "bytes",
     .help = "Memory that Redis says it uses (used_memory), when it was asked last.",
     .samples =
         [](Source s) {
           return One(
               Scaled(Latest(s.result, &SeriesPoint::redis_memory_mb), kBytesPerMb));
         }},
};

}  // namespace

std::span<const Metric> Metrics() { return kMetrics; }

}  // namespace redline::reporting
