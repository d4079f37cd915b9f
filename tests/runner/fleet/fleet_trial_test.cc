#include "runner/fleet/fleet_trial.h"

#include <gtest/gtest.h>

#include <string>

namespace redline::runner {
namespace {

using reporting::SearchEnd;
using reporting::TrialAnswer;

TEST(FleetTrial, IsOneWord) {
  EXPECT_EQ(ToText(FleetTrial{.leader = "run.1",
                              .answer = TrialAnswer::kFellBehind,
                              .completed_rate = 1999.5,
                              .workers = 56,
                              .elapsed = reporting::Seconds(12.25),
                              .end = {}}),
            "trial=run.1,fell_behind,1999.5,56,12.25,-");
}

// Searches that were told numbers that differ in their last digit would soon differ in
// what they try.
TEST(FleetTrial, IsReadToTheLastDigit) {
  const FleetTrial trial{.leader = "A",
                         .answer = TrialAnswer::kHeld,
                         .completed_rate = 1e4 / 3,
                         .workers = 7,
                         .elapsed = reporting::Seconds(0.1 + 0.2),
                         .end = SearchEnd::kOutOfTime};
  const auto read = ParseFleetTrial(ToText(trial));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->leader, "A");
  EXPECT_EQ(read->answer, TrialAnswer::kHeld);
  EXPECT_EQ(read->completed_rate, 1e4 / 3);
  EXPECT_EQ(read->workers, 7U);
  EXPECT_EQ(read->elapsed.count(), 0.1 + 0.2);
  EXPECT_EQ(read->end, SearchEnd::kOutOfTime);
}

TEST(FleetTrial, ThatDoesNotCountEndsTheSearch) {
  const auto read = ParseFleetTrial("trial=A,-,0,0,3,broken");
  ASSERT_TRUE(read);
  EXPECT_FALSE(read->answer);
  EXPECT_EQ(read->end, SearchEnd::kBroken);
  EXPECT_FALSE(ParseFleetTrial("trial=A,-,0,0,3,-"));
}

TEST(FleetTrial, OfAnyOtherShapeIsNone) {
  for (const std::string text :
       {"", "trial=", "A,held,1,2,3,-", "trial=A,held,1,2,3", "trial=A,held,1,2,3,-,",
        "trial=,held,1,2,3,-", "trial=A:B,held,1,2,3,-", "trial=A,lost,1,2,3,-",
        "trial=A,held,-1,2,3,-", "trial=A,held,inf,2,3,-", "trial=A,held,nan,2,3,-",
        "trial=A,held,1,2.5,3,-", "trial=A,held,1,-2,3,-", "trial=A,held,1,2,x,-",
        "trial=A,held,1,2,,-", "trial=A,held,1,2,3,soon", "trial=A,held,1e999,2,3,-"}) {
    EXPECT_FALSE(ParseFleetTrial(text)) << text;
  }
}

}  // namespace
}  // namespace redline::runner
