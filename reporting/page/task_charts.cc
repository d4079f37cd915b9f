// The charts of what became of the tasks.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text/number_text.h"
#include "reporting/model/stage_text.h"
#include "reporting/model/timing_summary.h"
#include "reporting/page/chart_source.h"
#include "reporting/page/course.h"

namespace redline::reporting {
namespace {

// A sentence.
std::string AskedInWords(const Result& result) {
  constexpr std::size_t kMostNamed = 10;
  const std::vector<StageResult>& stages = result.stages;
  if (stages.empty() || stages.size() > kMostNamed) {
    return "Asked: " + AskedRateText(result) + " a second.";
  }
  std::string words;
  for (const StageResult& stage : stages) {
    words += (words.empty() ? "Asked a second: " : ", then ") + AskedRateText(stage) +
             " until " + SecondsText(stage.end()) + " s";
  }
  return words + ".";
}

Chart Rates(const ChartSource& source) {
  const ChartValues completed = source.Rate(&SeriesPoint::completed);
  const ChartValues failed = source.Rate(&SeriesPoint::failed);
  std::vector<ChartSeries> lines{
      {.name = "asked",
       .colour = "grey",
       .y = source.Rate(&SeriesPoint::due),
       .stroke = kDashed},
      {.name = "issued", .colour = "blue", .y = source.Rate(&SeriesPoint::issued)},
      {.name = "completed", .colour = "green", .y = completed}};
  if (std::ranges::any_of(failed, [](const auto& rate) { return rate > 0; })) {
    lines.push_back({.name = "failed", .colour = "red", .y = failed});
  }
  Chart chart =
      source.OverTime("rates", "Tasks per second",
                      {.title = "tasks per second", .unit = "per s"}, std::move(lines));
  if (const auto course = source.CourseOf(completed)) {
    chart.words = AskedInWords(source.result()) +
                  " Completed a second: " + MeanAndEnds(*course, "") + ".";
  }
  return chart;
}

Chart Backlog(const ChartSource& source) {
  const Result& result = source.result();
  const auto workers =
      static_cast<double>(std::max<std::size_t>(result.workers.size(), 1));
  const auto limit = static_cast<double>(result.constants.max_worker_backlog);
  const ChartValues worst = source.Over(
      [](const SeriesPoint& point) { return static_cast<double>(point.worst_backlog); });
  const ChartValues mean = source.Over([&](const SeriesPoint& point) {
    return static_cast<double>(point.total_backlog) / workers;
  });
  Chart chart = source.OverTime(
      "backlog", "Backlog", {.title = "tasks", .unit = "tasks"},
      {{.name = "highest of one worker", .colour = "violet", .y = worst},
       {.name = "mean of all workers", .colour = "blue", .y = mean},
       {.name = "limit", .colour = "red", .y = source.Always(limit), .stroke = kDashed}});
  if (const auto course = source.CourseOf(worst)) {
    // What a look has missed a worker's own maximum has not.
    Moment highest = course->highest;
    highest.value = std::max(highest.value, static_cast<double>(result.HighestBacklog()));
    chart.words = "Highest backlog of one worker: " + At(highest, "") +
                  ", the limit being " +
                  std::to_string(result.constants.max_worker_backlog) +
                  ". At the limit the test has failed.";
  }
  return chart;
}

// `timing_of` picks the timing out of a point.
template <class TimingOf>
std::vector<ChartSeries> Percentiles(const ChartSource& source, TimingOf timing_of) {
  const auto over = [&](auto figure) {
    return source.Over(
        [&](const SeriesPoint& point) { return ValueOf(timing_of(point).*figure); });
  };
  return {{.name = "p50", .colour = "green", .y = over(&TimingPoint::p50)},
          {.name = "p90", .colour = "blue", .y = over(&TimingPoint::p90)},
          {.name = "p99", .colour = "violet", .y = over(&TimingPoint::p99)},
          {.name = "max",
           .colour = "orange",
           .y = over(&TimingPoint::max),
           .stroke = kDotted}};
}

Chart Latency(const ChartSource& source) {
  Chart chart = source.OverTime(
      "latency", "Latency over time",
      {.title = "milliseconds (log)", .unit = "ms", .scale = Scale::kLogarithmic}, {});
  chart.pick = "of";
  chart.views = {
      {.name = "response",
       .series = Percentiles(source, [](const SeriesPoint& p) { return p.response; })},
      {.name = "task",
       .series = Percentiles(source, [](const SeriesPoint& p) { return p.task; })}};
  const std::vector<std::string>& steps = source.result().step_names;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    chart.views.push_back({.name = std::string(StepKey(steps[i])),
                           .series = Percentiles(source, [&](const SeriesPoint& p) {
                             return i < p.steps.size() ? p.steps[i] : TimingPoint{};
                           })});
  }
  const ChartValues p99 =
      source.Over([](const SeriesPoint& point) { return ValueOf(point.response.p99); });
  if (const auto course = source.CourseOf(p99)) {
    chart.words = "p99 of the response time (due to done) over time: lowest " +
                  At(course->lowest, " ms") + ", highest " + At(course->highest, " ms") +
                  ". A gap: no task ended.";
  }
  return chart;
}

// Four points for each halving of what is left. REQUIRES: it is not empty.
ChartSeries Distribution(std::string_view name, const shm::HistogramSnapshot& histogram) {
  constexpr int kPointsPerHalf = 4;
  ChartSeries line{.name = std::string(name)};
  const auto point = [&](double x, std::optional<Milliseconds> time) {
    line.x.emplace_back(x);
    line.y.emplace_back(time.value_or(Milliseconds(0)).count());
  };
  const auto count = static_cast<double>(histogram.count());
  for (std::uint64_t half = 1; half < histogram.count(); half *= 2) {
    for (int i = 0; i < kPointsPerHalf; ++i) {
      const double x =
          static_cast<double>(half) * (1 + i / static_cast<double>(kPointsPerHalf));
      if (x < count) point(x, histogram.Percentile(100 - 100 / x));
    }
  }
  point(count, histogram.Max());
  return line;
}

constexpr int kLong[] = {6, 3};
constexpr int kShort[] = {2, 2};
constexpr int kMixed[] = {8, 3, 2, 3};
constexpr std::span<const int> kDashesInTurn[] = {{}, kLong, kShort, kMixed};

Chart LatencyDistribution(const ChartSource& source) {
  constexpr std::string_view kColours[] = {"violet", "blue", "green", "orange",
                                           "red",    "grey", "text"};
  const Timings totals = source.result().Totals();
  std::vector<ChartSeries> lines;
  double last = 1;
  const auto add = [&](std::string_view name, const shm::HistogramSnapshot& histogram) {
    if (!histogram.Percentile(50)) return;
    const std::size_t i = lines.size();
    lines.push_back(Distribution(name, histogram));
    lines.back().colour = kColours[i % std::size(kColours)];
    lines.back().stroke = {.width = i == 0 ? 2.5 : 1.5,
                           .dash = kDashesInTurn[i % std::size(kDashesInTurn)]};
    last = std::max(last, *lines.back().x.back());
  };
  add("response", totals.response);
  add("task", totals.task);
  add("queue", totals.queue);
  for (std::size_t i = 0; i < totals.steps.size(); ++i) {
    add(StepKey(source.result().step_names[i]), totals.steps[i]);
  }
  Chart chart{.id = "distribution", .title = "Latency distribution"};
  chart.x_axis = {.title = "percentile",
                  .unit = "%",
                  .scale = Scale::kPercentiles,
                  .from = 1,
                  .to = last};
  chart.y_axis = {
      .title = "milliseconds (log)", .unit = "ms", .scale = Scale::kLogarithmic};
  chart.views = {{.series = std::move(lines)}};
  const TimingSummary response = Summarize(totals.response);
  if (response.p50) {
    chart.words = "Response time of " + CountText(response.count) + " tasks: p50 " +
                  MillisecondsText(response.p50) + " ms, p90 " +
                  MillisecondsText(response.p90) + " ms, p99 " +
                  MillisecondsText(response.p99) + " ms, p99.9 " +
                  MillisecondsText(response.p999) + " ms, max " +
                  MillisecondsText(response.max) + " ms.";
  }
  return chart;
}

// A row for each worker.
template <class ValueOf>
std::vector<ChartSeries> HeatRows(const WorkerSeries& by_worker, ValueOf value_of) {
  std::vector<ChartSeries> rows;
  for (const std::vector<WorkerSeries::Cell>& cells : by_worker.workers) {
    ChartSeries row{.name = std::to_string(rows.size())};
    for (const WorkerSeries::Cell& cell : cells) row.y.push_back(value_of(cell));
    rows.push_back(std::move(row));
  }
  return rows;
}

double HighestOf(const std::vector<ChartSeries>& rows) {
  double highest = 0;
  for (const ChartSeries& row : rows) {
    for (const auto& value : row.y) highest = std::max(highest, value.value_or(0));
  }
  return highest;
}

Chart Workers(const ChartSource& source) {
  const Result& result = source.result();
  const WorkerSeries& by_worker = result.series.by_worker;
  const auto limit = static_cast<double>(result.constants.max_worker_backlog);
  constexpr double kHot = 0.8;
  Chart chart{.id = "heat", .title = "Workers", .kind = ChartKind::kHeat};
  chart.x_axis = {.title = "seconds since the start", .unit = "s"};
  chart.y_axis = {.title = "worker"};
  for (const Seconds end : by_worker.ends) chart.x.emplace_back(end.count());
  chart.bands = source.StageBands();
  chart.pick = "colour";
  chart.views = {
      {.name = "backlog",
       .series = HeatRows(by_worker,
                          [](const WorkerSeries::Cell& cell) -> std::optional<double> {
                            if (!cell.max_backlog) return std::nullopt;
                            return static_cast<double>(*cell.max_backlog);
                          }),
       .heat = {.unit = "tasks",
                .top = limit,
                .hot_from = kHot * limit,
                .words = " (the limit); from 80 % of it on, red"}},
      {.name = "mean task time",
       .series = HeatRows(
           by_worker,
           [](const WorkerSeries::Cell& cell) { return ValueOf(cell.task_mean); }),
       .heat = {.unit = "ms", .words = "; no task ended: blank"}}};
  ChartView& times = chart.views.back();
  times.heat.top = HighestOf(times.series);
  if (!by_worker.ends.empty() && !result.workers.empty()) {
    const WorkerResult& worst = result.workers[WorstFirst(result.workers).front()];
    chart.words = "Each row is a worker, each column a stretch of time. Worker " +
                  CountText(worst.index) +
                  " had the highest backlog: " + CountText(worst.max_backlog) + " of " +
                  std::to_string(result.constants.max_worker_backlog) + ".";
  }
  return chart;
}

constexpr ChartMaker kMakers[] = {Rates, Backlog, Latency, LatencyDistribution, Workers};

}  // namespace

constinit const std::span<const ChartMaker> kTaskCharts = kMakers;

}  // namespace redline::reporting
