#include "runner/trials/trial_answer.h"

#include <glog/logging.h>

#include <algorithm>

#include "reporting/model/fell_behind.h"

namespace redline::runner {
namespace {

using reporting::Reason;
using reporting::Result;
using reporting::TrialAnswer;
using reporting::TrialPurpose;

TrialAnswer AnswerOf(Reason reason) {
  switch (reason) {
    case Reason::kCompleted:
      return TrialAnswer::kHeld;
    case Reason::kFallingBehind:
      return TrialAnswer::kFellBehind;
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
  const TrialAnswer answer = AnswerOf(result.verdict->reason);
  if (purpose != TrialPurpose::kEstimate || answer == TrialAnswer::kBroken) return answer;
  // Its tasks may have come late, and its drain is short: while there was a backlog, the
  // workers did what they could all the same.
  const bool time_was_over = result.messaging.unfinished_at_end.has_value();
  // The others may hide it of one dyno.
  const bool fell_behind = reporting::FellBehind(result) ||
                           std::ranges::any_of(result.members, [](const Result& member) {
                             return reporting::FellBehind(member);
                           });
  if (time_was_over && fell_behind) return TrialAnswer::kFellBehind;
  if (result.verdict->reason == Reason::kBacklogLimit) return TrialAnswer::kFellBehind;
  return answer == TrialAnswer::kFailed ? TrialAnswer::kHeld : answer;
}

}  // namespace redline::runner
