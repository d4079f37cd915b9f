#include "runner/search/threshold_belief.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace redline::runner {
namespace {

// What a trial that overloads the workers completes is in half of all cases this near to
// the threshold, as a share. It may be far from it: a threshold of --slo lies anywhere
// below, and workers that are overloaded may do less.
constexpr double kEstimateSpread = 0.04;
// So much does a threshold change from one trial to the next, as a share (a standard
// deviation): machines do not stay as they are.
constexpr double kWander = 0.008;
// The share of trials that hold, or fail, whatever the rate.
constexpr double kLapses = 0.04;
// Points of the grid in each step of the precision, and at most.
constexpr double kPointsPerStep = 3;
constexpr std::size_t kMostPoints = 4000;

double NormalDistribution(double x) {
  constexpr double kFar = 6;
  if (std::abs(x) > kFar) return x > 0 ? 1 : 0;
  return 0.5 * std::erfc(-x / std::numbers::sqrt2);
}

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
  wander_ = static_cast<std::size_t>(std::lround(kWander * std::sqrt(3) / step));
  for (std::size_t i = 0; i < count; ++i) {
    thresholds_.push_back(lowest + step * static_cast<double>(i));
  }
  weights_.resize(count * kSpreads.size());
  for (std::size_t i = 0; i < count; ++i) {
    // Cauchy's distribution: its tails let a search stride further with each surprise.
    const double distance =
        prior.estimate ? (thresholds_[i] - std::log(*prior.estimate)) / kEstimateSpread
                       : 0;
    for (std::size_t k = 0; k < kSpreads.size(); ++k)
      At(i, k) = 1 / (1 + distance * distance);
  }
  Normalize();
}

void ThresholdBelief::Tell(double rate, bool held, double blur) {
  Wander();
  const double at = std::log(rate);
  for (std::size_t i = 0; i < thresholds_.size(); ++i) {
    for (std::size_t k = 0; k < kSpreads.size(); ++k) {
      const double chance =
          ChanceToHold(thresholds_[i], at, std::hypot(kSpreads[k], blur));
      At(i, k) *= held ? chance : 1 - chance;
    }
  }
  Normalize();
}

void ThresholdBelief::Wander() {
  if (wander_ == 0) return;
  const auto before = weights_;
  const std::size_t last = thresholds_.size() - 1;
  for (std::size_t k = 0; k < kSpreads.size(); ++k) {
    // Each point becomes the mean of its neighbours, those beyond an end being the end.
    const auto old = [&](std::size_t i) { return before[i * kSpreads.size() + k]; };
    double sum = 0;
    for (std::size_t i = 0; i <= wander_; ++i)
      sum += old(0) + (i > 0 ? old(std::min(i, last)) : 0);
    for (std::size_t i = 0; i <= last; ++i) {
      At(i, k) = std::max(sum, 0.0) / static_cast<double>(2 * wander_ + 1);
      sum += old(std::min(i + wander_ + 1, last)) - old(i < wander_ ? 0 : i - wander_);
    }
  }
}

void ThresholdBelief::Normalize() {
  const double total = std::accumulate(weights_.begin(), weights_.end(), 0.0);
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
