// How a run went, second by second: plain values.
//
// A point is a stretch of the measured phase, all of about one length: a second; in a run
// of less than five seconds a tenth of one or less, in a run of more than half an hour
// two or more (runner/watch/series_recorder.h). The last point may be shorter: the run
// ended within it, or it is the drain after the measured phase, in which nothing is due.
// Counts are of the stretch alone, so they add up to those of the run.
#ifndef REDLINE_REPORTING_MODEL_SERIES_H_
#define REDLINE_REPORTING_MODEL_SERIES_H_

#include <cstdint>
#include <optional>
#include <span>
#include <tuple>
#include <vector>

#include "reporting/model/field.h"
#include "reporting/model/time_units.h"

namespace redline::reporting {

// A timing of the tasks, or steps, that ended in a point's stretch. Without any, the
// figures are absent. The maximum is known to a histogram bucket's width (1.6 %).
struct TimingPoint {
  using Milliseconds = reporting::Milliseconds;

  std::uint64_t count = 0;
  std::optional<Milliseconds> mean;
  std::optional<Milliseconds> p50;
  std::optional<Milliseconds> p90;
  std::optional<Milliseconds> p99;
  std::optional<Milliseconds> max;
};

template <>
inline constexpr auto kFields<TimingPoint> = std::tuple{
    Field{"count", &TimingPoint::count, "", "how many ended in the stretch"},
    Field{"mean_ms", &TimingPoint::mean, "milliseconds", "", Form::kThousandths},
    Field{"p50_ms", &TimingPoint::p50, "milliseconds", "", Form::kThousandths},
    Field{"p90_ms", &TimingPoint::p90, "milliseconds", "", Form::kThousandths},
    Field{"p99_ms", &TimingPoint::p99, "milliseconds", "", Form::kThousandths},
    Field{"max_ms", &TimingPoint::max, "milliseconds", "to within 1.6 %",
          Form::kThousandths},
};

struct SeriesPoint {
  using Seconds = reporting::Seconds;

  Seconds end{0};
  Seconds length{0};
  std::uint64_t due = 0;
  std::uint64_t issued = 0;
  std::uint64_t completed = 0;
  std::uint64_t failed = 0;
  std::uint64_t total_backlog = 0;
  std::uint64_t worst_backlog = 0;
  TimingPoint response;
  TimingPoint task;
  std::vector<TimingPoint> steps;  // In the order of Result::step_names.
  std::optional<double> workers_cpu_percent;
  std::optional<double> supervisor_cpu_percent;
  std::optional<double> machine_cpu_percent;
  std::optional<double> redis_cpu_percent;
  std::optional<double> redis_cpu_wait_percent;
  std::optional<double> redis_operations_per_second;
  std::optional<double> redis_memory_mb;
};

// Each a column, in JSON and CSV.
template <>
inline constexpr auto kFields<SeriesPoint> = std::tuple{
    Field{"end_seconds", &SeriesPoint::end, "seconds",
          "from the start of the measured phase"},
    Field{"length_seconds", &SeriesPoint::length, "seconds", "of the stretch"},
    Field{"due", &SeriesPoint::due, "tasks", ""},
    Field{"issued", &SeriesPoint::issued, "tasks", ""},
    Field{"completed", &SeriesPoint::completed, "tasks", "without an error"},
    Field{"failed", &SeriesPoint::failed, "tasks", ""},
    Field{"total_backlog", &SeriesPoint::total_backlog, "tasks",
          "of all workers, at the end of the stretch"},
    Field{"worst_backlog", &SeriesPoint::worst_backlog, "tasks",
          "the highest of one worker in the stretch, judging by the looks and the "
          "highest of the run"},
    Field{"workers_cpu_percent", &SeriesPoint::workers_cpu_percent, "% of a core",
          "of all workers together: of 28 at most 2800", Form::kThousandths},
    Field{"supervisor_cpu_percent", &SeriesPoint::supervisor_cpu_percent, "% of a core",
          "of the supervisor, in a fleet of all supervisors", Form::kThousandths},
    Field{"machine_cpu_percent", &SeriesPoint::machine_cpu_percent, "% of all cores",
          "as `cpu_percent` in `machine`; in steps of 10 ms", Form::kThousandths},
    Field{
        "redis_cpu_percent", &SeriesPoint::redis_cpu_percent, "% of a core",
        "as in `redis`; `null` where Redis gave no answer in time, and in points between "
        "two questions: it is asked once a second",
        Form::kThousandths},
    Field{"redis_cpu_wait_percent", &SeriesPoint::redis_cpu_wait_percent, "% of the time",
          "likewise", Form::kThousandths},
    Field{"redis_operations_per_second", &SeriesPoint::redis_operations_per_second,
          "commands a second", "likewise", Form::kThousandths},
    Field{"redis_memory_mb", &SeriesPoint::redis_memory_mb, "MB of 2^20 bytes",
          "likewise", Form::kThousandths},
    Field{"response", &SeriesPoint::response, "",
          "of the tasks that ended in the stretch, see below"},
    Field{"task", &SeriesPoint::task, "", "likewise"},
    Field{"steps", &SeriesPoint::steps, "", "likewise, each step under its name"},
};

// Whether a point is, beside the first of its series, too short for its rates to say
// anything: the run ended in it, or it has only begun.
inline bool IsShort(const SeriesPoint& point, const std::vector<SeriesPoint>& points) {
  return point.length.count() <= 0 || point.length < points.front().length / 2;
}

// Points of a series, one after another, and of its memory.
using PointSpan = std::span<const SeriesPoint>;

// Without the last one if it is that of the drain, and so lies after the end of the
// measured phase, which lasted for `uptime`; by its middle, for times are rounded.
inline PointSpan MeasuredPoints(PointSpan points, Seconds uptime) {
  const bool drained =
      !points.empty() && points.back().end - points.back().length / 2 >= uptime;
  return points.first(points.size() - (drained ? 1 : 0));
}

// Each worker's work in stretches of time, for a heat map: coarser than the points
// where there are many workers.
struct WorkerSeries {
  struct Cell {
    std::optional<std::uint64_t> max_backlog;
    std::optional<Milliseconds> task_mean;
  };
  std::vector<Seconds> ends;  // As SeriesPoint::end.
  // By worker's index, then by stretch.
  std::vector<std::vector<Cell>> workers;
};

// Each an array for each worker, of a value for each stretch.
template <>
inline constexpr auto kFields<WorkerSeries::Cell> = std::tuple{
    Field{"max_backlog", &WorkerSeries::Cell::max_backlog, "tasks",
          "for each worker, by index, an array of the highest backlog in each stretch; "
          "`null` where its dyno had ended before the others of its fleet"},
    Field{"task_mean_ms", &WorkerSeries::Cell::task_mean, "milliseconds",
          "likewise, the mean task time; `null` where it completed none",
          Form::kThousandths},
};

template <>
inline constexpr auto kFields<WorkerSeries> = std::tuple{
    Field{"end_seconds", &WorkerSeries::ends, "seconds",
          "the ends of the stretches: as the points', but fewer where there are many "
          "workers"},
    Inlined{&WorkerSeries::workers},
};

struct Series {
  std::vector<SeriesPoint> points;
  WorkerSeries by_worker;
};

template <>
inline constexpr auto kFields<Series> = std::tuple{
    Field{"series", &Series::points, "", "the run second by second, see below"},
    Field{"worker_series", &Series::by_worker, "", "every worker over time, see below"},
};

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_MODEL_SERIES_H_
