#include "runner/trials/trial_answer.h"

#include <gtest/gtest.h>

namespace redline::runner {
namespace {

using reporting::Reason;
using reporting::Result;
using reporting::TrialAnswer;
using reporting::TrialPurpose;

// 1000 tasks a second for 60 s, by three workers, of which so many are unfinished.
Result Ended(Reason reason, std::uint64_t unfinished) {
  Result result;
  result.workers.resize(3);
  result.messaging.tasks_sent = 60'000;
  result.messaging.asked_rate = 1000;
  result.messaging.uptime = reporting::Seconds(60);
  result.messaging.unfinished_at_end = unfinished;
  result.verdict.emplace().reason = reason;
  return result;
}

TEST(TrialAnswer, HeldIfTheWorkersKeptUp) {
  EXPECT_EQ(AnswerOf(TrialPurpose::kConfirm, Ended(Reason::kCompleted, 2)),
            TrialAnswer::kHeld);
}

TEST(TrialAnswer, FellBehindThoughNoLimitWasReached) {
  EXPECT_EQ(AnswerOf(TrialPurpose::kConfirm, Ended(Reason::kFallingBehind, 5000)),
            TrialAnswer::kFellBehind);
}

TEST(TrialAnswer, FailedByALimitOrAThreshold) {
  for (const Reason reason : {Reason::kBacklogLimit, Reason::kSlo, Reason::kNotDrained}) {
    EXPECT_EQ(AnswerOf(TrialPurpose::kNarrow, Ended(reason, 0)), TrialAnswer::kFailed);
  }
}

TEST(TrialAnswer, InvalidIfTheSupervisorWasLate) {
  for (const Reason reason : {Reason::kLateness, Reason::kRateMissed}) {
    EXPECT_EQ(AnswerOf(TrialPurpose::kConfirm, Ended(reason, 5000)),
              TrialAnswer::kInvalid);
  }
}

TEST(TrialAnswer, BrokenIfSomethingElseThanLoadEndedIt) {
  for (const Reason reason :
       {Reason::kWorkerLost, Reason::kRedisErrors, Reason::kWorkload}) {
    EXPECT_EQ(AnswerOf(TrialPurpose::kEstimate, Ended(reason, 5000)),
              TrialAnswer::kBroken);
  }
}

TEST(TrialAnswer, OfAnOverloadedEstimateIsThatItFellBehindHoweverLateItsTasksCame) {
  for (const Reason reason :
       {Reason::kLateness, Reason::kRateMissed, Reason::kNotDrained}) {
    EXPECT_EQ(AnswerOf(TrialPurpose::kEstimate, Ended(reason, 5000)),
              TrialAnswer::kFellBehind);
  }
}

TEST(TrialAnswer, OfAFleetsEstimateIsThatItFellBehindIfOneDynoDid) {
  Result merged = Ended(Reason::kNotDrained, 0);
  merged.members = {Ended(Reason::kCompleted, 0), Ended(Reason::kNotDrained, 5000)};
  EXPECT_EQ(AnswerOf(TrialPurpose::kEstimate, merged), TrialAnswer::kFellBehind);
}

TEST(TrialAnswer, OfAnEstimateWhoseShortDrainLeftTheTasksInWorkIsThatItHeld) {
  EXPECT_EQ(AnswerOf(TrialPurpose::kEstimate, Ended(Reason::kNotDrained, 3)),
            TrialAnswer::kHeld);
}

}  // namespace
}  // namespace redline::runner
