#include "reporting/compare/comparison.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "base/ascii.h"
#include "base/text/number_text.h"
#include "reporting/model/constants.h"
#include "reporting/model/report_settings.h"
#include "reporting/model/timing_summary.h"

namespace redline::reporting {
namespace {

// A setting, or anything else that says under which circumstances a run was measured.
using Circumstances = std::vector<std::pair<std::string, std::string>>;

Circumstances CircumstancesOf(const Result& result) {
  Circumstances all;
  for (const NamedConstant& constant : NamedConstants(result.constants)) {
    const std::string name = LowerCase(constant.name);
    if (!IsOfTheReport(name)) all.emplace_back(name, constant.value);
  }
  for (const NamedSetting& setting : result.settings) {
    const bool known = std::ranges::any_of(
        all, [&](const auto& pair) { return pair.first == setting.name; });
    // The seed differs each time, on purpose.
    if (known || setting.name == "seed" || IsOfTheReport(setting.name)) continue;
    all.emplace_back(setting.name, setting.value);
  }
  const auto add = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) all.emplace_back(name, value);
  };
  add("redline version", result.provenance.version);
  add("revision", result.provenance.revision);
  if (result.redis) add("Redis version", result.redis->version);
  if (result.machine) {
    add("cores granted", FigureText(result.machine->cores));
    add("kernel", result.machine->kernel);
    add("dyno", result.machine->dyno);
  }
  return all;
}

// Nothing if it is not known.
std::optional<std::string> ValueOf(const Circumstances& circumstances,
                                   const std::string& name) {
  for (const auto& [known, value] : circumstances) {
    if (known == name) return value.empty() ? "none" : value;
  }
  return std::nullopt;
}

std::vector<ComparedSetting> CompareSettings(const std::vector<Side>& sides) {
  std::vector<std::vector<Circumstances>> by_side;
  std::vector<std::string> names;
  for (const Side& side : sides) {
    std::vector<Circumstances>& runs = by_side.emplace_back();
    for (const Result& result : side.results) {
      runs.push_back(CircumstancesOf(result));
      for (const auto& [name, value] : runs.back()) {
        if (std::ranges::find(names, name) == names.end()) names.push_back(name);
      }
    }
  }
  std::vector<ComparedSetting> settings;
  for (const std::string& name : names) {
    ComparedSetting setting{.name = name, .values = {}};
    for (const std::vector<Circumstances>& runs : by_side) {
      std::vector<std::string> values;
      for (const Circumstances& run : runs) {
        const std::optional<std::string> value = ValueOf(run, name);
        if (value && std::ranges::find(values, *value) == values.end()) {
          values.push_back(*value);
        }
      }
      std::string joined;
      for (const std::string& value : values)
        joined += (joined.empty() ? "" : ", ") + value;
      setting.values.push_back(joined.empty() ? kAbsent : joined);
    }
    std::vector<std::string> known = setting.values;
    std::erase(known, kAbsent);
    const bool same = std::ranges::all_of(
        known, [&](const std::string& value) { return value == known.front(); });
    if (!same) settings.push_back(std::move(setting));
  }
  return settings;
}

// The steps of all runs.
std::vector<std::string> StepsOf(const std::vector<Side>& sides) {
  std::vector<std::string> steps;
  for (const Side& side : sides) {
    for (const Result& result : side.results) {
      for (const std::string& step : result.step_names) steps.emplace_back(StepKey(step));
    }
  }
  return steps;
}

std::vector<double> ValuesOf(const Figure& figure, const Side& side) {
  std::vector<double> values;
  for (const Result& result : side.results) {
    if (const auto value = figure.Of(result)) values.push_back(*value);
  }
  return values;
}

}  // namespace

Comparison Compare(std::vector<Side> sides) {
  Comparison comparison{.sides = std::move(sides), .settings = {}, .figures = {}};
  comparison.settings = CompareSettings(comparison.sides);
  for (const Figure& known : ComparedFigures(StepsOf(comparison.sides))) {
    ComparedFigure figure = CompareFigure(known, comparison.sides);
    const bool any = std::ranges::any_of(
        figure.sides, [](const SideFigure& side) { return side.median.has_value(); });
    if (any) comparison.figures.push_back(std::move(figure));
  }
  return comparison;
}

ComparedFigure CompareFigure(const Figure& figure, const std::vector<Side>& sides) {
  ComparedFigure compared{.figure = figure, .sides = {}};
  const std::vector<double> first = ValuesOf(figure, sides.front());
  for (const Side& side : sides) {
    const std::vector<double> values = ValuesOf(figure, side);
    SideFigure& of_side = compared.sides.emplace_back();
    of_side.median = Median(values);
    of_side.measured = values.size();
    if (compared.sides.size() > 1) of_side.ratio = EstimateRatio(first, values);
  }
  return compared;
}

}  // namespace redline::reporting
