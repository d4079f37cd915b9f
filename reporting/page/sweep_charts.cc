#include "reporting/page/sweep_charts.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/text/number_text.h"

namespace redline::reporting {
namespace {

constexpr std::string_view kFoundColour = "blue";
constexpr std::string_view kBoundColour = "orange";  // Of a search that did not find.

std::string_view ColourOf(const SearchResult& search) {
  return search.end == SearchEnd::kFound ? kFoundColour : kBoundColour;
}

// Values that are further apart than this need a logarithmic axis to be told apart.
constexpr double kWide = 20;

std::optional<double> NumberOf(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.begin(), text.end(), number);
  if (error != std::errc() || end != text.end()) return std::nullopt;
  return number;
}

// Of all searches, or nothing if one is no number.
std::optional<std::vector<double>> NumbersOf(const SweepResult& sweep) {
  std::vector<double> numbers;
  for (const SweptSearch& swept : sweep.searches) {
    const std::optional<double> number = NumberOf(swept.value);
    if (!number) return std::nullopt;
    numbers.push_back(*number);
  }
  return numbers;
}

std::string_view UnitOf(const SweepResult& sweep) { return RowOf(sweep.goal()).unit; }

Axis ValueAxis(const SweepResult& sweep, const std::vector<double>& numbers) {
  const auto [least, most] = std::ranges::minmax(numbers);
  const bool is_wide = least > 0 && most / least >= kWide;
  return {.title = sweep.setting,
          .unit = "",
          .scale = is_wide ? Scale::kLogarithmic : Scale::kLinear};
}

// What was found. Where it was not, what held, or else the middle of the likely range.
std::optional<double> HeightOf(const SearchResult& search) {
  if (search.held) return search.held->value;
  if (!search.likely_least || !search.likely_most) return std::nullopt;
  return (*search.likely_least + *search.likely_most) / 2;
}

// Of the searches that found what they looked for, or of the others.
ChartSeries Points(const SweepResult& sweep, const std::vector<double>& numbers,
                   bool found) {
  ChartSeries series{.name = found ? "found" : "not found",
                     .colour = found ? kFoundColour : kBoundColour,
                     .stroke = {.width = 0},
                     .mark = found ? Mark::kCircle : Mark::kTriangle};
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const SearchResult& search = sweep.searches[i].search;
    const std::optional<double> height = HeightOf(search);
    if (!height || (search.end == SearchEnd::kFound) != found) continue;
    series.x.emplace_back(numbers[i]);
    series.y.push_back(height);
    series.low.push_back(search.likely_least);
    series.high.push_back(search.likely_most);
  }
  return series;
}

std::string WordsOf(const SweepResult& sweep) {
  std::string words;
  for (const auto& [value, search] : sweep.searches) {
    const std::optional<double> height = HeightOf(search);
    if (!height) continue;
    words += (words.empty() ? "" : "; ") + value + ": " + FigureText(height) + " " +
             std::string(UnitOf(sweep)) +
             (search.end == SearchEnd::kFound ? "" : " (not found)");
  }
  return words + ".";
}

}  // namespace

std::vector<Chart> SweepCharts(const SweepResult& sweep) {
  const bool any = std::ranges::any_of(sweep.searches, [](const SweptSearch& swept) {
    return HeightOf(swept.search).has_value();
  });
  if (!any) return {};
  Chart chart{.id = "sweep",
              .title = (sweep.goal() == SearchGoal::kRate ? "Redline by "
                                                          : "Fewest workers by ") +
                       sweep.setting,
              .words = WordsOf(sweep)};
  const Axis found_axis{.title = std::string(UnitOf(sweep)),
                        .unit = std::string(UnitOf(sweep))};
  ChartView view;
  if (const auto numbers = NumbersOf(sweep)) {
    chart.kind = ChartKind::kLines;
    chart.x_axis = ValueAxis(sweep, *numbers);
    chart.y_axis = found_axis;
    if (sweep.goal() == SearchGoal::kRate) chart.words += " Bars show likely ranges.";
    for (const bool found : {true, false}) {
      ChartSeries series = Points(sweep, *numbers, found);
      if (!series.y.empty()) view.series.push_back(std::move(series));
    }
  } else {
    chart.kind = ChartKind::kBars;
    chart.x_axis = found_axis;
    chart.y_axis = {.title = sweep.setting};
    for (const auto& [value, search] : sweep.searches) {
      view.series.push_back(
          {.name = value, .colour = ColourOf(search), .y = {HeightOf(search)}});
    }
  }
  chart.views.push_back(std::move(view));
  return {chart};
}

}  // namespace redline::reporting
