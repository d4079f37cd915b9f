// The stages' part of the verdict: what each of them ended with. Pure functions.
#ifndef REDLINE_RUNNER_VERDICT_JUDGE_STAGES_H_
#define REDLINE_RUNNER_VERDICT_JUDGE_STAGES_H_

#include <cstddef>
#include <optional>
#include <vector>

#include "reporting/model/result.h"
#include "reporting/model/stage_result.h"
#include "reporting/model/time_units.h"

namespace redline::runner {

// The stage in which a run ended at this time since the start of the measured phase: the
// first that the issuer has not come to the end of, for tasks may be late. Nothing in the
// warm-up and in the drain, or where there are none.
std::optional<std::size_t> StageOfEnd(reporting::Seconds at,
                                      const reporting::Result& result);

// Each stage's, in order. REQUIRES: the result has its final figures, its thresholds'
// outcomes and its verdict.
std::vector<reporting::StageOutcome> JudgeStages(const reporting::Result& result);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_VERDICT_JUDGE_STAGES_H_
