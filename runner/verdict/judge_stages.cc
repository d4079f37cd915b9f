#include "runner/verdict/judge_stages.h"

#include "reporting/model/fell_behind.h"
#include "reporting/model/stage_text.h"
#include "reporting/model/threshold.h"
#include "reporting/model/verdict.h"
#include "runner/verdict/judge.h"

namespace redline::runner {
namespace {

using reporting::Result;
using reporting::StageOutcome;
using reporting::StageResult;
using reporting::Verdict;

StageOutcome OfTheEnd(const Verdict& verdict) {
  switch (verdict.reason) {
    case reporting::Reason::kFleet:
    case reporting::Reason::kDynoLost:
      return StageOutcome::kCutShort;
    default:
      break;
  }
  switch (verdict.status) {
    case reporting::Status::kFailed:
      return StageOutcome::kFailed;
    case reporting::Status::kInvalid:
      return StageOutcome::kInvalid;
    default:
      return StageOutcome::kCutShort;
  }
}

// Of a stage whose time was over.
StageOutcome OfFull(const Result& result, std::size_t index) {
  const Result stage = result.OfStage(index);
  if (MissedRate(stage.messaging) || LatenessTooHigh(stage.messaging)) {
    return StageOutcome::kInvalid;
  }
  const bool is_last = index + 1 == result.stages.size();
  if (is_last && result.verdict->reason == reporting::Reason::kNotDrained) {
    return StageOutcome::kFailed;
  }
  if (reporting::ViolatesThresholdOfStage(result, index)) return StageOutcome::kSlo;
  return reporting::FellBehind(stage) ? StageOutcome::kFellBehind : StageOutcome::kHeld;
}

}  // namespace

std::optional<std::size_t> StageAt(reporting::Seconds at, const Result& result) {
  if (result.stages.empty() || at.count() < 0) return std::nullopt;
  return reporting::StageAt(result.stages, at).value_or(result.stages.size() - 1);
}

std::vector<StageOutcome> JudgeStages(const Result& result) {
  const Verdict& verdict = *result.verdict;
  const auto last = verdict.at ? StageAt(*verdict.at, result) : std::nullopt;
  std::vector<StageOutcome> outcomes;
  for (std::size_t i = 0; i < result.stages.size(); ++i) {
    if (result.stages[i].unfinished_at_end) {
      outcomes.push_back(OfFull(result, i));
    } else {
      outcomes.push_back(last && i <= *last ? OfTheEnd(verdict)
                                            : StageOutcome::kNotReached);
    }
  }
  return outcomes;
}

}  // namespace redline::runner
