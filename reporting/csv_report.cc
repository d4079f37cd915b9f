#include "reporting/csv_report.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "reporting/display_text.h"
#include "reporting/number_text.h"
#include "reporting/series_columns.h"
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
  for (const auto& column : kTimingColumns) {
    columns.push_back(
        {name + "_" + column.name, [of, field = column.field](const SeriesPoint& point) {
           const std::optional<Milliseconds> time = of(point).*field;
           return time ? Text(time->count(), kTimeDecimals) : "";
         }});
  }
}

std::vector<Column> ColumnsOf(const Result& result) {
  std::vector<Column> columns;
  for (const auto& column : kTimeColumns) {
    columns.push_back({column.name, [field = column.field](const SeriesPoint& point) {
                         return Text((point.*field).count(), kDecimals);
                       }});
  }
  for (const auto& column : kCountColumns) {
    columns.push_back({column.name, [field = column.field](const SeriesPoint& point) {
                         return CountText(point.*field);
                       }});
  }
  for (const auto& column : kFigureColumns) {
    columns.push_back({column.name, [field = column.field](const SeriesPoint& point) {
                         return Text(point.*field, kTimeDecimals);
                       }});
  }
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
