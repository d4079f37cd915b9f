// The ratio of two figures of which each is known with a range, as the redlines of two
// searches with their likely ranges are.
//
// The formula is that of recovered variances, on logarithms (G. Y. Zou and A. Donner,
// Construction of confidence limits about effect measures, 2008). For a in [a0, a1] and b
// in [b0, b1], the ratio b/a lies with the confidence of these ranges between
//
//   b/a / exp(sqrt(ln(b/b0)^2 + ln(a1/a)^2)) and b/a * exp(sqrt(ln(b1/b)^2 + ln(a/a0)^2))
//
// It assumes that the two are independent, as measurements on one machine after each
// other are only if the machine did not change in between, and that the logarithm of each
// falls about as a normal one on either side of its figure. It takes a range that is
// lopsided.
//
// Pure functions.
#ifndef REDLINE_REPORTING_COMPARE_RANGE_RATIO_H_
#define REDLINE_REPORTING_COMPARE_RANGE_RATIO_H_

#include "reporting/compare/ratio_estimate.h"

namespace redline::reporting {

struct RangedFigure {
  double value = 0;
  double least = 0;
  double most = 0;
};

// `second` to `first`; `confidence` is that of the ranges, in per cent. A range that does
// not hold its figure is taken to reach as far as that. REQUIRES: all are positive.
RatioEstimate RatioOf(const RangedFigure& first, const RangedFigure& second,
                      int confidence);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_COMPARE_RANGE_RATIO_H_
