#include "reporting/compare/search_comparison.h"

#include <cstddef>
#include <utility>

#include "reporting/compare/range_ratio.h"

namespace redline::reporting {
namespace {

std::vector<SideFigure> CompareFigure(SearchFigure figure,
                                      const std::vector<SearchSide>& sides) {
  std::vector<std::vector<double>> values;
  for (const SearchSide& side : sides) {
    std::vector<double>& of_side = values.emplace_back();
    for (const SearchResult& search : side.results) {
      if (const auto value = RowOf(figure).of(search)) of_side.push_back(*value);
    }
  }
  return SideFigures(values);
}

// The one search of a side, if it says how sure it is.
std::optional<RangedFigure> RangedRedline(const SearchSide& side) {
  if (side.results.size() != 1) return std::nullopt;
  const SearchResult& search = side.results.front();
  const bool positive = search.held && search.held->value > 0 &&
                        search.likely_least.value_or(0) > 0 &&
                        search.likely_most.value_or(0) > 0;
  // A range of rates says nothing of a number of workers.
  if (search.goal != SearchGoal::kRate || !positive) return std::nullopt;
  return RangedFigure{.value = search.held->value,
                      .least = *search.likely_least,
                      .most = *search.likely_most};
}

}  // namespace

std::string_view UnitOf(SearchGoal goal) { return RowOf(goal).unit; }

SearchComparison Compare(std::vector<SearchSide> sides) {
  SearchComparison comparison{.goal = sides.front().results.front().goal,
                              .sides = std::move(sides),
                              .settings = {},
                              .figures = {}};
  comparison.settings = CompareSettings(comparison.sides);
  for (const SearchFigureRow& row : kSearchFigures) {
    ComparedSearchFigure figure{.figure = row.value, .sides = {}};
    figure.sides = row.value == SearchFigure::kRedline
                       ? CompareRedlines(comparison.sides)
                       : CompareFigure(row.value, comparison.sides);
    if (IsMeasured(figure.sides)) comparison.figures.push_back(std::move(figure));
  }
  return comparison;
}

std::vector<SideFigure> CompareRedlines(const std::vector<SearchSide>& sides) {
  // The belief of a search (docs/search.md).
  constexpr int kLikely = 90;
  std::vector<SideFigure> figures = CompareFigure(SearchFigure::kRedline, sides);
  const std::optional<RangedFigure> first = RangedRedline(sides.front());
  for (std::size_t i = 1; first && i < sides.size(); ++i) {
    const std::optional<RangedFigure> other = RangedRedline(sides[i]);
    if (other) figures[i].ratio = RatioOf(*first, *other, kLikely);
  }
  return figures;
}

const TrialRecord* FailedTrial(const SearchResult& search) {
  const TrialRecord* found = nullptr;
  for (const TrialRecord& trial : search.trials) {
    if (!search.failed || TriedBy(trial, search.goal) != search.failed->value ||
        SaysOf(trial.answer) != TrialSays::kFails) {
      continue;
    }
    const bool full = trial.purpose == TrialPurpose::kConfirm;
    if (found == nullptr || full || found->purpose != TrialPurpose::kConfirm) {
      found = &trial;
    }
  }
  return found;
}

}  // namespace redline::reporting
