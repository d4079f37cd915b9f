// The small values of a search: its clock, the length of trials, tallies, and what says
// nothing.

#include "runner/search/trial.h"

#include <gtest/gtest.h>

#include "runner/search/trial_clock.h"
#include "runner/search/trial_length.h"
#include "runner/search/unclear_trials.h"

namespace redline::runner {
namespace {

using reporting::TrialAnswer;
using Seconds = Trial::Seconds;

TEST(TrialClock, HasTimeForTheFirstHoweverLittleThereIs) {
  TrialClock clock(Seconds(1));
  EXPECT_TRUE(clock.HasTimeFor(Seconds(40)));
  clock.Tell(Seconds(40), Seconds(44));
  EXPECT_FALSE(clock.HasTimeFor(Seconds(1)));
}

TEST(TrialClock, CountsWhatIsBesideATrial) {
  TrialClock clock(Seconds(100));
  clock.Tell(Seconds(40), Seconds(45));
  EXPECT_TRUE(clock.HasTimeFor(Seconds(50)));
  EXPECT_FALSE(clock.HasTimeFor(Seconds(51)));
  EXPECT_DOUBLE_EQ(clock.share(), 0.45);
}

TEST(TrialClock, ExpectsATrialToTakeItsLengthAfterOthersThatFailedBeforeTheirTime) {
  TrialClock clock(Seconds(100));
  clock.Tell(Seconds(40), Seconds(10));
  EXPECT_TRUE(clock.HasTimeFor(Seconds(90)));
  EXPECT_FALSE(clock.HasTimeFor(Seconds(91)));
}

TEST(ShortTrial, IsAThirdOfAFullOne) {
  EXPECT_DOUBLE_EQ(ShortTrial(Seconds(60), 1000).count(), 20);
}

TEST(ShortTrial, HasAFewLooksAndTwentyTasks) {
  EXPECT_EQ(ShortTrial(Seconds(9), 1000), Seconds(6));
  EXPECT_EQ(ShortTrial(Seconds(60), 0.5), Seconds(40));
}

TEST(ShortTrial, IsNeverLongerThanAFullOne) {
  EXPECT_EQ(ShortTrial(Seconds(4), 1000), Seconds(4));
  EXPECT_EQ(ShortTrial(Seconds(60), 0.001), Seconds(60));
}

TEST(Tally, HoldsIfThreeOfThreeDidOrFourOfFive) {
  EXPECT_FALSE((Tally{.held = 2, .failed = 0}.holds()));
  EXPECT_TRUE((Tally{.held = 3, .failed = 0}.holds()));
  EXPECT_FALSE((Tally{.held = 3, .failed = 1}.is_decided()));
  EXPECT_TRUE((Tally{.held = 4, .failed = 1}.holds()));
}

TEST(Tally, FailsWithTheSecondThatDidNotHold) {
  EXPECT_FALSE((Tally{.held = 0, .failed = 1}.fails()));
  EXPECT_TRUE((Tally{.held = 0, .failed = 2}.fails()));
  EXPECT_TRUE((Tally{.held = 3, .failed = 2}.fails()));
}

TEST(Tally, SeemsToWhileAllAgree) {
  EXPECT_TRUE((Tally{.held = 1, .failed = 0}.seems_to_hold()));
  EXPECT_TRUE((Tally{.held = 0, .failed = 1}.seems_to_fail()));
  EXPECT_FALSE((Tally{.held = 1, .failed = 1}.seems_to_hold()));
  EXPECT_FALSE((Tally{.held = 1, .failed = 1}.seems_to_fail()));
  EXPECT_FALSE(Tally{}.seems_to_hold() || Tally{}.seems_to_fail());
}

TEST(UnclearTrials, AreTooManyWithTheThirdInvalidOrTheSecondBroken) {
  UnclearTrials invalid;
  EXPECT_FALSE(invalid.IsTooMany(TrialAnswer::kInvalid));
  EXPECT_FALSE(invalid.IsTooMany(TrialAnswer::kInvalid));
  EXPECT_TRUE(invalid.IsTooMany(TrialAnswer::kInvalid));
  UnclearTrials broken;
  EXPECT_FALSE(broken.IsTooMany(TrialAnswer::kBroken));
  EXPECT_TRUE(broken.IsTooMany(TrialAnswer::kBroken));
}

TEST(UnclearTrials, AreCountedByTheirKindAndInARow) {
  UnclearTrials unclear;
  EXPECT_FALSE(unclear.IsTooMany(TrialAnswer::kInvalid));
  EXPECT_FALSE(unclear.IsTooMany(TrialAnswer::kBroken));
  EXPECT_FALSE(unclear.IsTooMany(TrialAnswer::kInvalid));
  unclear.Clear();
  EXPECT_FALSE(unclear.IsTooMany(TrialAnswer::kBroken));
}

}  // namespace
}  // namespace redline::runner
