#include "reporting/logs/csv_report.h"

#include <cstddef>
#include <functional>
#include <string>
#include <type_traits>
#include <vector>

#include "base/text/display_text.h"
#include "reporting/model/field.h"
#include "reporting/model/field_text.h"
#include "reporting/model/stage_text.h"
#include "reporting/model/timing_summary.h"

namespace redline::reporting {
namespace {

struct Column {
  std::string name;
  std::function<std::string(const SeriesPoint&)> text;
};

// The member that `of` picks out of a point, as a reference: a number makes one column, a
// struct one for each of its numbers.
template <class Of>
void AddColumns(const Result& result, const std::string& name, Form form, Of of,
                std::vector<Column>& columns) {
  using Picked = std::decay_t<decltype(of(SeriesPoint()))>;
  const std::string begin = name.empty() ? "" : name + "_";
  if constexpr (IsNumber<Picked>) {
    columns.push_back({name, [of, form](const SeriesPoint& point) {
                         const std::string text = FieldText(of(point), form);
                         return text == kAbsent ? "" : text;
                       }});
  } else if constexpr (HasFields<Picked>) {
    ForEachField<Picked>([&](const auto& field) {
      const auto member = field.member;
      AddColumns(
          result, begin + std::string(field.name), field.form,
          [of, member](const SeriesPoint& point) -> const auto& {
            return of(point).*member;
          },
          columns);
    });
  } else {
    static const TimingPoint kNotMeasured;
    for (std::size_t i = 0; i < result.step_names.size(); ++i) {
      AddColumns(
          result, std::string(StepKey(result.step_names[i])), form,
          [of, i](const SeriesPoint& point) -> const TimingPoint& {
            return i < of(point).size() ? of(point)[i] : kNotMeasured;
          },
          columns);
    }
  }
}

Column StageColumn(const Result& result) {
  return {"stage", [&result](const SeriesPoint& point) {
            const auto stage = StageAt(result.stages, point.end - point.length / 2);
            return stage ? std::to_string(*stage + 1) : "";
          }};
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
  std::vector<Column> columns;
  AddColumns(result, "", Form::kPlain, std::identity(), columns);
  if (!result.stages.empty()) columns.push_back(StageColumn(result));
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
