// Searches side by side: what differs between their settings, by how much the redline
// does, and what stopped the workers. Plain values; search_comparison_report.h shows
// them, search_gate.h judges them.
#ifndef REDLINE_REPORTING_COMPARE_SEARCH_COMPARISON_H_
#define REDLINE_REPORTING_COMPARE_SEARCH_COMPARISON_H_

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "reporting/compare/circumstances.h"
#include "reporting/compare/side.h"
#include "reporting/compare/side_figure.h"
#include "reporting/model/search_result.h"

namespace redline::reporting {

enum class SearchFigure { kRedline, kFailed, kLikelyLeast, kLikelyMost };

struct SearchFigureRow {
  SearchFigure value;
  std::string_view name;
  std::optional<double> (*of)(const SearchResult& search);
};

inline constexpr std::array kSearchFigures = std::to_array<SearchFigureRow>({
    {SearchFigure::kRedline, "redline",
     [](const SearchResult& search) -> std::optional<double> {
       if (!search.held) return std::nullopt;
       return search.held->value;
     }},
    {SearchFigure::kFailed, "failed",
     [](const SearchResult& search) -> std::optional<double> {
       if (!search.failed) return std::nullopt;
       return search.failed->value;
     }},
    {SearchFigure::kLikelyLeast, "likely_least",
     [](const SearchResult& search) { return search.likely_least; }},
    {SearchFigure::kLikelyMost, "likely_most",
     [](const SearchResult& search) { return search.likely_most; }},
});
constexpr const auto& TableOf(SearchFigure) { return kSearchFigures; }

// "tasks/s" or "workers"
std::string_view UnitOf(SearchGoal goal);

struct ComparedSearchFigure {
  SearchFigure figure = SearchFigure::kRedline;
  std::vector<SideFigure> sides;
};

struct SearchComparison {
  SearchGoal goal = SearchGoal::kRate;
  std::vector<SearchSide> sides;  // The first is what the others are compared with.
  std::vector<ComparedSetting> settings;
  std::vector<ComparedSearchFigure> figures;  // Those that any side has.
};

// REQUIRES: two sides or more, each with a search, all for the same goal.
SearchComparison Compare(std::vector<SearchSide> sides);

// The redline of the sides. The ratio of one search to another has the interval that
// their likely ranges give (range_ratio.h), as far as both have one; that of several has
// one as runs have (ratio_estimate.h).
std::vector<SideFigure> CompareRedlines(const std::vector<SearchSide>& sides);

// The last trial that failed next to the redline, at full length if there is one; null if
// there is none. It lives as long as the search.
const TrialRecord* FailedTrial(const SearchResult& search);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_COMPARE_SEARCH_COMPARISON_H_
