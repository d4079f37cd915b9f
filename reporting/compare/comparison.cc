#include "reporting/compare/comparison.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
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

bool AreTheSame(const std::vector<StageResult>& one,
                const std::vector<StageResult>& other) {
  return std::ranges::equal(one, other, [](const StageResult& a, const StageResult& b) {
    return a.duration == b.duration && a.from_rate == b.from_rate &&
           a.to_rate == b.to_rate;
  });
}

// Those of stages: none where runs differ in theirs.
std::vector<Figure> StageFigures(const std::vector<Side>& sides) {
  const std::vector<StageResult>& stages = sides.front().results.front().stages;
  for (const Side& side : sides) {
    for (const Result& result : side.results) {
      if (!AreTheSame(result.stages, stages)) return {};
    }
  }
  std::vector<Figure> figures;
  for (std::size_t i = 0; i < stages.size(); ++i) {
    for (const char* name :
         {"delivered", "max_backlog", "response.p50", "response.p99"}) {
      figures.push_back(Figure::Parse("stage" + std::to_string(i + 1) + "." + name));
    }
  }
  return figures;
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
  std::vector<Figure> figures = ComparedFigures(StepsOf(comparison.sides));
  std::ranges::move(StageFigures(comparison.sides), std::back_inserter(figures));
  for (const Figure& known : figures) {
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
