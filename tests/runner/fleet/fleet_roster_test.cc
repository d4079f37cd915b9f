#include "runner/fleet/fleet_roster.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

namespace redline::runner {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

using Names = std::vector<std::string>;

class FleetRosterTest : public ::testing::Test {
 protected:
  // A look, a tick after the last one, at a fleet whose start is agreed.
  void Look(FleetRoster::Sight sight) {
    now_ += 250ms;
    sight.has_start = true;
    roster_.Update({"A", "B"}, true);
    roster_.Judge(sight, now_);
  }

  FleetRoster::TimePoint now_{1h};
  FleetRoster roster_{"A", 2, true};
};

TEST(FleetRoster, TakesApartWhatADynoTells) {
  EXPECT_EQ(DynoOf("B has failed."), "B");
  EXPECT_EQ(SaidOf("B has failed."), "has failed.");
  EXPECT_EQ(DynoOf(""), "");
  EXPECT_EQ(SaidOf("B"), "");
}

TEST_F(FleetRosterTest, HasTheMembersThatAgreedOnTheStart) {
  EXPECT_THAT(roster_.Update({"A"}, false), ElementsAre("A"));
  EXPECT_THAT(roster_.Update({"A", "B", "C"}, true), ElementsAre("A", "B", "C"));
  EXPECT_THAT(roster_.Update({"A", "B"}, true), ElementsAre("A", "B"));
  EXPECT_THAT(roster_.Update({"A", "B", "C"}, true), ElementsAre("A", "B"));
  EXPECT_THAT(roster_.Update({}, true), ElementsAre("A", "B"));
}

TEST_F(FleetRosterTest, MissesADynoAtTheSecondLook) {
  Look({.living = {"A", "B"}});
  Look({.living = {"A"}});
  EXPECT_FALSE(roster_.IsGone("B"));
  EXPECT_EQ(roster_.trouble(), "");
  Look({.living = {"A"}});
  EXPECT_TRUE(roster_.IsGone("B"));
  EXPECT_EQ(roster_.trouble(), "B has disappeared.");
}

// Our own key may be there again, by a command that Redis carries out only now.
TEST_F(FleetRosterTest, MissesNobodyForAWhileAfterRedisHasStoodStill) {
  Look({.living = {"A", "B"}});
  now_ += FleetRoster::kStoodStillAfter;
  for (int i = 0; i < 20; ++i) Look({.living = {"A"}});
  EXPECT_EQ(roster_.trouble(), "");
  for (int i = 0; i < 3; ++i) Look({.living = {"A"}});
  EXPECT_EQ(roster_.trouble(), "B has disappeared.");
}

TEST_F(FleetRosterTest, DoesNotMissADynoThatIsBackAtTheSecondLook) {
  Look({.living = {"A"}});
  Look({.living = {"A", "B"}});
  Look({.living = {"A"}});
  EXPECT_FALSE(roster_.IsGone("B"));
}

TEST_F(FleetRosterTest, DoesNotMissADynoThatHasLeftItsResult) {
  for (int i = 0; i < 3; ++i) Look({.living = {"A"}, .with_result = {"B"}});
  EXPECT_FALSE(roster_.IsGone("B"));
  EXPECT_EQ(roster_.trouble(), "");
}

TEST_F(FleetRosterTest, MissesNobodyUntilAllCanHaveToldAgainWhatRedisLost) {
  Look({.living = {"A"}, .nothing_was_lost = false});
  const auto lost_at = now_;
  while (now_ + 250ms < lost_at + FleetRoster::kLostAfter) {
    Look({.living = {"A"}});
    ASSERT_FALSE(roster_.IsGone("B"));
  }
  Look({.living = {"A"}});
  Look({.living = {"A"}});
  EXPECT_TRUE(roster_.IsGone("B"));
}

TEST_F(FleetRosterTest, IsInTroubleForWhatAnotherMemberTells) {
  Look({.living = {"A", "B"}, .stop = "A has failed."});
  EXPECT_EQ(roster_.trouble(), "") << "its own failure";
  Look({.living = {"A", "B"}, .stop = "C could not begin: no memory."});
  EXPECT_EQ(roster_.trouble(), "") << "a stranger, after the start";
  Look({.living = {"A", "B"}, .stop = "B has failed."});
  EXPECT_EQ(roster_.trouble(), "B has failed.");
}

TEST_F(FleetRosterTest, IsInTroubleForADynoThatCouldNotJoinBeforeTheStart) {
  roster_.Update({"A"}, false);
  roster_.Judge({.living = {"A"}, .stop = "B could not begin: no memory."}, now_);
  EXPECT_EQ(roster_.trouble(), "B could not begin: no memory.");
}

TEST_F(FleetRosterTest, KeepsItsFirstTrouble) {
  Look({.living = {"A", "B"}, .stop = "B has failed."});
  for (int i = 0; i < 2; ++i) Look({.living = {"A"}, .stop = "B was interrupted."});
  EXPECT_EQ(roster_.trouble(), "B has failed.");
}

TEST_F(FleetRosterTest, IsInNoTroubleForALossAfterItsOwnTest) {
  roster_.Finish();
  for (int i = 0; i < 2; ++i) Look({.living = {"A"}});
  EXPECT_TRUE(roster_.IsGone("B"));
  EXPECT_EQ(roster_.trouble(), "");
}

TEST(FleetRoster, ThatStopsForNoFailureStillNeedsAllForItsStart) {
  FleetRoster roster("A", 2, false);
  const FleetRoster::TimePoint now{1h};
  roster.Update({"A", "B"}, false);
  for (int i = 0; i < 2; ++i) roster.Judge({.living = {"A"}}, now + i * 50ms);
  EXPECT_EQ(roster.trouble(), "B has disappeared.");

  FleetRoster running("A", 2, false);
  running.Update({"A", "B"}, true);
  for (int i = 0; i < 2; ++i) {
    running.Judge({.living = {"A"}, .has_start = true}, now + i * 250ms);
  }
  EXPECT_TRUE(running.IsGone("B"));
  EXPECT_EQ(running.trouble(), "");
}

}  // namespace
}  // namespace redline::runner
