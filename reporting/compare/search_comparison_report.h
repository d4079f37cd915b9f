// A comparison of searches as text and as a page.
//
// Searches with their ends, settings that differ, the redlines with their ratio, what the
// trials that failed say, the answer in words, and what the gate says. Pure functions.
#ifndef REDLINE_REPORTING_COMPARE_SEARCH_COMPARISON_REPORT_H_
#define REDLINE_REPORTING_COMPARE_SEARCH_COMPARISON_REPORT_H_

#include <cstddef>
#include <string>
#include <vector>

#include "reporting/compare/change_condition.h"
#include "reporting/compare/search_comparison.h"
#include "reporting/tables/text_table.h"

namespace redline::reporting {

// Tables wider than `max_width` cells are split (see TextTable).
std::string ComparisonText(const SearchComparison& comparison,
                           const std::vector<GateOutcome>& gate,
                           std::size_t max_width = kUnlimitedWidth);

std::string ComparisonHtml(const SearchComparison& comparison,
                           const std::vector<GateOutcome>& gate);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_COMPARE_SEARCH_COMPARISON_REPORT_H_
