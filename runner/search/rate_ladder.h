// The rates that a search may try: a ladder whose rungs are as far apart as the search is
// to be precise, so that trials at one rate can be counted, and rounded to figures that a
// person can remember.
#ifndef REDLINE_RUNNER_SEARCH_RATE_LADDER_H_
#define REDLINE_RUNNER_SEARCH_RATE_LADDER_H_

#include <cmath>

namespace redline::runner {

class RateLadder {
 public:
  // REQUIRES: 0 < precision.
  explicit RateLadder(double precision)
      : precision_(precision), step_(std::log1p(precision)) {}

  // Tasks a second.
  double Rate(int rung) const { return Rounded(std::exp(rung * step_)); }
  // A rate to as many digits as those of the ladder have. REQUIRES: rate > 0.
  double Rounded(double rate) const {
    const double grain = LargestGrain(rate * precision_ / 4);
    if (grain >= 1) return std::round(rate / grain) * grain;
    // Divided, so that it is the number that its digits say: 10.35,
    // not 10.350000000000001.
    const double parts = std::round(1 / grain);
    return std::round(rate * parts) / parts;
  }
  // The highest rung that is not above this rate. REQUIRES: rate > 0.
  int RungBelow(double rate) const {
    // A rate of the ladder itself was rounded, by an eighth of a step at most.
    return static_cast<int>(std::floor(std::log(rate) / step_ + 0.2));
  }

 private:
  // The largest of 1, 2 and 5, and their tens and tenths, that is not above `limit`.
  static double LargestGrain(double limit) {
    const double ten = std::pow(10, std::floor(std::log10(limit)));
    return limit >= 5 * ten ? 5 * ten : limit >= 2 * ten ? 2 * ten : ten;
  }

  double precision_;
  double step_;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_SEARCH_RATE_LADDER_H_
