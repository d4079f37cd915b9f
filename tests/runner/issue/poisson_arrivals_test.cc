#include "runner/issue/poisson_arrivals.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "runner/issue/arrivals.h"

namespace redline::runner {
namespace {

using namespace std::chrono_literals;

constexpr PoissonArrivals::TimePoint kStart(1000h);

// In seconds from the start.
std::vector<double> TimesOf(const LoadShape& shape, std::uint64_t seed) {
  std::vector<double> times;
  for (PoissonArrivals arrivals(shape, kStart, seed); arrivals.next();
       arrivals.Advance()) {
    times.push_back(std::chrono::duration<double>(arrivals.next()->due - kStart).count());
  }
  return times;
}

std::vector<double> DistancesOf(const std::vector<double>& times) {
  std::vector<double> distances;
  double last = 0;
  for (const double time : times) {
    distances.push_back(time - last);
    last = time;
  }
  return distances;
}

// The largest difference between the samples' distribution and the exponential one of
// this mean (Kolmogorov-Smirnov).
double KolmogorovSmirnov(std::vector<double> samples, double mean) {
  std::ranges::sort(samples);
  const auto n = static_cast<double>(samples.size());
  double largest = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double expected = 1 - std::exp(-samples[i] / mean);
    largest = std::max({largest, expected - static_cast<double>(i) / n,
                        static_cast<double>(i + 1) / n - expected});
  }
  return largest;
}

double Correlation(const std::vector<double>& values, std::size_t lag) {
  double mean = 0;
  for (const double value : values) mean += value / static_cast<double>(values.size());
  double covariance = 0;
  double variance = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    variance += (values[i] - mean) * (values[i] - mean);
    if (i >= lag) covariance += (values[i] - mean) * (values[i - lag] - mean);
  }
  return covariance / variance;
}

class PoissonOfSeed : public ::testing::TestWithParam<std::uint64_t> {
 protected:
  static constexpr double kRate = 1000;
  const std::vector<double> times_ =
      TimesOf(LoadShape::Constant(kRate, 100s), GetParam());
  const double count_ = static_cast<double>(times_.size());
};

// Of true Poisson processes 1 % are beyond 1.63 / √n (Kolmogorov-Smirnov), and 0.3 %
// beyond 3 standard deviations; the seeds are fixed, so the tests are not of chance.
TEST_P(PoissonOfSeed, HasExponentialDistances) {
  EXPECT_LT(KolmogorovSmirnov(DistancesOf(times_), 1 / kRate), 1.63 / std::sqrt(count_));
}

TEST_P(PoissonOfSeed, HasDistancesThatTellNothingOfTheNext) {
  const std::vector<double> distances = DistancesOf(times_);
  for (const std::size_t lag : {1, 2, 3, 10}) {
    EXPECT_LT(std::abs(Correlation(distances, lag)), 3 / std::sqrt(count_)) << lag;
  }
}

TEST_P(PoissonOfSeed, HasATotalWithinItsDeviation) {
  EXPECT_NEAR(count_, 100 * kRate, 3 * std::sqrt(100 * kRate));
}

TEST_P(PoissonOfSeed, HasCountsWhoseVarianceIsTheirMean) {
  // In tenths of a second: 1000 counts of mean 100. The ratio's standard deviation is
  // √(2 / 1000).
  std::vector<double> counts(1000);
  for (const double time : times_) ++counts[static_cast<std::size_t>(time * 10)];
  double variance = 0;
  for (const double count : counts) {
    variance += (count - count_ / 1000) * (count - count_ / 1000) / 999;
  }
  EXPECT_NEAR(variance / (count_ / 1000), 1, 3 * std::sqrt(2.0 / 1000));
}

INSTANTIATE_TEST_SUITE_P(Seeds, PoissonOfSeed,
                         ::testing::Values(1, 2, 3, 42, 1ULL << 60));

TEST(PoissonArrivals, AreTheSameForTheSameSeedAndOthersForAnother) {
  const LoadShape shape = LoadShape::Constant(100, 10s);
  EXPECT_EQ(TimesOf(shape, 5), TimesOf(shape, 5));
  EXPECT_NE(TimesOf(shape, 5), TimesOf(shape, 6));
}

TEST(PoissonArrivals, FollowARamp) {
  const std::vector<double> times =
      TimesOf(LoadShape({{.duration = 100s, .from = 0, .to = 2000}}), 9);
  // Of 100000 tasks a quarter is due in the first half.
  const auto early = static_cast<double>(
      std::ranges::count_if(times, [](double time) { return time < 50; }));
  EXPECT_NEAR(early, 25'000, 3 * std::sqrt(25'000));
  // On the axis of the rate's integral, 10 t², they are at a constant rate again.
  std::vector<double> positions;
  for (const double time : times) positions.push_back(10 * time * time);
  EXPECT_LT(KolmogorovSmirnov(DistancesOf(positions), 1),
            1.63 / std::sqrt(static_cast<double>(times.size())));
}

TEST(PoissonArrivals, MayBeNone) {
  EXPECT_TRUE(TimesOf(LoadShape::Constant(1e-9, 1s), 1).empty());
  EXPECT_TRUE(TimesOf(LoadShape::Constant(1000, 0s), 1).empty());
}

ArrivalPlan PoissonOfThreeStages() {
  return {.shape = LoadShape({{.duration = 2s, .from = 100, .to = 100},
                              {.duration = 3s, .from = 0, .to = 0},
                              {.duration = 5s, .from = 50, .to = 150}}),
          .pattern = {.kind = ArrivalPattern::Kind::kPoisson},
          .seed = 17};
}

TEST(Arrivals, PassWhatIsLeftOfAStage) {
  for (const auto kind : {ArrivalPattern::Kind::kEven, ArrivalPattern::Kind::kPoisson}) {
    ArrivalPlan plan = PoissonOfThreeStages();
    plan.pattern.kind = kind;
    std::vector<std::uint64_t> of_stages(3);
    for (Arrivals arrivals(plan, kStart); arrivals.next(); arrivals.Advance()) {
      ++of_stages[arrivals.next()->stage];
    }
    Arrivals arrivals(plan, kStart);
    for (int i = 0; i < 7; ++i) arrivals.Advance();
    EXPECT_EQ(arrivals.PassStage(), of_stages[0] - 7);
    ASSERT_TRUE(arrivals.next());
    EXPECT_EQ(arrivals.next()->stage, 2U);
    EXPECT_EQ(arrivals.passed(), of_stages[0]);
    EXPECT_EQ(arrivals.PassStage(), of_stages[2]);
    EXPECT_FALSE(arrivals.next());
  }
}

TEST(DueCount, CountsAPoissonProcessForwardsAndBackwards) {
  const ArrivalPlan plan = PoissonOfThreeStages();
  std::vector<PoissonArrivals::TimePoint> due;
  for (Arrivals arrivals(plan, kStart); arrivals.next(); arrivals.Advance()) {
    due.push_back(arrivals.next()->due);
  }
  DueCount count(plan, kStart);
  EXPECT_EQ(count.DueBy(kStart - 1s), 0U);
  EXPECT_EQ(count.DueBy(due[99]), 100U);
  EXPECT_EQ(count.DueBy(due[99] - 1ns), 99U);
  EXPECT_EQ(count.DueBy(due[9]), 10U);
  EXPECT_EQ(count.DueBy(kStart + 1h), due.size());
}

}  // namespace
}  // namespace redline::runner
