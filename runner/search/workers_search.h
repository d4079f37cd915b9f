// The search for the fewest workers that hold a rate.
//
//   narrow   short trials with 1, 2, 4, … workers until some hold, then halfway between
//            those and the next fewer that failed, until they are neighbours
//   confirm  trials at full length with these two numbers, by turns, until the larger
//            holds and the smaller fails
//
// More workers may do less, as they share the cores, so numbers above the first that hold
// are not looked at.
//
// A plain value; not for several threads at once.
#ifndef REDLINE_RUNNER_SEARCH_WORKERS_SEARCH_H_
#define REDLINE_RUNNER_SEARCH_WORKERS_SEARCH_H_

#include <cstdint>
#include <map>
#include <optional>

#include "runner/search/search.h"
#include "runner/search/trial.h"
#include "runner/search/trial_clock.h"
#include "runner/search/unclear_trials.h"

namespace redline::runner {

class WorkersSearch : public Search {
 public:
  struct Options {
    double rate = 1000;  // Tasks a second.
    std::uint64_t most_workers = 256;
    Seconds trial{30};  // The length of a full one.
    Seconds budget{600};
  };

  explicit WorkersSearch(const Options& options);

  const std::optional<Trial>& next() const override { return next_; }
  const std::optional<reporting::SearchEnd>& end() const override { return end_; }
  void Tell(const TrialOutcome& outcome, Seconds elapsed) override;
  // Here `held` is the fewest that do, `failed` the most below them.
  SearchBounds bounds() const override;

 private:
  void TellNarrow(std::uint64_t workers, bool held);
  void TellUnclear(reporting::TrialAnswer answer);
  void Decide();
  void Confirm();
  void Propose(std::uint64_t workers, reporting::TrialPurpose purpose);
  Tally TallyOf(std::uint64_t workers) const;

  const Options options_;
  TrialClock clock_;
  std::optional<Trial> next_;
  std::optional<reporting::SearchEnd> end_;

  std::uint64_t failing_ = 0;               // The most below `holding_`, in short trials.
  std::optional<std::uint64_t> holding_;    // The fewest, likewise.
  std::optional<std::uint64_t> candidate_;  // Those to confirm, with one fewer.
  std::map<std::uint64_t, Tally> tallies_;  // Full trials.
  UnclearTrials unclear_;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_SEARCH_WORKERS_SEARCH_H_
