#include "reporting/model/figure.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>

#include "reporting/model/timing_summary.h"
#include "shm/histogram_snapshot.h"

namespace redline::reporting {
namespace {

using shm::HistogramSnapshot;

using Number = std::optional<double>;

// Where comparisons show a figure.
enum class Place { kNotCompared, kBeforeTimings, kAfterTimings };

struct Scalar {
  std::string_view name;
  Figure::Unit unit;
  Place place;
  Number (*of)(const Result& result);
  bool is_of_stages = false;
};

// A published page does not say which tasks failed.
bool IsImported(const Result& result) { return !result.provenance.imported_from.empty(); }

Number Failed(const Result& result) {
  if (IsImported(result)) return std::nullopt;
  return static_cast<double>(result.messaging.tasks_failed);
}

Number Errors(const Result& result) {
  if (IsImported(result)) return std::nullopt;
  std::uint64_t errors = 0;
  for (const ErrorClass& error : result.errors) errors += error.count;
  return static_cast<double>(errors);
}

Number MaxBacklog(const Result& result) {
  if (result.workers.empty() || result.messaging.uptime.count() <= 0) {
    return std::nullopt;
  }
  return static_cast<double>(result.HighestBacklog());
}

template <std::uint64_t Messaging::* kCount>
Number Count(const Result& result) {
  // A page that does not tell.
  if (IsImported(result) && result.messaging.*kCount == 0) return std::nullopt;
  return static_cast<double>(result.messaging.*kCount);
}

// The figure's mean over the workers for which it is known.
template <std::optional<double> WorkerResult::* kFigure>
Number MeanOfWorkers(const Result& result) {
  double sum = 0;
  std::size_t count = 0;
  for (const WorkerResult& worker : result.workers) {
    if (!(worker.*kFigure)) continue;
    sum += *(worker.*kFigure);
    ++count;
  }
  return count == 0 ? std::nullopt : Number(sum / static_cast<double>(count));
}

Number MaxMemory(const Result& result) {
  Number highest;
  for (const WorkerResult& worker : result.workers) {
    if (worker.max_mem_mb && (!highest || *worker.max_mem_mb > *highest)) {
      highest = worker.max_mem_mb;
    }
  }
  return highest;
}

Number CompletedRate(const Result& result) {
  const Messaging& messaging = result.messaging;
  if (messaging.completed_rate) return messaging.completed_rate;
  // A page, or an older result, in which the drain's tasks count as well.
  if (messaging.uptime.count() <= 0) return std::nullopt;
  return static_cast<double>(messaging.tasks_completed) / messaging.uptime.count();
}

// The middle of its range, as ratios go.
Number EstimatedRedline(const Result& result) {
  if (!result.estimate) return std::nullopt;
  return std::sqrt(result.estimate->least * result.estimate->most);
}

template <std::optional<double> RedisUsage::* kFigure>
Number OfRedis(const Result& result) {
  return result.redis ? (*result.redis).*kFigure : std::nullopt;
}

using Unit = Figure::Unit;

// In the order of the tables.
constexpr Scalar kScalars[] = {
    {"tasks_sent", Unit::kCount, Place::kNotCompared, Count<&Messaging::tasks_sent>,
     true},
    {"tasks_received", Unit::kCount, Place::kNotCompared,
     Count<&Messaging::tasks_received>},
    {"tasks_completed", Unit::kCount, Place::kNotCompared,
     Count<&Messaging::tasks_completed>, true},
    {"delivered", Unit::kPerSecond, Place::kBeforeTimings,
     [](const Result& result) { return result.messaging.delivered_rate; }, true},
    {"completed", Unit::kPerSecond, Place::kBeforeTimings, CompletedRate, true},
    {kEstimatedRedline, Unit::kPerSecond, Place::kBeforeTimings, EstimatedRedline},
    {"tasks_failed", Unit::kCount, Place::kBeforeTimings, Failed},
    {"errors", Unit::kCount, Place::kBeforeTimings, Errors},
    {"max_backlog", Unit::kCount, Place::kBeforeTimings, MaxBacklog, true},
    {"mean_mem_mb", Unit::kMegabytes, Place::kAfterTimings,
     MeanOfWorkers<&WorkerResult::mean_mem_mb>},
    {"max_mem_mb", Unit::kMegabytes, Place::kAfterTimings, MaxMemory},
    {"pss_mb", Unit::kMegabytes, Place::kAfterTimings,
     MeanOfWorkers<&WorkerResult::pss_mb>},
    {"worker_cpu_percent", Unit::kPercent, Place::kAfterTimings,
     MeanOfWorkers<&WorkerResult::cpu_percent>},
    {"supervisor_cpu_percent", Unit::kPercent, Place::kAfterTimings,
     [](const Result& result) { return result.supervisor_cpu_percent; }},
    {"machine_cpu_percent", Unit::kPercent, Place::kAfterTimings,
     [](const Result& result) {
       return result.machine ? result.machine->cpu_percent : std::nullopt;
     }},
    {"redis_cpu_percent", Unit::kPercent, Place::kAfterTimings,
     OfRedis<&RedisUsage::cpu_percent_mean>},
    {"redis_cpu_wait_percent", Unit::kPercent, Place::kAfterTimings,
     OfRedis<&RedisUsage::cpu_wait_percent_mean>},
    {"redis_operations_per_second", Unit::kPerSecond, Place::kAfterTimings,
     OfRedis<&RedisUsage::operations_per_second>},
    {"redis_memory_mb", Unit::kMegabytes, Place::kAfterTimings,
     OfRedis<&RedisUsage::memory_max_mb>},
};

const Scalar* FindScalar(std::string_view name) {
  const auto* found = std::ranges::find(kScalars, name, &Scalar::name);
  return found == std::end(kScalars) ? nullptr : found;
}

struct Timing {
  std::string_view name;
  HistogramSnapshot (*of)(const Result& result);
  bool is_of_stages = true;
};

// One histogram of each worker, all workers together.
template <typename Pick>
HistogramSnapshot Merged(const Result& result, const Pick& pick) {
  HistogramSnapshot all;
  for (const WorkerResult& worker : result.workers) all.Merge(pick(worker));
  return all;
}

template <HistogramSnapshot Timings::* kTiming>
HistogramSnapshot OfTasks(const Result& result) {
  return Merged(result, [](const WorkerResult& worker) -> const HistogramSnapshot& {
    return worker.timings.*kTiming;
  });
}

HistogramSnapshot LoopLag(const Result& result) {
  return Merged(result, [](const WorkerResult& worker) -> const HistogramSnapshot& {
    return worker.loop_lag;
  });
}

constexpr Timing kTimings[] = {
    {"task", OfTasks<&Timings::task>},
    {"queue", OfTasks<&Timings::queue>},
    {"response", OfTasks<&Timings::response>},
    {"rest", OfTasks<&Timings::rest>},
    {"lateness", [](const Result& result) { return result.messaging.lateness; }},
    {"loop_lag", LoopLag, false},
    {"supervisor_loop_lag",
     [](const Result& result) { return result.messaging.loop_lag; }, false},
};

const Timing* FindTiming(std::string_view name) {
  const auto* found = std::ranges::find(kTimings, name, &Timing::name);
  return found == std::end(kTimings) ? nullptr : found;
}

// The index of the step that programs know by this name.
std::optional<std::size_t> FindStep(const std::vector<std::string>& step_names,
                                    std::string_view name) {
  const auto found = std::ranges::find(step_names, name, StepKey);
  if (found == step_names.end()) return std::nullopt;
  return static_cast<std::size_t>(found - step_names.begin());
}

bool IsFigureOfTiming(std::string_view name) {
  return name == "count" || name == "mean" || name == "min" || name == "max";
}

// "p99", "p99.9" or, as in JSON, "p999".
std::optional<double> ParsePercentile(std::string_view text) {
  if (!text.starts_with('p')) return std::nullopt;
  text.remove_prefix(1);
  std::string digits(text);
  if (digits.starts_with("999")) digits.insert(2, ".");
  double percentile = 0;
  const char* const end = digits.data() + digits.size();
  const auto [parsed, error] = std::from_chars(digits.data(), end, percentile);
  // Negated, so that NaN is refused.
  if (error != std::errc() || parsed != end || !(percentile >= 0 && percentile <= 100)) {
    return std::nullopt;
  }
  return percentile;
}

// 2 of "stage2.response.p99". A step may be called stage, too.
std::optional<std::size_t> StageOf(std::string_view text) {
  constexpr std::string_view kStage = "stage";
  if (!text.starts_with(kStage)) return std::nullopt;
  std::size_t stage = 0;
  const char* const end = text.data() + text.size();
  const auto [parsed, error] = std::from_chars(text.data() + kStage.size(), end, stage);
  if (error != std::errc() || parsed == end || *parsed != '.' || stage == 0) {
    return std::nullopt;
  }
  return stage;
}

}  // namespace

Figure Figure::Parse(std::string_view text) {
  Figure figure;
  figure.text_ = text;
  figure.stage_ = StageOf(text);
  figure.ParseName(figure.name());
  return figure;
}

std::string_view Figure::name() const {
  const std::string_view text(text_);
  return stage_ ? text.substr(text.find('.') + 1) : text;
}

void Figure::ParseName(std::string_view name) {
  const std::size_t point = name.find('.');
  name_ = name.substr(0, point);
  const auto check_stage = [&](bool is_of_stages) {
    if (stage_ && !is_of_stages) {
      throw FigureError("asks a stage for \"" + name_ +
                        "\", which is known of a whole run only");
    }
  };
  if (point == std::string_view::npos) {
    const Scalar* const scalar = FindScalar(name);
    if (scalar == nullptr) throw FigureError("names no figure");
    check_stage(scalar->is_of_stages);
    unit_ = scalar->unit;
    return;
  }
  of_it_ = name.substr(point + 1);
  if (const auto percentile = ParsePercentile(of_it_)) {
    percentile_ = *percentile;
  } else if (!IsFigureOfTiming(of_it_)) {
    throw FigureError(
        "asks for \"" + of_it_ +
        "\" of a timing, which has count, mean, min, max and percentiles such as p99");
  }
  const Timing* const timing = FindTiming(name_);
  check_stage(timing == nullptr || timing->is_of_stages);
  unit_ = of_it_ == "count" ? Unit::kCount : Unit::kMilliseconds;
}

bool Figure::IsKnown(const std::vector<std::string>& step_names) const {
  return of_it_.empty() || FindTiming(name_) != nullptr ||
         FindStep(step_names, name_).has_value();
}

std::optional<double> Figure::Of(const Result& result) const {
  if (!stage_) return OfWhole(result);
  if (*stage_ > result.stages.size()) return std::nullopt;
  return OfWhole(result.OfStage(*stage_ - 1));
}

std::optional<double> Figure::AskedRate(const Result& result) const {
  if (!stage_) return result.messaging.asked_rate;
  if (*stage_ > result.stages.size()) return std::nullopt;
  return result.stages[*stage_ - 1].asked_rate;
}

std::optional<double> Figure::OfWhole(const Result& result) const {
  return of_it_.empty() ? FindScalar(name_)->of(result) : OfTiming(result);
}

std::optional<double> Figure::OfTiming(const Result& result) const {
  HistogramSnapshot timing;
  if (const Timing* known = FindTiming(name_)) {
    timing = known->of(result);
  } else if (const auto step = FindStep(result.step_names, name_)) {
    timing = Merged(result, [&](const WorkerResult& worker) -> const HistogramSnapshot& {
      return worker.timings.steps[*step];
    });
  }
  if (of_it_ == "count") {
    if (IsImported(result) && timing.count() == 0) return std::nullopt;
    return static_cast<double>(timing.count());
  }
  const auto figure = of_it_ == "mean"  ? timing.Mean()
                      : of_it_ == "min" ? timing.Min()
                      : of_it_ == "max" ? timing.Max()
                                        : timing.Percentile(percentile_);
  if (!figure) return std::nullopt;
  return Milliseconds(*figure).count();
}

std::vector<Figure> ComparedFigures(const std::vector<std::string>& steps) {
  std::vector<Figure> figures;
  const auto add_scalars = [&](Place place) {
    for (const Scalar& scalar : kScalars) {
      if (scalar.place == place) figures.push_back(Figure::Parse(scalar.name));
    }
  };
  add_scalars(Place::kBeforeTimings);
  std::vector<std::string> timings{"response", "task", "queue"};
  for (const std::string& step : steps) {
    if (std::ranges::find(timings, step) == timings.end()) timings.push_back(step);
  }
  for (const std::string& timing : timings) {
    for (const char* of_it : {".mean", ".p50", ".p99"}) {
      figures.push_back(Figure::Parse(timing + of_it));
    }
  }
  figures.push_back(Figure::Parse("lateness.p99"));
  figures.push_back(Figure::Parse("loop_lag.p99"));
  add_scalars(Place::kAfterTimings);
  return figures;
}

}  // namespace redline::reporting
