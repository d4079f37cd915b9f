#include "reporting/compare/ratio_estimate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <random>
#include <vector>

namespace redline::reporting {
namespace {

using Values = std::vector<double>;

TEST(Median, IsTheMiddleOne) {
  EXPECT_EQ(Median(Values{}), std::nullopt);
  EXPECT_EQ(Median(Values{7}), 7);
  EXPECT_EQ(Median(Values{9, 1, 4}), 4);
  EXPECT_EQ(Median(Values{9, 1, 4, 5}), 4.5);
}

TEST(EstimateRatio, OfOneRunEachIsTheirRatio) {
  const auto estimate = EstimateRatio(Values{4}, Values{5});
  ASSERT_TRUE(estimate);
  EXPECT_DOUBLE_EQ(estimate->ratio, 1.25);
  EXPECT_EQ(estimate->interval, std::nullopt);
}

TEST(EstimateRatio, OfARunWithItselfIsExactlyOne) {
  for (const double value : {0.0, 0.1, 1e-9, 3.3, 1e12}) {
    EXPECT_EQ(EstimateRatio(Values{value}, Values{value})->ratio, 1) << value;
  }
}

TEST(EstimateRatio, IsNothingWithoutValuesAndInfiniteFromNothing) {
  EXPECT_FALSE(EstimateRatio(Values{}, Values{1}));
  EXPECT_FALSE(EstimateRatio(Values{1}, Values{}));
  EXPECT_EQ(EstimateRatio(Values{2}, Values{0})->ratio, 0);
  EXPECT_TRUE(std::isinf(EstimateRatio(Values{0}, Values{1})->ratio));
  EXPECT_EQ(EstimateRatio(Values{0, 0, 0, 3}, Values{0, 0, 1, 0})->ratio, 1);
}

TEST(EstimateRatio, IsTheMedianOfAllPairs) {
  const auto estimate = EstimateRatio(Values{1, 2}, Values{2, 8});
  // 2, 8, 1, 4.
  EXPECT_DOUBLE_EQ(estimate->ratio, 3);
}

TEST(EstimateRatio, HasNoIntervalWhereThereAreTooFewRuns) {
  EXPECT_FALSE(EstimateRatio(Values{1, 2, 3}, Values{1, 2, 3})->interval);
  EXPECT_FALSE(EstimateRatio(Values{1, 2, 3}, Values{1, 2, 3, 4})->interval);
  EXPECT_TRUE(EstimateRatio(Values{1, 2, 3, 4}, Values{1, 2, 3, 4})->interval);
  EXPECT_TRUE(EstimateRatio(Values{1, 2, 3}, Values{1, 2, 3, 4, 5})->interval);
}

// The critical values of Mann and Whitney's U for 5 %, two-sided, as tables give them.
TEST(EstimateRatio, LeavesOutAsManyPairsAsTheTablesOfUSay) {
  struct Row {
    std::size_t n;
    std::size_t m;
    std::size_t critical;
  };
  for (const Row& row : {Row{4, 4, 0}, Row{5, 5, 2}, Row{5, 8, 6}, Row{8, 8, 13},
                         Row{10, 10, 23}, Row{9, 12, 26}, Row{20, 20, 127}}) {
    Values first;
    Values second;
    // All ratios differ.
    for (std::size_t i = 0; i < row.n; ++i) first.push_back(std::exp(0.37 * i));
    for (std::size_t i = 0; i < row.m; ++i) second.push_back(std::exp(0.011 * i * i));
    Values ratios;
    for (const double a : first) {
      for (const double b : second) ratios.push_back(b / a);
    }
    std::ranges::sort(ratios);
    const auto interval = EstimateRatio(first, second)->interval;
    ASSERT_TRUE(interval);
    EXPECT_EQ(interval->first, ratios[row.critical]) << row.n << ", " << row.m;
    EXPECT_EQ(interval->second, ratios[ratios.size() - 1 - row.critical]);
  }
}

TEST(EstimateRatio, TakesTheNormalDistributionForManyRuns) {
  Values first;
  Values second;
  for (std::size_t i = 0; i < 120; ++i) {
    first.push_back(100 + static_cast<double>(i * 37 % 120) / 10);
    second.push_back(1.1 * first.back());
  }
  const RatioEstimate estimate = *EstimateRatio(first, second);
  EXPECT_NEAR(estimate.ratio, 1.1, 0.001);
  EXPECT_NEAR(estimate.interval->first, 1.09, 0.005);
  EXPECT_NEAR(estimate.interval->second, 1.11, 0.005);
}

TEST(EstimateRatio, HasTheTrueRatioInItsIntervalAsOftenAsItSays) {
  std::mt19937_64 random(1);
  std::lognormal_distribution<double> latency(0, 0.5);
  constexpr int kTrials = 2000;
  constexpr double kTrueRatio = 1.3;
  int held = 0;
  for (int trial = 0; trial < kTrials; ++trial) {
    Values first;
    Values second;
    for (int i = 0; i < 6; ++i) {
      first.push_back(latency(random));
      second.push_back(kTrueRatio * latency(random));
    }
    const auto interval = *EstimateRatio(first, second)->interval;
    held += interval.first <= kTrueRatio && kTrueRatio <= interval.second;
  }
  // 95.9 % by the exact distribution (U of at most 5 is left out).
  EXPECT_NEAR(held / static_cast<double>(kTrials), 0.959, 0.015);
}

}  // namespace
}  // namespace redline::reporting
