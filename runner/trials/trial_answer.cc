#include "runner/trials/trial_answer.h"

#include <glog/logging.h>

#include "reporting/model/fell_behind.h"

namespace redline::runner {
namespace {

using reporting::Reason;
using reporting::Result;
using reporting::TrialAnswer;
using reporting::TrialPurpose;

TrialAnswer AnswerOf(Reason reason, const Result& result) {
  switch (reason) {
    case Reason::kCompleted:
      return reporting::FellBehind(result) ? TrialAnswer::kFellBehind
                                           : TrialAnswer::kHeld;
    case Reason::kBacklogLimit:
    case Reason::kSlo:
    case Reason::kNotDrained:
      return TrialAnswer::kFailed;
    case Reason::kRateMissed:
    case Reason::kLateness:
      return TrialAnswer::kInvalid;
    case Reason::kWorkerLost:
    case Reason::kRedisErrors:
    case Reason::kWorkload:
    case Reason::kFleet:
    case Reason::kDynoLost:
    case Reason::kInterrupted:
      return TrialAnswer::kBroken;
  }
  LOG(FATAL) << "no such reason";
}

}  // namespace

TrialAnswer AnswerOf(TrialPurpose purpose, const Result& result) {
  const TrialAnswer answer = AnswerOf(result.verdict->reason, result);
  if (purpose != TrialPurpose::kEstimate || answer == TrialAnswer::kBroken) return answer;
  // Its tasks may have come late, and its drain is short: while there was a backlog, the
  // workers did what they could all the same.
  if (reporting::FellBehind(result)) return TrialAnswer::kFellBehind;
  return answer == TrialAnswer::kFailed ? TrialAnswer::kHeld : answer;
}

}  // namespace redline::runner
