// A figure of each side, and its ratio to the first's.
//
// Pure functions.
#ifndef REDLINE_REPORTING_COMPARE_SIDE_FIGURE_H_
#define REDLINE_REPORTING_COMPARE_SIDE_FIGURE_H_

#include <cstddef>
#include <optional>
#include <vector>

#include "reporting/compare/ratio_estimate.h"

namespace redline::reporting {

// A figure of one side: the median of its results in which it was measured.
struct SideFigure {
  std::optional<double> median;
  std::size_t measured = 0;  // In how many of the side's results.
  // Against the first side; of the first side itself nothing.
  std::optional<RatioEstimate> ratio;
};

// By side, as `values` are: what was measured there. REQUIRES: no value is negative.
std::vector<SideFigure> SideFigures(const std::vector<std::vector<double>>& values);

// Whether any side has it.
bool IsMeasured(const std::vector<SideFigure>& sides);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_COMPARE_SIDE_FIGURE_H_
