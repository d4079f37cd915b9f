// How a run went, second by second: plain values.
//
// A point is a stretch of the measured phase, all of about one length: a second; in a run
// of less than five seconds a tenth of one or less, in a run of more than half an hour
// two or more (runner/series_recorder.h). The last point may be shorter: the run ended
// within it, or it is the drain after the measured phase, in which nothing is due. Counts
// are of the stretch alone, so they add up to those of the run.
#ifndef REDLINE_REPORTING_SERIES_H_
#define REDLINE_REPORTING_SERIES_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

namespace redline::reporting {

// A timing of the tasks, or steps, that ended in a point's stretch. Without any, the
// figures are absent. The maximum is known to a histogram bucket's width (1.6 %).
struct TimingPoint {
  using Milliseconds = std::chrono::duration<double, std::milli>;

  std::uint64_t count = 0;
  std::optional<Milliseconds> mean;
  std::optional<Milliseconds> p50;
  std::optional<Milliseconds> p90;
  std::optional<Milliseconds> p99;
  std::optional<Milliseconds> max;
};

struct SeriesPoint {
  using Seconds = std::chrono::duration<double>;

  Seconds end{0};  // From the start of the measured phase.
  Seconds length{0};
  std::uint64_t due = 0;
  std::uint64_t issued = 0;
  std::uint64_t completed = 0;  // Without an error.
  std::uint64_t failed = 0;
  std::uint64_t total_backlog = 0;  // Of all workers, at the end of the stretch.
  std::uint64_t worst_backlog = 0;  // The highest of one worker in the stretch.
  TimingPoint response;
  TimingPoint task;
  std::vector<TimingPoint> steps;  // In the order of Result::step_names.
  // Of one core, all workers together: of 28 workers at most 2800.
  std::optional<double> workers_cpu_percent;
  std::optional<double> supervisor_cpu_percent;
  std::optional<double> machine_cpu_percent;  // As MachineUsage::cpu_percent.
  // As in RedisUsage; absent where Redis gave no answer in time.
  std::optional<double> redis_cpu_percent;
  std::optional<double> redis_cpu_wait_percent;
  std::optional<double> redis_operations_per_second;
  std::optional<double> redis_memory_mb;
};

// Whether a point is, beside the first of its series, too short for its rates to say
// anything: the run ended in it, or it has only begun.
inline bool IsShort(const SeriesPoint& point, const std::vector<SeriesPoint>& points) {
  return point.length.count() <= 0 || point.length < points.front().length / 2;
}

// What each worker did in stretches of time, for a heat map: coarser than the points
// where there are many workers.
struct WorkerSeries {
  struct Cell {
    // The highest in the stretch; absent where the worker's dyno had ended.
    std::optional<std::uint64_t> max_backlog;
    std::optional<TimingPoint::Milliseconds> task_mean;
  };
  std::vector<SeriesPoint::Seconds> ends;  // As SeriesPoint::end.
  // By worker's index, then by stretch.
  std::vector<std::vector<Cell>> workers;
};

struct Series {
  std::vector<SeriesPoint> points;
  WorkerSeries by_worker;
};

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_SERIES_H_
