// Turns looks at a run into its series.
//
// Pure accumulation: looks are passed in, and nothing is read. A point is what happened
// between two looks, or several: a series begins with points of ten milliseconds, so that
// a run which fails at once shows how; when it has more than kMostFinePoints, they are
// merged to the next of kLengths, in the end seconds. However long the run, the series
// stays bounded: when it has more than kMostPoints, neighbours are merged two by two, and
// from then on a point covers twice the time. Percentiles of merged points come from
// their histograms, which are kept, sparse, until the run is over (some ten megabytes at
// most).
//
// Not thread-safe.
#ifndef REDLINE_RUNNER_WATCH_SERIES_RECORDER_H_
#define REDLINE_RUNNER_WATCH_SERIES_RECORDER_H_

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "reporting/model/series.h"
#include "runner/machine/cpu_meter.h"
#include "runner/machine/machine_cpu.h"
#include "runner/watch/redis_usage_meter.h"
#include "shm/histogram_snapshot.h"

namespace redline::runner {

// A run's progress since the start of the measured phase, at one moment.
struct RunLook {
  struct Worker {
    std::uint64_t backlog = 0;
    std::uint64_t max_backlog = 0;  // So far.
    std::uint64_t tasks = 0;        // Completed.
    std::chrono::microseconds task_time{0};
  };
  reporting::SeriesPoint::Seconds at{0};  // Since the start of the measured phase.
  std::uint64_t due = 0;
  std::uint64_t issued = 0;
  std::uint64_t failed = 0;
  std::vector<Worker> workers;  // By index.
  // All workers' together.
  shm::HistogramSnapshot response;
  shm::HistogramSnapshot task;
  std::vector<shm::HistogramSnapshot> steps;
  std::optional<CpuTime> workers_cpu;
  std::optional<CpuTime> supervisor_cpu;
  std::optional<MachineReading> machine;
  // Redis' work since the last look; nothing if it gave no answer.
  std::optional<RedisStretch> redis;
};

class SeriesRecorder {
 public:
  static constexpr std::size_t kMostPoints = 2000;
  // The heat map's limits: more columns than a screen can show, more cells than a file
  // should hold.
  static constexpr std::size_t kMostStretches = 300;
  static constexpr std::size_t kMostCells = 60'000;
  static constexpr std::size_t kMostFinePoints = 50;
  static constexpr std::array<reporting::SeriesPoint::Seconds, 4> kLengths{
      reporting::SeriesPoint::Seconds(0.01), reporting::SeriesPoint::Seconds(0.02),
      reporting::SeriesPoint::Seconds(0.1), reporting::SeriesPoint::Seconds(1)};

  // How long after `elapsed` of the measured phase the next look is due, so that a point
  // has one look; but no sooner than is cheap, for a look reads 30 KB of each worker.
  static reporting::SeriesPoint::Seconds LookInterval(
      reporting::SeriesPoint::Seconds elapsed, std::size_t workers);

  // The first look is where the series begins: of it backlogs and CPU times are taken,
  // for all else begins at nothing at time 0, and the look is a moment later. A drain's
  // look gives a point of its own, which is never merged.
  void Look(RunLook look, bool drain = false);

  // The run has ended, and the workers have stopped: adds what has happened since the
  // last look, what they had in hand, to the last point; without one makes the only
  // point.
  void Complete(RunLook look);

  // The points so far, of them the last `most`.
  std::vector<reporting::SeriesPoint> Points(std::size_t most = kMostPoints + 1) const;
  reporting::WorkerSeries ByWorker() const;

 private:
  // A histogram of one point.
  using Sparse = shm::HistogramSnapshot::Parts;
  using Seconds = reporting::SeriesPoint::Seconds;

  struct Point {
    reporting::SeriesPoint figures;
    // At its begin and end.
    std::optional<MachineReading> machine_before;
    std::optional<MachineReading> machine_after;
    // The figures' timings, for merging.
    Sparse response;
    Sparse task;
    std::vector<Sparse> steps;
  };
  struct Cell {
    std::uint64_t max_backlog = 0;
    std::uint64_t tasks = 0;
    std::chrono::microseconds task_time{0};
  };
  // All workers in one stretch of time.
  struct Stretch {
    Seconds end{0};
    Seconds length{0};
    std::vector<Cell> cells;
  };

  static RunLook StartOf(const RunLook& first);
  static std::size_t MostStretches(std::size_t workers);
  // Adds a point, or a stretch, to the last one if both are no longer than `length`
  // together; makes longer ones of all when there are too many.
  template <class T>
  static void Append(T next, std::size_t most, std::vector<T>& all, Seconds& length);
  static Seconds LengthOf(const Point& point) { return point.figures.length; }
  static Seconds LengthOf(const Stretch& stretch) { return stretch.length; }

  Point PointUntil(const RunLook& look) const;
  Stretch StretchUntil(const RunLook& look) const;
  static void MergeInto(Point& point, const Point& later);
  static void FillMachine(Point& point);
  static void MergeInto(Stretch& stretch, const Stretch& later);

  std::optional<RunLook> last_;
  std::vector<Point> points_;
  Seconds point_length_{kLengths.front()};
  std::vector<Stretch> stretches_;
  Seconds stretch_length_{kLengths.front()};
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_WATCH_SERIES_RECORDER_H_
