#include "runner/watch/series_recorder.h"

#include <algorithm>
#include <utility>

namespace redline::runner {
namespace {

using reporting::SeriesPoint;
using reporting::TimingPoint;
using shm::HistogramSnapshot;
using Seconds = SeriesPoint::Seconds;
using Sparse = HistogramSnapshot::Parts;

// Looks are never exactly on time: a stretch that is a little too long is still one.
constexpr double kTolerance = 1.05;

TimingPoint Summarize(const HistogramSnapshot& histogram) {
  return {.count = histogram.count(),
          .mean = histogram.Mean(),
          .p50 = histogram.Percentile(50),
          .p90 = histogram.Percentile(90),
          .p99 = histogram.Percentile(99),
          .max = histogram.Max()};
}

// The stretch since the previous look, and its figures.
Sparse Since(const HistogramSnapshot& now, const HistogramSnapshot& before,
             TimingPoint& figures) {
  const HistogramSnapshot since = now.Since(before);
  figures = Summarize(since);
  return since.ToParts();
}

void MergeInto(Sparse& parts, const Sparse& later, TimingPoint& figures) {
  HistogramSnapshot merged(parts);
  merged.Merge(HistogramSnapshot(later));
  figures = Summarize(merged);
  parts = merged.ToParts();
}

// A count that was read while it grew may be a little behind the one before.
std::uint64_t Growth(std::uint64_t from, std::uint64_t to) {
  return to - std::min(from, to);
}

// The mean of two stretches' figures by their lengths, or the one that is known.
std::optional<double> MeanOf(std::optional<double> a, double a_length,
                             std::optional<double> b, double b_length) {
  if (!a || !b) return a ? a : b;
  if (a_length + b_length <= 0) return a;
  return (*a * a_length + *b * b_length) / (a_length + b_length);
}

// The percentage of one core that was used in so much time.
std::optional<double> PercentOf(Seconds time, std::optional<CpuTime> before,
                                std::optional<CpuTime> now) {
  if (!before || !now || time.count() <= 0) return std::nullopt;
  return 100 * (Seconds(*now - *before) / time);
}

std::uint64_t TotalBacklog(const RunLook& look) {
  std::uint64_t total = 0;
  for (const RunLook::Worker& worker : look.workers) total += worker.backlog;
  return total;
}

std::uint64_t TotalTasks(const RunLook& look) {
  std::uint64_t total = 0;
  for (const RunLook::Worker& worker : look.workers) total += worker.tasks;
  return total;
}

// The highest backlog since the look before: of a highest of all that has not grown, no
// more is known than that it was not exceeded.
std::uint64_t MaxBacklogSince(const RunLook::Worker& before, const RunLook::Worker& now) {
  const std::uint64_t told =
      now.max_backlog > before.max_backlog ? now.max_backlog : before.backlog;
  return std::max(told, now.backlog);
}

}  // namespace

void SeriesRecorder::Look(RunLook look, bool drain) {
  if (!last_) {
    last_ = StartOf(look);
    return;
  }
  if (look.at > last_->at && look.workers.size() == last_->workers.size()) {
    Point point = PointUntil(look);
    if (drain) {
      points_.push_back(std::move(point));
    } else {
      Append(std::move(point), kMostPoints, points_, point_length_);
    }
    Append(StretchUntil(look), MostStretches(look.workers.size()), stretches_,
           stretch_length_);
  }
  last_ = std::move(look);
}

void SeriesRecorder::Complete(RunLook look) {
  if (points_.empty()) {
    last_ = StartOf(look);
    last_->workers_cpu.reset();
    last_->supervisor_cpu.reset();
    last_->machine.reset();
    Look(std::move(look), true);
    return;
  }
  if (look.workers.size() != last_->workers.size()) return;
  look.at = last_->at;
  Point rest = PointUntil(look);
  rest.figures.end = points_.back().figures.end;
  MergeInto(points_.back(), rest);
  MergeInto(stretches_.back(), StretchUntil(look));
  last_ = std::move(look);
}

template <class T>
void SeriesRecorder::Append(T next, std::size_t most, std::vector<T>& all,
                            Seconds& length) {
  const auto add = [&](std::vector<T>& to, T&& one) {
    if (!to.empty() && LengthOf(to.back()) + LengthOf(one) <= length * kTolerance) {
      MergeInto(to.back(), one);
    } else {
      to.push_back(std::move(one));
    }
  };
  add(all, std::move(next));
  const auto most_of_this_length = [&] {
    return length < kLengths.back() ? std::min(kMostFinePoints, most) : most;
  };
  while (all.size() > most_of_this_length()) {
    const auto* const longer_one = std::ranges::upper_bound(kLengths, length);
    length = longer_one == kLengths.end() ? 2 * length : *longer_one;
    std::vector<T> longer;
    for (T& one : all) add(longer, std::move(one));
    all = std::move(longer);
  }
}

Seconds SeriesRecorder::LookInterval(Seconds elapsed, std::size_t workers) {
  // Reading 500 workers takes some five milliseconds: at most a twentieth of the time.
  constexpr Seconds kPerWorker{0.0002};
  const Seconds cheap = static_cast<double>(workers) * kPerWorker;
  for (const Seconds length : kLengths) {
    const Seconds span = static_cast<double>(kMostFinePoints) * length;
    if (length >= cheap && elapsed < span * 0.999) return length;
  }
  return kLengths.back();
}

RunLook SeriesRecorder::StartOf(const RunLook& first) {
  RunLook start;
  start.steps.resize(first.steps.size());
  for (const RunLook::Worker& worker : first.workers) {
    start.workers.push_back(
        {.backlog = worker.backlog, .max_backlog = 0, .tasks = 0, .task_time = {}});
  }
  start.workers_cpu = first.workers_cpu;
  start.supervisor_cpu = first.supervisor_cpu;
  start.machine = first.machine;
  return start;
}

std::size_t SeriesRecorder::MostStretches(std::size_t workers) {
  return std::clamp<std::size_t>(kMostCells / std::max<std::size_t>(workers, 1), 2,
                                 kMostStretches);
}

SeriesRecorder::Point SeriesRecorder::PointUntil(const RunLook& look) const {
  const RunLook& before = *last_;
  Point point;
  SeriesPoint& figures = point.figures;
  figures.end = look.at;
  figures.length = look.at - before.at;
  figures.due = Growth(before.due, look.due);
  figures.issued = Growth(before.issued, look.issued);
  figures.completed = Growth(TotalTasks(before), TotalTasks(look));
  figures.failed = Growth(before.failed, look.failed);
  figures.total_backlog = TotalBacklog(look);
  for (std::size_t i = 0; i < look.workers.size(); ++i) {
    figures.worst_backlog = std::max(figures.worst_backlog,
                                     MaxBacklogSince(before.workers[i], look.workers[i]));
  }
  figures.workers_cpu_percent =
      PercentOf(figures.length, before.workers_cpu, look.workers_cpu);
  figures.supervisor_cpu_percent =
      PercentOf(figures.length, before.supervisor_cpu, look.supervisor_cpu);
  point.machine_before = before.machine;
  point.machine_after = look.machine;
  FillMachine(point);
  if (look.redis) {
    figures.redis_cpu_percent = look.redis->cpu_percent;
    figures.redis_cpu_wait_percent = look.redis->cpu_wait_percent;
    figures.redis_operations_per_second = look.redis->operations_per_second;
    figures.redis_memory_mb = look.redis->memory_mb;
  }
  point.response = Since(look.response, before.response, figures.response);
  point.task = Since(look.task, before.task, figures.task);
  figures.steps.resize(std::min(look.steps.size(), before.steps.size()));
  for (std::size_t i = 0; i < figures.steps.size(); ++i) {
    point.steps.push_back(Since(look.steps[i], before.steps[i], figures.steps[i]));
  }
  return point;
}

SeriesRecorder::Stretch SeriesRecorder::StretchUntil(const RunLook& look) const {
  Stretch stretch{.end = look.at, .length = look.at - last_->at, .cells = {}};
  stretch.cells.reserve(look.workers.size());
  for (std::size_t i = 0; i < look.workers.size(); ++i) {
    const RunLook::Worker& before = last_->workers[i];
    const RunLook::Worker& now = look.workers[i];
    stretch.cells.push_back({.max_backlog = MaxBacklogSince(before, now),
                             .tasks = Growth(before.tasks, now.tasks),
                             .task_time = now.task_time - before.task_time});
  }
  return stretch;
}

void SeriesRecorder::FillMachine(Point& point) {
  if (!point.machine_before || !point.machine_after) return;
  point.figures.machine_cpu_percent =
      MachinePercent(*point.machine_before, *point.machine_after);
}

void SeriesRecorder::MergeInto(Point& point, const Point& later) {
  // Idle time comes in steps, so a mean of short points would not be that of all.
  if (!point.machine_before) point.machine_before = later.machine_before;
  if (later.machine_after) point.machine_after = later.machine_after;
  FillMachine(point);
  SeriesPoint& a = point.figures;
  const SeriesPoint& b = later.figures;
  for (const auto field :
       {&SeriesPoint::workers_cpu_percent, &SeriesPoint::supervisor_cpu_percent,
        &SeriesPoint::redis_cpu_percent, &SeriesPoint::redis_cpu_wait_percent,
        &SeriesPoint::redis_operations_per_second}) {
    a.*field = MeanOf(a.*field, a.length.count(), b.*field, b.length.count());
  }
  if (b.redis_memory_mb) a.redis_memory_mb = b.redis_memory_mb;
  a.end = b.end;
  a.length += b.length;
  a.due += b.due;
  a.issued += b.issued;
  a.completed += b.completed;
  a.failed += b.failed;
  a.total_backlog = b.total_backlog;
  a.worst_backlog = std::max(a.worst_backlog, b.worst_backlog);
  runner::MergeInto(point.response, later.response, a.response);
  runner::MergeInto(point.task, later.task, a.task);
  for (std::size_t i = 0; i < point.steps.size() && i < later.steps.size(); ++i) {
    runner::MergeInto(point.steps[i], later.steps[i], a.steps[i]);
  }
}

void SeriesRecorder::MergeInto(Stretch& stretch, const Stretch& later) {
  stretch.end = later.end;
  stretch.length += later.length;
  for (std::size_t i = 0; i < stretch.cells.size(); ++i) {
    Cell& cell = stretch.cells[i];
    cell.max_backlog = std::max(cell.max_backlog, later.cells[i].max_backlog);
    cell.tasks += later.cells[i].tasks;
    cell.task_time += later.cells[i].task_time;
  }
}

std::vector<SeriesPoint> SeriesRecorder::Points(std::size_t most) const {
  std::vector<SeriesPoint> points;
  const std::size_t first = points_.size() - std::min(most, points_.size());
  for (std::size_t i = first; i < points_.size(); ++i)
    points.push_back(points_[i].figures);
  return points;
}

reporting::WorkerSeries SeriesRecorder::ByWorker() const {
  reporting::WorkerSeries series;
  if (stretches_.empty()) return series;
  series.workers.resize(stretches_.front().cells.size());
  for (const Stretch& stretch : stretches_) {
    series.ends.push_back(stretch.end);
    for (std::size_t i = 0; i < stretch.cells.size(); ++i) {
      const Cell& cell = stretch.cells[i];
      reporting::WorkerSeries::Cell& shown = series.workers[i].emplace_back();
      shown.max_backlog = cell.max_backlog;
      if (cell.tasks > 0) {
        shown.task_mean =
            TimingPoint::Milliseconds(cell.task_time) / static_cast<double>(cell.tasks);
      }
    }
  }
  return series;
}

}  // namespace redline::runner
