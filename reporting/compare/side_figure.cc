#include "reporting/compare/side_figure.h"

#include <algorithm>

namespace redline::reporting {

std::vector<SideFigure> SideFigures(const std::vector<std::vector<double>>& values) {
  std::vector<SideFigure> sides;
  for (const std::vector<double>& of_side : values) {
    SideFigure& side = sides.emplace_back();
    side.median = Median(of_side);
    side.measured = of_side.size();
    if (sides.size() > 1) side.ratio = EstimateRatio(values.front(), of_side);
  }
  return sides;
}

bool IsMeasured(const std::vector<SideFigure>& sides) {
  return std::ranges::any_of(
      sides, [](const SideFigure& side) { return side.median.has_value(); });
}

}  // namespace redline::reporting
