#include "runner/search/threshold_belief.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace redline::runner {
namespace {

// What a trial that overloads the workers completes lies this near to the threshold, as a
// share; and in so many cases it says nothing about it: a threshold of --slo may lie
// anywhere below.
constexpr double kEstimateSpread = 0.1;
constexpr double kEstimateIsFar = 0.3;
// The share of trials that hold, or fail, whatever the rate.
constexpr double kLapses = 0.04;
// Points of the grid in each step of the precision, and at most.
constexpr double kPointsPerStep = 3;
constexpr std::size_t kMostPoints = 4000;

double NormalDistribution(double x) { return 0.5 * std::erfc(-x / std::numbers::sqrt2); }

double ChanceToHold(double threshold, double rate, double spread) {
  return kLapses / 2 + (1 - kLapses) * NormalDistribution((threshold - rate) / spread);
}

}  // namespace

ThresholdBelief::ThresholdBelief(const Prior& prior) {
  const double lowest = std::log(prior.lowest);
  const double highest = std::log(prior.highest);
  const double points =
      std::ceil((highest - lowest) / std::log1p(prior.precision) * kPointsPerStep) + 1;
  const auto count = std::min(static_cast<std::size_t>(points), kMostPoints);
  const double step = (highest - lowest) / static_cast<double>(count - 1);
  for (std::size_t i = 0; i < count; ++i) {
    thresholds_.push_back(lowest + step * static_cast<double>(i));
  }
  weights_.resize(count * kSpreads.size());
  const double estimate = std::log(prior.estimate);
  const double far = kEstimateIsFar / static_cast<double>(count);
  const double peak =
      (1 - kEstimateIsFar) * step / (kEstimateSpread * std::sqrt(2 * std::numbers::pi));
  double total = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const double distance = (thresholds_[i] - estimate) / kEstimateSpread;
    for (std::size_t k = 0; k < kSpreads.size(); ++k) {
      total += At(i, k) = far + peak * std::exp(-distance * distance / 2);
    }
  }
  for (double& weight : weights_) weight /= total;
}

void ThresholdBelief::Tell(double rate, bool held, double blur) {
  const double at = std::log(rate);
  double total = 0;
  for (std::size_t i = 0; i < thresholds_.size(); ++i) {
    for (std::size_t k = 0; k < kSpreads.size(); ++k) {
      const double chance =
          ChanceToHold(thresholds_[i], at, std::hypot(kSpreads[k], blur));
      total += At(i, k) *= held ? chance : 1 - chance;
    }
  }
  for (double& weight : weights_) weight /= total;
}

double ThresholdBelief::Quantile(double probability) const {
  double below = 0;
  for (std::size_t i = 0; i < thresholds_.size(); ++i) {
    for (std::size_t k = 0; k < kSpreads.size(); ++k) below += At(i, k);
    if (below >= probability) return std::exp(thresholds_[i]);
  }
  return std::exp(thresholds_.back());
}

double ThresholdBelief::HoldChance(double rate) const {
  const double at = std::log(rate);
  double chance = 0;
  for (std::size_t i = 0; i < thresholds_.size(); ++i) {
    for (std::size_t k = 0; k < kSpreads.size(); ++k) {
      chance += At(i, k) * ChanceToHold(thresholds_[i], at, kSpreads[k]);
    }
  }
  return chance;
}

}  // namespace redline::runner
