#include "reporting/compare/range_ratio.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace redline::reporting {
namespace {

// How far the true figure may lie below this one, or above it, as a logarithm.
double Below(const RangedFigure& figure) {
  return std::max(std::log(figure.value / figure.least), 0.0);
}
double Above(const RangedFigure& figure) {
  return std::max(std::log(figure.most / figure.value), 0.0);
}

}  // namespace

RatioEstimate RatioOf(const RangedFigure& first, const RangedFigure& second,
                      int confidence) {
  const double ratio = second.value / first.value;
  const double low = ratio / std::exp(std::hypot(Below(second), Above(first)));
  const double high = ratio * std::exp(std::hypot(Above(second), Below(first)));
  return {.ratio = ratio, .interval = std::pair(low, high), .confidence = confidence};
}

}  // namespace redline::reporting
