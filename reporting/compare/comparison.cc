#include "reporting/compare/comparison.h"

#include <string>
#include <utility>

#include "reporting/model/timing_summary.h"

namespace redline::reporting {
namespace {

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
    if (IsMeasured(figure.sides)) comparison.figures.push_back(std::move(figure));
  }
  return comparison;
}

ComparedFigure CompareFigure(const Figure& figure, const std::vector<Side>& sides) {
  std::vector<std::vector<double>> values;
  for (const Side& side : sides) values.push_back(ValuesOf(figure, side));
  return {.figure = figure, .sides = SideFigures(values)};
}

}  // namespace redline::reporting
