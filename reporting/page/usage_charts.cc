// The charts of what machine and Redis did meanwhile.
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/text/number_text.h"
#include "reporting/page/chart_source.h"
#include "reporting/page/course.h"

namespace redline::reporting {
namespace {

// Redis is asked once a second; a gap longer than that is one.
constexpr double kBridge = 1.5;

std::string CpuInWords(const ChartSource& source) {
  const auto course = [&](auto figure) { return source.CourseOf(source.Over(figure)); };
  const auto workers = course(&SeriesPoint::workers_cpu_percent);
  const auto redis = course(&SeriesPoint::redis_cpu_percent);
  const auto wait = course(&SeriesPoint::redis_cpu_wait_percent);
  const auto machine = course(&SeriesPoint::machine_cpu_percent);
  std::string words;
  if (workers) words += "Workers together: " + MeanAndHighest(*workers, " %") + ".";
  if (redis) {
    words += (words.empty() ? "" : " ");
    words += "Redis' main thread: " + MeanAndHighest(*redis, " %") + ".";
  }
  if (!words.empty()) words += " 100 % is one core.";
  if (wait) {
    words += " Redis' main thread waited for a CPU for " + FigureText(wait->mean) +
             " % of the time.";
  }
  if (machine && source.result().machine) {
    words += " Use of all the machine's cores: " + MeanAndHighest(*machine, " %") + ".";
  }
  return words;
}

Chart Cpu(const ChartSource& source) {
  const double cores = source.result().machine ? source.result().machine->cores : 0;
  std::vector<ChartSeries> lines{{.name = "workers, all together",
                                  .colour = "blue",
                                  .y = source.Over(&SeriesPoint::workers_cpu_percent)},
                                 {.name = "Redis' main thread",
                                  .colour = "orange",
                                  .y = source.Over(&SeriesPoint::redis_cpu_percent),
                                  .bridge = kBridge},
                                 {.name = "Redis waiting for a CPU",
                                  .colour = "orange",
                                  .y = source.Over(&SeriesPoint::redis_cpu_wait_percent),
                                  .stroke = kDotted,
                                  .bridge = kBridge}};
  if (cores > 0) {
    // Of one core, as all others.
    const ChartValues machine = source.Over([&](const SeriesPoint& point) {
      return point.machine_cpu_percent ? std::optional(*point.machine_cpu_percent * cores)
                                       : std::nullopt;
    });
    lines.insert(lines.begin(), {.name = "machine", .colour = "grey", .y = machine});
    lines.push_back({.name = "cores granted",
                     .colour = "red",
                     .y = source.Always(100 * cores),
                     .stroke = kDashed});
  }
  Chart chart = source.OverTime("cpu", "CPU", {.title = "% of a core", .unit = "%"},
                                std::move(lines));
  chart.words = CpuInWords(source);
  return chart;
}

Chart RedisMemory(const ChartSource& source) {
  const ChartValues memory = source.Over(&SeriesPoint::redis_memory_mb);
  Chart chart = source.OverTime(
      "memory", "Redis' memory", {.title = "MB", .unit = "MB"},
      {{.name = "used_memory", .colour = "orange", .y = memory, .bridge = kBridge}});
  if (const auto course = source.CourseOf(memory)) {
    chart.words = "From " + FigureText(course->lowest.value) + " MB to " +
                  FigureText(course->highest.value) + " MB, at the end " +
                  FigureText(course->last) + " MB.";
  }
  return chart;
}

Chart RedisOperations(const ChartSource& source) {
  const ChartValues operations = source.Over(&SeriesPoint::redis_operations_per_second);
  Chart chart = source.OverTime(
      "operations", "Redis' operations",
      {.title = "commands per second", .unit = "per s"},
      {{.name = "commands", .colour = "orange", .y = operations, .bridge = kBridge}});
  if (const auto course = source.CourseOf(operations)) {
    chart.words =
        "Commands a second, as Redis counts them: " + MeanAndEnds(*course, "") + ".";
  }
  return chart;
}

Chart RedisCommands(const ChartSource& source) {
  constexpr std::size_t kShown = 10;
  Chart chart{.id = "commands",
              .title = "Redis' commands, by CPU time of its main thread",
              .kind = ChartKind::kBars};
  chart.x_axis = {.title = "%", .unit = "%", .from = 0};
  chart.views.resize(1);
  if (!source.result().redis) return chart;
  const std::vector<RedisCommandUsage>& used = source.result().redis->commands;
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (!used[i].share) continue;
    const double percent = 100 * *used[i].share;
    chart.words += (chart.words.empty() ? "" : ", ") + used[i].name + " " +
                   FigureText(percent) + " %";
    if (i >= kShown) continue;
    chart.views[0].series.push_back(
        {.name = used[i].name, .colour = "blue", .y = {percent}});
  }
  if (!chart.words.empty()) {
    chart.words +=
        ". exec and evalsha include the commands that they run; the rest is reading "
        "requests and writing replies.";
  }
  return chart;
}

constexpr ChartMaker kMakers[] = {Cpu, RedisMemory, RedisOperations, RedisCommands};

}  // namespace

constinit const std::span<const ChartMaker> kUsageCharts = kMakers;

}  // namespace redline::reporting
