// A comparison of runs as text and as a page.
//
// Runs with their verdicts, settings that differ, figures with their ratios, and what the
// gate says. Pure functions.
#ifndef REDLINE_REPORTING_COMPARE_COMPARISON_REPORT_H_
#define REDLINE_REPORTING_COMPARE_COMPARISON_REPORT_H_

#include <cstddef>
#include <string>
#include <vector>

#include "reporting/compare/comparison.h"
#include "reporting/compare/gate.h"
#include "reporting/tables/text_table.h"

namespace redline::reporting {

// Tables wider than `max_width` cells are split (see TextTable).
std::string ComparisonText(const Comparison& comparison,
                           const std::vector<GateOutcome>& gate,
                           std::size_t max_width = kUnlimitedWidth);

std::string ComparisonHtml(const Comparison& comparison,
                           const std::vector<GateOutcome>& gate);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_COMPARE_COMPARISON_REPORT_H_
