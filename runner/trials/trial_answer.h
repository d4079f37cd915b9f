// What a trial's run says about its rate.
//
// Pure function.
#ifndef REDLINE_RUNNER_TRIALS_TRIAL_ANSWER_H_
#define REDLINE_RUNNER_TRIALS_TRIAL_ANSWER_H_

#include "reporting/model/search_result.h"

namespace redline::runner {

// REQUIRES: the result has a verdict, and nobody interrupted the run.
reporting::TrialAnswer AnswerOf(reporting::TrialPurpose purpose,
                                const reporting::Result& result);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_TRIALS_TRIAL_ANSWER_H_
