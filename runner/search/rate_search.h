// The search for the redline: the highest rate that the workers hold. It is told what
// came of each trial and says which comes next. Pure: it runs nothing and asks no clock.
//
//   estimate  short trials with the backlog limit lifted, four times the rate each time,
//             until one overloads the workers: what they complete then is the estimate
//   narrow    short trials where the threshold is believed to be, until it is known to a
//             few rungs of the ladder
//   confirm   trials at full length on two neighbouring rungs, by turns, until the lower
//             holds and the upper fails; rungs below that failed once are tried again
//
// Claims rest on the full trials alone. If a higher rung held as well, the lowest that
// fails rules, and the result is irregular. docs/search.md has the error rates.
//
// A plain value; not for several threads at once.
#ifndef REDLINE_RUNNER_SEARCH_RATE_SEARCH_H_
#define REDLINE_RUNNER_SEARCH_RATE_SEARCH_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>

#include "runner/search/rate_ladder.h"
#include "runner/search/search.h"
#include "runner/search/threshold_belief.h"
#include "runner/search/trial.h"
#include "runner/search/trial_clock.h"
#include "runner/search/unclear_trials.h"

namespace redline::runner {

class RateSearch : public Search {
 public:
  struct Options {
    double first_rate = 1000;  // Tasks a second.
    std::uint64_t workers = 1;
    double precision = 0.02;  // A share of the rate.
    Seconds trial{30};        // The length of a full one.
    Seconds budget{600};
  };

  explicit RateSearch(const Options& options);

  const std::optional<Trial>& next() const override { return next_; }
  const std::optional<reporting::SearchEnd>& end() const override { return end_; }
  void Tell(const TrialOutcome& outcome, Seconds elapsed) override;
  SearchBounds bounds() const override;

 private:
  void TellEstimate(const Trial& trial, const TrialOutcome& outcome);
  void TellUnclear(const Trial& trial, reporting::TrialAnswer answer);
  void LimitSupervisor(double rate);
  // Where to try next while nothing is believed.
  void Climb();
  void Believe(std::optional<double> estimate, double lowest, double highest);
  void Decide();
  void Confirm();
  void Propose(double rate, reporting::TrialPurpose purpose);

  bool is_narrowing() const;
  Tally TallyOf(int rung) const;
  // The lowest rung that fails, or that the supervisor cannot issue; nothing if there is
  // none yet.
  std::optional<int> Ceiling() const;
  // The highest rung that probably holds.
  int LikelyRung() const;
  // The lowest rung below this one that has failed, and not yet held nor failed again.
  std::optional<int> DoubtfulBelow(int rung) const;
  reporting::SearchBound BoundAt(int rung) const;

  const Options options_;
  const RateLadder ladder_;
  std::optional<Trial> next_;
  std::optional<reporting::SearchEnd> end_;
  TrialClock clock_;

  double climb_;                           // The rate of the next estimate.
  std::map<double, bool> estimates_;       // Which rates held.
  std::optional<double> climbed_;          // The highest of them that did.
  std::optional<double> top_;              // Nothing is completed, or issued.
  std::optional<ThresholdBelief> belief_;  // Once there is a bound above.
  double lowest_ = 0;                      // The lowest rate to try.
  int narrowed_ = 0;                       // So many trials.
  std::map<int, Tally> tallies_;           // Full trials, by rung.
  std::set<int> doubted_;                  // Rungs that failed a trial.
  std::optional<int> pair_;                // The lower rung of those to confirm.
  UnclearTrials unclear_;
  std::optional<int> supervisor_limit_;  // The lowest rung that it cannot issue.
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_SEARCH_RATE_SEARCH_H_
