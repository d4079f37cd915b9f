#include "reporting/csv_report.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "reporting/display_text.h"
#include "reporting/number_text.h"
#include "reporting/timing_summary.h"

namespace redline::reporting {
namespace {

constexpr int kDecimals = 6;
constexpr int kTimeDecimals = 3;

struct Column {
  std::string name;
  std::function<std::string(const SeriesPoint&)> text;
};

std::string Text(std::optional<double> value, int decimals) {
  const std::string text = DecimalText(value, decimals);
  return text == kAbsent ? "" : text;
}

// `of` picks the timing out of a point.
void AddTiming(const std::string& name,
               const std::function<TimingPoint(const SeriesPoint&)>& of,
               std::vector<Column>& columns) {
  columns.push_back({name + "_count", [of](const SeriesPoint& point) {
                       return CountText(of(point).count);
                     }});
  using Figure = std::optional<Milliseconds> TimingPoint::*;
  const std::pair<std::string_view, Figure> figures[] = {{"mean", &TimingPoint::mean},
                                                         {"p50", &TimingPoint::p50},
                                                         {"p90", &TimingPoint::p90},
                                                         {"p99", &TimingPoint::p99},
                                                         {"max", &TimingPoint::max}};
  for (const auto& [figure_name, figure] : figures) {
    columns.push_back({name + "_" + std::string(figure_name) + "_ms",
                       [of, figure = figure](const SeriesPoint& point) {
                         const std::optional<Milliseconds> time = of(point).*figure;
                         return time ? Text(time->count(), kTimeDecimals) : "";
                       }});
  }
}

std::vector<Column> ColumnsOf(const Result& result) {
  std::vector<Column> columns;
  const auto add = [&](std::string name, auto text) {
    columns.push_back({std::move(name), text});
  };
  const auto seconds = [&](std::string name, auto field) {
    add(std::move(name), [field](const SeriesPoint& point) {
      return Text((point.*field).count(), kDecimals);
    });
  };
  const auto count = [&](std::string name, auto field) {
    add(std::move(name),
        [field](const SeriesPoint& point) { return CountText(point.*field); });
  };
  const auto figure = [&](std::string name, auto field) {
    add(std::move(name),
        [field](const SeriesPoint& point) { return Text(point.*field, kTimeDecimals); });
  };
  seconds("end_seconds", &SeriesPoint::end);
  seconds("length_seconds", &SeriesPoint::length);
  count("due", &SeriesPoint::due);
  count("issued", &SeriesPoint::issued);
  count("completed", &SeriesPoint::completed);
  count("failed", &SeriesPoint::failed);
  count("total_backlog", &SeriesPoint::total_backlog);
  count("worst_backlog", &SeriesPoint::worst_backlog);
  figure("workers_cpu_percent", &SeriesPoint::workers_cpu_percent);
  figure("redis_cpu_percent", &SeriesPoint::redis_cpu_percent);
  figure("redis_operations_per_second", &SeriesPoint::redis_operations_per_second);
  figure("redis_memory_mb", &SeriesPoint::redis_memory_mb);
  AddTiming(
      "response", [](const SeriesPoint& point) { return point.response; }, columns);
  AddTiming(
      "task", [](const SeriesPoint& point) { return point.task; }, columns);
  for (std::size_t i = 0; i < result.step_names.size(); ++i) {
    const auto step = [i](const SeriesPoint& point) {
      return i < point.steps.size() ? point.steps[i] : TimingPoint{};
    };
    AddTiming(std::string(StepKey(result.step_names[i])), step, columns);
  }
  return columns;
}

// A name is the workload's own; the figures need no quotes.
std::string Quoted(const std::string& name) {
  if (name.find_first_of(",\"\n\r") == std::string::npos) return name;
  std::string quoted = "\"";
  for (const char c : name) {
    quoted += c;
    if (c == '"') quoted += c;
  }
  return quoted + "\"";
}

}  // namespace

std::string ToCsv(const Result& result) {
  const std::vector<Column> columns = ColumnsOf(result);
  std::string csv;
  const auto add_line = [&](const auto& text_of) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (i > 0) csv += ',';
      csv += text_of(columns[i]);
    }
    csv += '\n';
  };
  add_line([](const Column& column) { return Quoted(ToValidUtf8(column.name)); });
  for (const SeriesPoint& point : result.series.points) {
    add_line([&](const Column& column) { return column.text(point); });
  }
  return csv;
}

}  // namespace redline::reporting
