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
  // What fails in the drain fails with the tasks of the last stage.
  const Verdict& verdict = *result.verdict;
  const bool is_last = index + 1 == result.stages.size();
  const bool in_drain = verdict.reason == reporting::Reason::kNotDrained ||
                        (verdict.at && *verdict.at > result.stages[index].end());
  if (is_last && in_drain) return OfTheEnd(verdict);
  if (reporting::ViolatesThresholdOfStage(result, index)) return StageOutcome::kSlo;
  return reporting::FellBehind(stage) ? StageOutcome::kFellBehind : StageOutcome::kHeld;
}

}  // namespace

std::optional<std::size_t> StageOfEnd(reporting::Seconds at, const Result& result) {
  for (std::size_t i = 0; i < result.stages.size(); ++i) {
    if (result.stages[i].unfinished_at_end) continue;
    return at >= result.stages[i].begin ? std::optional(i) : std::nullopt;
  }
  return std::nullopt;
}

std::vector<StageOutcome> JudgeStages(const Result& result) {
  const Verdict& verdict = *result.verdict;
  const auto ended_in = verdict.at ? StageOfEnd(*verdict.at, result) : std::nullopt;
  std::vector<StageOutcome> outcomes;
  for (std::size_t i = 0; i < result.stages.size(); ++i) {
    if (result.stages[i].unfinished_at_end) {
      outcomes.push_back(OfFull(result, i));
    } else {
      outcomes.push_back(i == ended_in ? OfTheEnd(verdict) : StageOutcome::kNotReached);
    }
  }
  return outcomes;
}

}  // namespace redline::runner
