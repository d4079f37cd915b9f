// The sentences of a sweep: before it, and its conclusion.
//
// Pure functions.
#ifndef REDLINE_RUNNER_TRIALS_SWEEP_WORDS_H_
#define REDLINE_RUNNER_TRIALS_SWEEP_WORDS_H_

#include <string>

#include "reporting/model/sweep_result.h"
#include "runner/plan/plan.h"

namespace redline::runner {

// What will be done, and in which time. REQUIRES: as of RunSweep.
std::string SweepPlanInWords(const Plan& plan);

// Where the redline is highest and where it is lowest, and what was not found. `trouble`
// is a sentence on what kept the sweep from going on, or empty.
std::string SweepInWords(const reporting::SweepResult& result,
                         const std::string& trouble);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_TRIALS_SWEEP_WORDS_H_
