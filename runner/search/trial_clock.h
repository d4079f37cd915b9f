// What is left of a search's time.
#ifndef REDLINE_RUNNER_SEARCH_TRIAL_CLOCK_H_
#define REDLINE_RUNNER_SEARCH_TRIAL_CLOCK_H_

#include <algorithm>

#include "runner/search/trial.h"

namespace redline::runner {

class TrialClock {
 public:
  using Seconds = Trial::Seconds;

  explicit TrialClock(Seconds budget) : budget_(budget) {}

  // A trial of this length is over.
  void Tell(Seconds length, Seconds elapsed) {
    elapsed_ = elapsed;
    measured_ += length;
    ++trials_;
  }
  // Whether one more is likely to end in time. The first always has it.
  bool HasTimeFor(Seconds length) const {
    if (trials_ == 0) return true;
    // Start, warm-up and drain; less where trials failed before their time.
    const Seconds beside = std::max((elapsed_ - measured_) / trials_, Seconds(0));
    return elapsed_ + length + beside <= budget_;
  }
  // The share of the time that is over.
  double share() const { return elapsed_ / budget_; }

 private:
  Seconds budget_;
  Seconds elapsed_{0};
  Seconds measured_{0};
  int trials_ = 0;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_SEARCH_TRIAL_CLOCK_H_
