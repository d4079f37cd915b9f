// The stages of several dynos that ran one test at once, as those of one run.
//
// Counts and rates are added, histograms are added; a backlog is the highest. Pure
// functions of plain values.
#ifndef REDLINE_REPORTING_MODEL_FLEET_STAGES_H_
#define REDLINE_REPORTING_MODEL_FLEET_STAGES_H_

#include <optional>
#include <vector>

#include "reporting/model/result.h"
#include "reporting/model/stage_result.h"

namespace redline::reporting {

// One dyno's stages after another's. Nothing if they are not the same: as many, and at
// the same times. A stage's outcome is the worst that a dyno has. REQUIRES: there is a
// dyno, and all timings have the same steps.
std::optional<std::vector<StageResult>> MergeStages(
    const std::vector<std::vector<StageResult>>& dynos);

// What the fleet as a whole adds to that: a stage that every dyno has held may have
// violated a threshold of the fleet, or have fallen behind. REQUIRES: all else of the
// result is filled in, the thresholds too.
void JudgeMergedStages(Result& merged);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_MODEL_FLEET_STAGES_H_
