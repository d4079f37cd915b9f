#include "reporting/model/fleet_series.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>

namespace redline::reporting {
namespace {

using Seconds = SeriesPoint::Seconds;
using Cell = WorkerSeries::Cell;

constexpr std::array kOfOneCore = {&SeriesPoint::workers_cpu_percent,
                                   &SeriesPoint::supervisor_cpu_percent};
constexpr std::array kOfRedis = {
    &SeriesPoint::redis_cpu_percent, &SeriesPoint::redis_cpu_wait_percent,
    &SeriesPoint::redis_operations_per_second, &SeriesPoint::redis_memory_mb};

// From one end to another, of the stretches of one dyno: [first, last).
struct Part {
  std::size_t first = 0;
  std::size_t last = 0;
};

struct Stretch {
  Seconds begin{0};
  Seconds end{0};
  std::vector<Part> parts;  // By dyno.
};

// `ends` has each dyno's, in order of time.
std::vector<Stretch> CommonStretches(const std::vector<std::vector<Seconds>>& ends) {
  std::vector<Stretch> stretches;
  std::vector<std::size_t> next(ends.size(), 0);
  const auto runs = [&](std::size_t dyno) { return next[dyno] < ends[dyno].size(); };
  Seconds begin{0};
  while (true) {
    Stretch stretch{.begin = begin, .end = begin, .parts = {}};
    bool any = false;
    for (std::size_t dyno = 0; dyno < ends.size(); ++dyno) {
      if (!runs(dyno)) continue;
      any = true;
      stretch.end = std::max(stretch.end, ends[dyno][next[dyno]]);
    }
    if (!any) return stretches;
    for (std::size_t dyno = 0; dyno < ends.size(); ++dyno) {
      Part part{.first = next[dyno], .last = next[dyno]};
      // Its next one, and all others whose greater part lies in the stretch.
      const auto belongs = [&](std::size_t i) {
        if (i == part.first) return true;
        return (ends[dyno][i - 1] + ends[dyno][i]) / 2 < stretch.end;
      };
      while (part.last < ends[dyno].size() && belongs(part.last)) ++part.last;
      next[dyno] = part.last;
      stretch.parts.push_back(part);
    }
    begin = stretch.end;
    stretches.push_back(std::move(stretch));
  }
}

template <class T>
void KeepHighest(const std::optional<T>& value, std::optional<T>& highest) {
  if (value && (!highest || *value > *highest)) highest = value;
}

// Adds the tasks of another stretch, or of another dyno.
void Add(const TimingPoint& more, TimingPoint& sum) {
  if (more.mean && sum.mean && sum.count + more.count > 0) {
    sum.mean = (*sum.mean * static_cast<double>(sum.count) +
                *more.mean * static_cast<double>(more.count)) /
               static_cast<double>(sum.count + more.count);
  } else if (more.mean) {
    sum.mean = more.mean;
  }
  sum.count += more.count;
  KeepHighest(more.p50, sum.p50);
  KeepHighest(more.p90, sum.p90);
  KeepHighest(more.p99, sum.p99);
  KeepHighest(more.max, sum.max);
}

void AddTasks(const SeriesPoint& more, SeriesPoint& sum) {
  sum.due += more.due;
  sum.issued += more.issued;
  sum.completed += more.completed;
  sum.failed += more.failed;
  sum.worst_backlog = std::max(sum.worst_backlog, more.worst_backlog);
  Add(more.response, sum.response);
  Add(more.task, sum.task);
  if (sum.steps.size() < more.steps.size()) sum.steps.resize(more.steps.size());
  for (std::size_t i = 0; i < more.steps.size(); ++i) Add(more.steps[i], sum.steps[i]);
}

// The mean over time; of what only one knows, that.
std::optional<double> MeanOf(std::optional<double> a, Seconds a_length,
                             std::optional<double> b, Seconds b_length) {
  const Seconds length = a_length + b_length;
  if (!a || !b || length.count() <= 0) return a ? a : b;
  return (*a * a_length.count() + *b * b_length.count()) / length.count();
}

// Puts the next point of the same dyno to it.
void Extend(const SeriesPoint& later, SeriesPoint& point) {
  const auto mean = [&](std::optional<double> SeriesPoint::* field) {
    point.*field = MeanOf(point.*field, point.length, later.*field, later.length);
  };
  for (const auto field : kOfOneCore) mean(field);
  for (const auto field : kOfRedis) mean(field);
  mean(&SeriesPoint::machine_cpu_percent);
  AddTasks(later, point);
  point.total_backlog = later.total_backlog;
  point.length += later.length;
  point.end = later.end;
}

// Adds what another dyno did in the same stretch.
void AddDyno(const SeriesPoint& more, SeriesPoint& sum) {
  AddTasks(more, sum);
  sum.total_backlog += more.total_backlog;
  // A dyno may have ended within the stretch.
  const double share = sum.length.count() > 0 ? more.length / sum.length : 1;
  for (const auto field : kOfOneCore) {
    if (more.*field) sum.*field = (sum.*field).value_or(0) + share * *(more.*field);
  }
  KeepHighest(more.machine_cpu_percent, sum.machine_cpu_percent);
  for (const auto field : kOfRedis) {
    if (!(sum.*field)) sum.*field = more.*field;
  }
}

Cell CellOf(const std::vector<Cell>& cells, const std::vector<Seconds>& ends,
            const Part& part) {
  Cell all;
  Seconds known{0};
  for (std::size_t i = part.first; i < std::min(part.last, cells.size()); ++i) {
    KeepHighest(cells[i].max_backlog, all.max_backlog);
    if (!cells[i].task_mean) continue;
    const Seconds length = ends[i] - (i == 0 ? Seconds(0) : ends[i - 1]);
    if (!all.task_mean || known + length <= Seconds(0)) {
      all.task_mean = cells[i].task_mean;
    } else {
      *all.task_mean =
          (*all.task_mean * known.count() + *cells[i].task_mean * length.count()) /
          (known + length).count();
    }
    known += length;
  }
  return all;
}

}  // namespace

std::vector<SeriesPoint> MergePoints(const std::vector<const Series*>& dynos) {
  std::vector<std::vector<Seconds>> ends;
  for (const Series* dyno : dynos) {
    std::vector<Seconds>& own = ends.emplace_back();
    for (const SeriesPoint& point : dyno->points) own.push_back(point.end);
  }
  std::vector<SeriesPoint> merged;
  for (const Stretch& stretch : CommonStretches(ends)) {
    SeriesPoint& sum = merged.emplace_back();
    sum.end = stretch.end;
    sum.length = stretch.end - stretch.begin;
    for (std::size_t i = 0; i < dynos.size(); ++i) {
      const Part& part = stretch.parts[i];
      if (part.first == part.last) continue;
      SeriesPoint own = dynos[i]->points[part.first];
      for (std::size_t at = part.first + 1; at < part.last; ++at) {
        Extend(dynos[i]->points[at], own);
      }
      AddDyno(own, sum);
    }
  }
  return merged;
}

WorkerSeries MergeWorkerSeries(const std::vector<const Series*>& dynos,
                               const std::vector<std::size_t>& workers) {
  std::vector<std::vector<Seconds>> ends;
  for (const Series* dyno : dynos) ends.push_back(dyno->by_worker.ends);
  const std::vector<Stretch> stretches = CommonStretches(ends);
  WorkerSeries merged;
  for (const Stretch& stretch : stretches) merged.ends.push_back(stretch.end);
  for (std::size_t i = 0; i < dynos.size(); ++i) {
    const std::vector<std::vector<Cell>>& rows = dynos[i]->by_worker.workers;
    for (std::size_t worker = 0; worker < workers[i]; ++worker) {
      std::vector<Cell>& cells = merged.workers.emplace_back(stretches.size());
      if (worker >= rows.size()) continue;
      for (std::size_t at = 0; at < stretches.size(); ++at) {
        cells[at] = CellOf(rows[worker], ends[i], stretches[at].parts[i]);
      }
    }
  }
  return merged;
}

}  // namespace redline::reporting
