// Stages in words, as tables, pages, the live view and comparisons show them.
//
// Pure functions.
#ifndef REDLINE_REPORTING_MODEL_STAGE_TEXT_H_
#define REDLINE_REPORTING_MODEL_STAGE_TEXT_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "reporting/model/result.h"
#include "reporting/model/stage_result.h"
#include "reporting/model/time_units.h"

namespace redline::reporting {

// The index of the stage that is planned for this time since the start of the measured
// phase; nothing before it, and from the end of the last stage on.
std::optional<std::size_t> StageAt(const std::vector<StageResult>& stages, Seconds at);

// In tasks a second, at this time since the start of the measured phase.
double AskedRateAt(const StageResult& stage, Seconds at);

// What was asked, in tasks a second: "500", or of a ramp "0 → 500".
std::string AskedRateText(const StageResult& stage);

// When it was planned, in seconds: "30 – 150".
std::string TimeText(const StageResult& stage);

// What was asked of the whole run, in tasks a second: "1000"; with stages the lowest and
// the highest rate, "0–5000".
std::string AskedRateText(const Result& result);

// As --stages has it, in seconds: "30s:0-500,120s:500". Empty without stages.
std::string StagesText(const std::vector<StageResult>& stages);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_MODEL_STAGE_TEXT_H_
