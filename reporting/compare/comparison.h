// Runs side by side: what differs between their settings, and by how much each figure
// does. Plain values; comparison_report.h shows them, gate.h judges them.
#ifndef REDLINE_REPORTING_COMPARE_COMPARISON_H_
#define REDLINE_REPORTING_COMPARE_COMPARISON_H_

#include <vector>

#include "reporting/compare/circumstances.h"
#include "reporting/compare/side.h"
#include "reporting/compare/side_figure.h"
#include "reporting/model/figure.h"

namespace redline::reporting {

struct ComparedFigure {
  Figure figure;
  std::vector<SideFigure> sides;
};

struct Comparison {
  std::vector<Side> sides;  // The first is what the others are compared with.
  std::vector<ComparedSetting> settings;
  // Those that any side has; of stages where all runs have the same ones.
  std::vector<ComparedFigure> figures;
};

// REQUIRES: two sides or more, each with a result.
Comparison Compare(std::vector<Side> sides);

// One figure of the sides.
ComparedFigure CompareFigure(const Figure& figure, const std::vector<Side>& sides);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_COMPARE_COMPARISON_H_
