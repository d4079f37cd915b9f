// A search: is told what came of each trial and says which comes next. It runs nothing
// and asks no clock.
#ifndef REDLINE_RUNNER_SEARCH_SEARCH_H_
#define REDLINE_RUNNER_SEARCH_SEARCH_H_

#include <optional>
#include <utility>

#include "reporting/model/search_result.h"
#include "runner/search/trial.h"

namespace redline::runner {

// What is known so far.
struct SearchBounds {
  std::optional<reporting::SearchBound> held;    // Of rates the highest, below `failed`.
  std::optional<reporting::SearchBound> failed;  // Of rates the lowest.
  std::optional<reporting::SearchBound> odd;     // Held above one that failed.
  // Half of all trials hold at a rate between these, with a probability of 90 %.
  std::optional<std::pair<double, double>> likely;
};

class Search {
 public:
  using Seconds = Trial::Seconds;

  virtual ~Search() = default;

  // Nothing: the search has ended.
  virtual const std::optional<Trial>& next() const = 0;
  // Nothing: it has not.
  virtual const std::optional<reporting::SearchEnd>& end() const = 0;
  // What came of next(); `elapsed` is since the start of the search. REQUIRES: there is a
  // next.
  virtual void Tell(const TrialOutcome& outcome, Seconds elapsed) = 0;
  // Undecided ones count if all of their full trials agree.
  virtual SearchBounds bounds() const = 0;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_SEARCH_SEARCH_H_
