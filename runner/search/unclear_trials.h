// Trials in a row that say nothing, and how often they are repeated.
#ifndef REDLINE_RUNNER_SEARCH_UNCLEAR_TRIALS_H_
#define REDLINE_RUNNER_SEARCH_UNCLEAR_TRIALS_H_

#include "reporting/model/search_result.h"

namespace redline::runner {

class UnclearTrials {
 public:
  static constexpr int kRepeatsOfInvalid = 2;
  static constexpr int kRepeatsOfBroken = 1;

  static constexpr bool IsUnclear(reporting::TrialAnswer answer) {
    return reporting::SaysOf(answer) == reporting::TrialSays::kNothing;
  }

  // One more; whether it is one too many. REQUIRES: IsUnclear(answer).
  bool IsTooMany(reporting::TrialAnswer answer) {
    return answer == reporting::TrialAnswer::kBroken ? ++broken_ > kRepeatsOfBroken
                                                     : ++invalid_ > kRepeatsOfInvalid;
  }
  // Another trial begins, or this one said something.
  void Clear() { *this = {}; }

 private:
  int invalid_ = 0;
  int broken_ = 0;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_SEARCH_UNCLEAR_TRIALS_H_
