#include "worker/task/zipf_distribution.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "base/split_mix.h"

namespace redline::worker {
namespace {

using Whole = std::numeric_limits<std::int64_t>;

// Draws, and compares how often each number came with how often it is to come: Pearson's
// chi-square, over its degrees of freedom. It is near 1 if the numbers are Zipf's.
double ChiSquarePerDegree(std::size_t count, double s, std::uint64_t seed) {
  constexpr int kDraws = 200'000;
  const ZipfDistribution zipf(1, static_cast<std::int64_t>(count), s);
  SplitMix random(seed);
  std::vector<int> came(count + 1);
  for (int i = 0; i < kDraws; ++i) ++came.at(static_cast<std::size_t>(zipf(random)));
  EXPECT_EQ(came[0], 0);
  double norm = 0;
  for (std::size_t k = 1; k <= count; ++k) norm += std::pow(k, -s);
  double sum = 0;
  for (std::size_t k = 1; k <= count; ++k) {
    const double expected = kDraws * std::pow(k, -s) / norm;
    sum += (came[k] - expected) * (came[k] - expected) / expected;
  }
  return sum / static_cast<double>(count - 1);
}

class Exponents : public ::testing::TestWithParam<double> {};

TEST_P(Exponents, AreThoseOfTheNumbersDrawn) {
  // With 99 degrees of freedom it is below 1.5 in 999 of 1000 cases.
  EXPECT_LT(ChiSquarePerDegree(100, GetParam(), 7), 1.5);
  EXPECT_LT(ChiSquarePerDegree(100, GetParam(), 8), 1.5);
  EXPECT_LT(ChiSquarePerDegree(2, GetParam(), 9), 10.9);
}

INSTANTIATE_TEST_SUITE_P(Zipf, Exponents,
                         ::testing::Values(0.01, 0.5, 0.99, 1 - 1e-10, 1.0, 1 + 1e-10,
                                           1.2, 2.0, 2.5));

TEST(ZipfDistribution, DrawsTheOnlyOneThereIs) {
  SplitMix random(1);
  for (const std::int64_t only : {Whole::min(), std::int64_t{7}, Whole::max()}) {
    const ZipfDistribution zipf(only, only, 0.99);
    for (int i = 0; i < 100; ++i) EXPECT_EQ(zipf(random), only);
  }
}

TEST(ZipfDistribution, CountsFromTheFirstNumberOn) {
  const ZipfDistribution zipf(-5, 5, 1);
  SplitMix random(1);
  std::vector<int> came(11);
  for (int i = 0; i < 10'000; ++i) ++came.at(static_cast<std::size_t>(zipf(random) + 5));
  for (std::size_t k = 1; k < came.size(); ++k) EXPECT_GT(came[0], came[k]);
  EXPECT_GT(came.back(), 0);
}

TEST(ZipfDistribution, StaysWithinItsRangeHoweverWideItIsAndHoweverSteep) {
  SplitMix random(1);
  for (const double s : {0.001, 0.99, 1.0, 5.0, 50.0}) {
    for (const auto& [first, last] : {std::pair(std::int64_t{1}, std::int64_t{2}),
                                      std::pair(std::int64_t{-3}, std::int64_t{1} << 52),
                                      std::pair(std::int64_t{5}, Whole::max()),
                                      std::pair(Whole::min(), Whole::max())}) {
      const ZipfDistribution zipf(first, last, s);
      for (int i = 0; i < 1000; ++i) {
        const std::int64_t drawn = zipf(random);
        ASSERT_GE(drawn, first);
        ASSERT_LE(drawn, last);
      }
    }
  }
}

// The share of the first number is 1 / (the sum of all 1/k^s), here about 1 / 14.39.
TEST(ZipfDistribution, GivesTheFirstOfAMillionItsShare) {
  const ZipfDistribution zipf(1, 1'000'000, 1);
  SplitMix random(3);
  int first = 0;
  for (int i = 0; i < 100'000; ++i) first += zipf(random) == 1 ? 1 : 0;
  EXPECT_NEAR(first / 100'000.0, 1 / 14.3927, 0.003);
}

TEST(ZipfDistribution, KnowsWhatItIsOf) {
  const ZipfDistribution zipf(1, 10, 0.99);
  EXPECT_TRUE(zipf.IsOf(1, 10, 0.99));
  EXPECT_FALSE(zipf.IsOf(2, 10, 0.99));
  EXPECT_FALSE(zipf.IsOf(1, 11, 0.99));
  EXPECT_FALSE(zipf.IsOf(1, 10, 1));
}

}  // namespace
}  // namespace redline::worker
