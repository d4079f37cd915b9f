#include "reporting/compare/range_ratio.h"

#include <gtest/gtest.h>

#include <cmath>

namespace redline::reporting {
namespace {

TEST(RangeRatio, IsThatOfTheFigures) {
  const RatioEstimate ratio = RatioOf({.value = 4000, .least = 3900, .most = 4100},
                                      {.value = 5000, .least = 4900, .most = 5100}, 90);
  EXPECT_DOUBLE_EQ(ratio.ratio, 1.25);
  EXPECT_EQ(ratio.confidence, 90);
}

TEST(RangeRatio, AddsTheSquaresOfTheRangesLogarithms) {
  // 10 % and 20 % either way: the root of 0.1^2 + 0.2^2 on logarithms.
  const double a = std::exp(0.1);
  const double b = std::exp(0.2);
  const RatioEstimate ratio = RatioOf({.value = 1, .least = 1 / a, .most = a},
                                      {.value = 2, .least = 2 / b, .most = 2 * b}, 90);
  EXPECT_NEAR(ratio.interval->first, 2 * std::exp(-std::sqrt(0.05)), 1e-12);
  EXPECT_NEAR(ratio.interval->second, 2 * std::exp(std::sqrt(0.05)), 1e-12);
}

TEST(RangeRatio, TakesTheSideOfALopsidedRangeThatMatters) {
  // The first may be higher, the second lower, and neither the other way.
  const RatioEstimate ratio = RatioOf({.value = 100, .least = 100, .most = 110},
                                      {.value = 100, .least = 90, .most = 100}, 90);
  EXPECT_DOUBLE_EQ(ratio.interval->second, 1);
  EXPECT_NEAR(ratio.interval->first,
              std::exp(-std::hypot(std::log(100.0 / 90), std::log(1.1))), 1e-12);
}

TEST(RangeRatio, IsTheReciprocalTheOtherWayAround) {
  const RangedFigure a{.value = 3560, .least = 3530, .most = 3950};
  const RangedFigure b{.value = 2540, .least = 2500, .most = 2950};
  const RatioEstimate forth = RatioOf(a, b, 90);
  const RatioEstimate back = RatioOf(b, a, 90);
  EXPECT_NEAR(forth.ratio, 1 / back.ratio, 1e-12);
  EXPECT_NEAR(forth.interval->first, 1 / back.interval->second, 1e-12);
  EXPECT_NEAR(forth.interval->second, 1 / back.interval->first, 1e-12);
}

TEST(RangeRatio, HoldsItsRatioAlsoIfARangeDoesNotHoldItsFigure) {
  const RatioEstimate ratio = RatioOf({.value = 100, .least = 101, .most = 102},
                                      {.value = 100, .least = 90, .most = 95}, 90);
  EXPECT_LT(ratio.interval->first, 1);
  EXPECT_DOUBLE_EQ(ratio.interval->second, 1);
}

}  // namespace
}  // namespace redline::reporting
