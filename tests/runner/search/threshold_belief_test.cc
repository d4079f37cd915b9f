#include "runner/search/threshold_belief.h"

#include <gtest/gtest.h>

#include <cmath>

namespace redline::runner {
namespace {

constexpr ThresholdBelief::Prior kPrior{
    .estimate = 4000, .lowest = 2, .highest = 16'000, .precision = 0.02};

double Width(const ThresholdBelief& belief) {
  return belief.Quantile(0.95) / belief.Quantile(0.05);
}

TEST(ThresholdBelief, BeginsAtTheEstimate) {
  const ThresholdBelief belief(kPrior);
  EXPECT_NEAR(belief.Quantile(0.5), 4000, 40);
  EXPECT_GT(belief.Quantile(0.75), 4100);
  EXPECT_LT(belief.Quantile(0.25), 3900);
}

TEST(ThresholdBelief, IsEvenWithoutAnEstimate) {
  ThresholdBelief::Prior prior = kPrior;
  prior.estimate.reset();
  const ThresholdBelief belief(prior);
  EXPECT_NEAR(belief.Quantile(0.5), std::sqrt(2 * 16'000), 3);
}

TEST(ThresholdBelief, RisesWithATrialThatHeldAndFallsWithOneThatDidNot) {
  ThresholdBelief held(kPrior);
  held.Tell(4000, true, 0);
  EXPECT_GT(held.Quantile(0.5), 4040);
  ThresholdBelief failed(kPrior);
  failed.Tell(4000, false, 0);
  EXPECT_LT(failed.Quantile(0.5), 3960);
}

TEST(ThresholdBelief, IsNarrowedByTrialsOnBothSides) {
  ThresholdBelief belief(kPrior);
  const double before = Width(belief);
  for (int i = 0; i < 5; ++i) {
    belief.Tell(3900, true, 0);
    belief.Tell(4100, false, 0);
  }
  EXPECT_LT(Width(belief), 1.08);
  EXPECT_LT(Width(belief), before);
  EXPECT_GT(belief.HoldChance(3800), 0.85);
  EXPECT_LT(belief.HoldChance(4200), 0.15);
  EXPECT_NEAR(belief.HoldChance(4000), 0.5, 0.05);
}

TEST(ThresholdBelief, StridesFurtherWithEachSurprise) {
  ThresholdBelief belief(kPrior);
  double last = 4000;
  double stride = 1;
  for (int i = 0; i < 4; ++i) {
    belief.Tell(last, false, 0);
    const double median = belief.Quantile(0.5);
    EXPECT_GT(last / median, stride);
    stride = last / median;
    last = median;
  }
  EXPECT_LT(last, 3200);
}

TEST(ThresholdBelief, GivesAShortTrialLessWeight) {
  ThresholdBelief full(kPrior);
  ThresholdBelief brief(kPrior);
  full.Tell(3950, false, 0);
  brief.Tell(3950, false, 0.1);
  EXPECT_LT(full.Quantile(0.75), brief.Quantile(0.75));
}

TEST(ThresholdBelief, OutlivesATrialThatWentWrong) {
  ThresholdBelief belief(kPrior);
  belief.Tell(3000, false, 0);
  for (int i = 0; i < 4; ++i) {
    belief.Tell(3900, true, 0);
    belief.Tell(4100, false, 0);
  }
  EXPECT_NEAR(belief.Quantile(0.5), 4000, 120);
}

TEST(ThresholdBelief, FollowsAThresholdThatChanges) {
  ThresholdBelief belief(kPrior);
  for (int i = 0; i < 6; ++i) {
    belief.Tell(3900, true, 0);
    belief.Tell(4100, false, 0);
  }
  for (int i = 0; i < 6; ++i) {
    belief.Tell(3500, true, 0);
    belief.Tell(3700, false, 0);
  }
  EXPECT_NEAR(belief.Quantile(0.5), 3600, 100);
}

TEST(ThresholdBelief, StaysABeliefWhateverIsTold) {
  ThresholdBelief belief(kPrior);
  for (int i = 0; i < 100; ++i) {
    belief.Tell(i % 2 == 0 ? 3 : 15'000, i % 2 != 0, 0);
    const double low = belief.Quantile(0.05);
    const double high = belief.Quantile(0.95);
    ASSERT_GE(low, 1.99);
    ASSERT_LE(low, high);
    ASSERT_LE(high, 16'001);
    ASSERT_GE(belief.HoldChance(high), 0);
    ASSERT_LE(belief.HoldChance(low), 1);
  }
}

TEST(ThresholdBelief, FallsWithTheRate) {
  ThresholdBelief belief(kPrior);
  belief.Tell(4000, true, 0);
  double last = 1;
  for (double rate = 1; rate < 20'000; rate *= 1.1) {
    EXPECT_LE(belief.HoldChance(rate), last + 1e-12);
    last = belief.HoldChance(rate);
  }
}

}  // namespace
}  // namespace redline::runner
