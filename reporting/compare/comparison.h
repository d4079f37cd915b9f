// Results side by side: what differs between their settings, and by how much each figure
// does. Plain values; comparison_report.h shows them, gate.h judges them.
#ifndef REDLINE_REPORTING_COMPARE_COMPARISON_H_
#define REDLINE_REPORTING_COMPARE_COMPARISON_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "reporting/compare/ratio_estimate.h"
#include "reporting/model/figure.h"
#include "reporting/model/result.h"

namespace redline::reporting {

// One or several runs of the same kind.
struct Side {
  std::string name;  // "A"
  std::vector<std::string> files;
  std::vector<Result> results;  // As many; at least one.
};

// A figure of one side: the median of its runs in which it was measured.
struct SideFigure {
  std::optional<double> median;
  std::size_t measured = 0;  // In how many of the side's runs.
  // Against the first side; of the first side itself nothing.
  std::optional<RatioEstimate> ratio;
};

struct ComparedFigure {
  Figure figure;
  std::vector<SideFigure> sides;
};

// Settings that are the same in all runs of all sides are not listed, nor those known of
// one side only.
struct ComparedSetting {
  std::string name;
  // By side; several values of one side are joined by ", ".
  std::vector<std::string> values;
};

struct Comparison {
  std::vector<Side> sides;  // The first is what the others are compared with.
  std::vector<ComparedSetting> settings;
  std::vector<ComparedFigure> figures;  // Those that any side has.
};

// REQUIRES: two sides or more, each with a result.
Comparison Compare(std::vector<Side> sides);

// One figure of the sides.
ComparedFigure CompareFigure(const Figure& figure, const std::vector<Side>& sides);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_COMPARE_COMPARISON_H_
