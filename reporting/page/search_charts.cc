#include "reporting/page/search_charts.h"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/text/number_text.h"
#include "reporting/model/trial_figures.h"

namespace redline::reporting {
namespace {

// How trials with one of these answers are drawn.
struct AnswerStyle {
  TrialSays says;
  std::string_view words;
  Mark mark;
};

constexpr std::array kAnswerStyles = std::to_array<AnswerStyle>({
    {TrialSays::kHolds, "held", Mark::kCircle},
    {TrialSays::kFails, "failed or fell behind", Mark::kCross},
    {TrialSays::kNothing, "undecided", Mark::kTriangle},
});

using FigureOf = std::function<std::optional<double>(const TrialFigures& figures)>;

// Points of the trials at their rates, one series for each kind of answer.
void AddPoints(const SearchResult& search, std::string_view name, std::string_view colour,
               const FigureOf& figure_of, std::vector<ChartSeries>& all) {
  for (const AnswerStyle& style : kAnswerStyles) {
    ChartSeries series{
        .name = std::string(name) + (name.empty() ? "" : ", ") + std::string(style.words),
        .colour = colour,
        .stroke = {.width = 0},
        .mark = style.mark};
    for (const TrialRecord& trial : search.trials) {
      if (trial.purpose == TrialPurpose::kEstimate || SaysOf(trial.answer) != style.says)
        continue;
      series.x.emplace_back(TriedBy(trial, search.goal));
      series.y.push_back(figure_of(FiguresOf(trial)));
    }
    if (!series.y.empty()) all.push_back(std::move(series));
  }
}

std::vector<Band> BandsOf(const SearchResult& search) {
  if (!search.held || !search.failed) return {};
  return {{.colour = "doubt",
           .from = std::min(search.held->value, search.failed->value),
           .to = std::max(search.held->value, search.failed->value)}};
}

Axis RateAxis(const SearchResult& search) {
  const std::string unit(RowOf(search.goal).unit);
  return {.title = unit, .unit = unit};
}

// "Held at up to 4450, failed from 4540 tasks/s."
std::string BoundsInWords(const SearchResult& search) {
  const std::string unit = " " + std::string(RowOf(search.goal).unit);
  std::string words;
  if (search.held) words += " Held at " + ConstantText(search.held->value) + unit + ".";
  if (search.failed) {
    words += " Failed at " + ConstantText(search.failed->value) + unit + ".";
  }
  return words;
}

Chart ByRate(const SearchResult& search, std::string id, std::string title,
             std::string words, Axis y_axis, std::vector<ChartSeries> series) {
  return {.id = std::move(id),
          .title = std::move(title),
          .words = std::move(words) + BoundsInWords(search),
          .kind = ChartKind::kLines,
          .x_axis = RateAxis(search),
          .y_axis = std::move(y_axis),
          .bands = BandsOf(search),
          .views = {{.series = std::move(series)}}};
}

std::optional<double> ValueOf(std::optional<Milliseconds> time) {
  return time ? std::optional(time->count()) : std::nullopt;
}

std::string PointsInWords(const SearchResult& search, std::size_t points) {
  return Plural(points, "trial") +
         ", each a point: a circle where it held, a cross where "
         "it failed or fell behind" +
         (search.held && search.failed ? "; shaded between what held and what failed."
                                       : ".");
}

}  // namespace

std::vector<Chart> SearchCharts(const SearchResult& search) {
  std::vector<ChartSeries> backlog;
  AddPoints(
      search, "", "blue",
      [](const TrialFigures& figures) {
        return static_cast<double>(figures.highest_backlog);
      },
      backlog);
  if (backlog.empty()) return {};
  std::size_t points = 0;
  for (const ChartSeries& series : backlog) points += series.y.size();
  std::vector<ChartSeries> response;
  AddPoints(
      search, "p50", "blue",
      [](const TrialFigures& figures) { return ValueOf(figures.response_p50); },
      response);
  AddPoints(
      search, "p99", "orange",
      [](const TrialFigures& figures) { return ValueOf(figures.response_p99); },
      response);
  const std::string by = search.goal == SearchGoal::kRate ? " by rate" : " by workers";
  const std::string words = PointsInWords(search, points);
  return {ByRate(search, "search-response", "Response time" + by, words,
                 {.title = "ms", .unit = "ms", .scale = Scale::kLogarithmic},
                 std::move(response)),
          ByRate(search, "search-backlog", "Highest backlog of a worker" + by, words,
                 {.title = "tasks", .unit = "tasks"}, std::move(backlog))};
}

}  // namespace redline::reporting
