// How long a search's trials are.
#ifndef REDLINE_RUNNER_SEARCH_TRIAL_LENGTH_H_
#define REDLINE_RUNNER_SEARCH_TRIAL_LENGTH_H_

#include <algorithm>

#include "runner/search/trial.h"

namespace redline::runner {

// Of one that only says where to confirm: a third of a full one, but long enough for
// several of the supervisor's looks at the backlogs, and for twenty tasks.
inline Trial::Seconds ShortTrial(Trial::Seconds full, double rate) {
  constexpr double kShare = 1.0 / 3;
  constexpr Trial::Seconds kShortest{6};
  constexpr double kFewestTasks = 20;
  return std::min(
      full, std::max({full * kShare, kShortest, Trial::Seconds(kFewestTasks / rate)}));
}

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_SEARCH_TRIAL_LENGTH_H_
