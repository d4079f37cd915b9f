// What is believed of a redline after some trials: how probable each rate is to be the
// one at which half of all trials hold.
//
// A trial at a rate r holds with the probability Φ((ln t − ln r) / s), where t is the
// threshold and s the spread: near the threshold chance decides, in a range that is some
// per cent wide where the machine is noisy. Neither t nor s is known, so the belief is a
// grid over both, and each trial's outcome is Bayes' rule on it (Watson and Pelli,
// "QUEST: a Bayesian adaptive psychometric method", 1983; with the spread as a second
// unknown as in Kontsevich and Tyler, 1999). A few trials in a hundred are taken to go
// wrong for reasons that have nothing to do with the rate, and the threshold to change a
// little from each trial to the next.
//
// A plain value; not for several threads at once.
#ifndef REDLINE_RUNNER_SEARCH_THRESHOLD_BELIEF_H_
#define REDLINE_RUNNER_SEARCH_THRESHOLD_BELIEF_H_

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

namespace redline::runner {

class ThresholdBelief {
 public:
  struct Prior {
    // Tasks a second: what a trial that overloaded the workers did. Nothing if none has.
    std::optional<double> estimate;
    double lowest;  // Below it there is no threshold, nor above `highest`.
    double highest;
    double precision;  // The share to which it is to be known; the grid is finer.
  };

  // REQUIRES: 0 < lowest < highest, the estimate between them; precision > 0.
  explicit ThresholdBelief(const Prior& prior);

  // A trial at this rate held, or did not. `blur` is added to the spread: what a trial
  // that is shorter than others says is less certain.
  void Tell(double rate, bool held, double blur);

  // The rate below which the threshold lies with this probability.
  double Quantile(double probability) const;
  // The probability that the next trial at this rate holds.
  double HoldChance(double rate) const;

 private:
  static constexpr std::array kSpreads = {0.004, 0.01, 0.025, 0.06, 0.15};

  double& At(std::size_t threshold, std::size_t spread) {
    return weights_[threshold * kSpreads.size() + spread];
  }
  double At(std::size_t threshold, std::size_t spread) const {
    return weights_[threshold * kSpreads.size() + spread];
  }

  // The threshold may have changed a little since the last trial.
  void Wander();
  void Normalize();

  std::size_t wander_;  // Over so many points to either side.
  // Natural logarithms of rates.
  std::vector<double> thresholds_;
  // Of each threshold with each spread; they add up to 1.
  std::vector<double> weights_;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_SEARCH_THRESHOLD_BELIEF_H_
