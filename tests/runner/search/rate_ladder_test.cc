#include "runner/search/rate_ladder.h"

#include <gtest/gtest.h>

#include <cmath>

namespace redline::runner {
namespace {

TEST(RateLadder, HasRungsAsFarApartAsItsPrecision) {
  for (const double precision : {0.001, 0.02, 0.1, 0.5}) {
    const RateLadder ladder(precision);
    const int highest = ladder.RungBelow(1e9);
    for (int rung = ladder.RungBelow(0.001); rung < highest; ++rung) {
      EXPECT_NEAR(ladder.Rate(rung + 1) / ladder.Rate(rung), 1 + precision,
                  precision * 0.45);
    }
  }
}

TEST(RateLadder, KnowsItsOwnRates) {
  for (const double precision : {0.001, 0.02, 0.1, 0.5}) {
    const RateLadder ladder(precision);
    const int highest = ladder.RungBelow(1e9);
    for (int rung = ladder.RungBelow(0.001); rung <= highest; ++rung) {
      EXPECT_EQ(ladder.RungBelow(ladder.Rate(rung)), rung);
    }
  }
}

TEST(RateLadder, FindsTheRungBelowARate) {
  const RateLadder ladder(0.02);
  for (const double rate : {0.01, 1.0, 137.0, 4321.0, 1e6}) {
    const int rung = ladder.RungBelow(rate);
    EXPECT_LE(ladder.Rate(rung), rate * 1.01);
    EXPECT_GT(ladder.Rate(rung + 1), rate);
  }
}

TEST(RateLadder, HasSmallRatesOfFewDigits) {
  EXPECT_EQ(RateLadder(0.02).Rounded(10.351), 10.35);
  EXPECT_EQ(RateLadder(0.02).Rounded(0.07003), 0.07);
  EXPECT_EQ(RateLadder(0.05).Rounded(33.31), 33.4);
}

TEST(RateLadder, HasRatesThatAPersonCanRemember) {
  const RateLadder ladder(0.02);
  for (int rung = ladder.RungBelow(4000); rung < ladder.RungBelow(9000); ++rung) {
    EXPECT_EQ(std::fmod(ladder.Rate(rung), 20), 0) << ladder.Rate(rung);
  }
}

}  // namespace
}  // namespace redline::runner
