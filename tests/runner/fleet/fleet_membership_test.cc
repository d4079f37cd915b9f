#include "runner/fleet/fleet_membership.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace redline::runner {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A, of a fleet of A and B.
class FleetMembershipTest : public ::testing::Test {
 protected:
  explicit FleetMembershipTest(const std::string& leader = "")
      : membership_({.id = "f", .size = 2, .dyno = "A", .leader = leader, .wait = {}},
                    "joined") {
    clock_.Add(now_, 0us, now_);
    membership_.NoteAdmission(std::nullopt);
  }

  // A look, a tick after the last one; returns whether A is to set the start.
  bool Look() {
    now_ += 50ms;
    const FleetMembership::Errand errand = membership_.PlanErrand(notices_);
    told_ = errand.words;
    awaited_ = errand.awaited;
    return membership_.TakeIn(notices_, traces_, errand, clock_, now_);
  }
  void Begin() {
    notices_.start = 1s;
    Look();
  }
  static ResultText Text(std::string text) {
    return std::make_shared<const std::string>(std::move(text));
  }

  FleetMembership membership_;
  FleetBoard::Notices notices_{.leader = "A",
                               .members = {"A", "B"},
                               .start = {},
                               .stop = {},
                               .verdict = {},
                               .nothing_was_lost = true};
  FleetBoard::Traces traces_{
      .states = {{"A", "ready"}, {"B", "ready"}}, .with_result = {}, .results = {}};
  ServerClock clock_;
  FleetMembership::TimePoint now_{1h};
  FleetBoard::Words told_;
  std::vector<std::string> awaited_;
};

TEST_F(FleetMembershipTest, SetsTheStartOnceAllAreReady) {
  traces_.states["B"] = "joined";
  membership_.SayReady();
  EXPECT_FALSE(Look());
  traces_.states["B"] = "ready";
  EXPECT_TRUE(Look());
  notices_.start = 1s;
  EXPECT_FALSE(Look());
  EXPECT_TRUE(membership_.start());
}

TEST_F(FleetMembershipTest, LeavesTheStartToTheLeader) {
  membership_.SayReady();
  notices_.leader = "B";
  EXPECT_FALSE(Look());
}

TEST_F(FleetMembershipTest, SetsNoStartAfterAFailure) {
  membership_.SayReady();
  notices_.stop = "B could not begin: no reason.";
  EXPECT_FALSE(Look());
  EXPECT_EQ(membership_.trouble(), notices_.stop);
}

TEST_F(FleetMembershipTest, TellsAnEarlyEndOnceThereIsAStart) {
  EXPECT_FALSE(membership_.SayEnded("has failed"));
  Begin();
  EXPECT_TRUE(membership_.SayEnded("has failed"));
  EXPECT_FALSE(membership_.SayEnded("was interrupted"));
  Look();
  EXPECT_EQ(told_.failure, "A has failed.");
  EXPECT_TRUE(membership_.has_told_failure());
}

TEST_F(FleetMembershipTest, GivesUpForTheDynoThatCausedTheTrouble) {
  notices_.stop = "B has failed.";
  Look();
  EXPECT_TRUE(membership_.GiveUp("No reason."));
  Look();
  EXPECT_EQ(told_.failure, "B has failed.");
}

TEST_F(FleetMembershipTest, GivesUpInSilenceIfItIsNoMember) {
  membership_.NoteAdmission(Refusal{"No."});
  EXPECT_FALSE(membership_.GiveUp("No reason."));
}

TEST_F(FleetMembershipTest, TellsItsResultOnceUnlessItIsLost) {
  membership_.BeginToFinish();
  membership_.LeaveResult(Text("A's"));
  Look();
  EXPECT_FALSE(told_.result_was_there);
  traces_.with_result = {"A"};
  Look();
  Look();
  EXPECT_TRUE(told_.result_was_there);
  traces_.with_result = {};
  Look();
  Look();
  EXPECT_FALSE(told_.result_was_there) << "evicted";
  traces_.with_result = {"A"};
  Look();
  notices_.nothing_was_lost = false;
  Look();
  EXPECT_FALSE(told_.result_was_there) << "all was lost";
}

TEST_F(FleetMembershipTest, DoesNotTellAResultAgainThatWasDeletedWithTheVerdict) {
  membership_.BeginToFinish();
  membership_.LeaveResult(Text("A's"));
  traces_.with_result = {"A"};
  Look();
  traces_.with_result = {};
  notices_.verdict = FleetVerdict{.exit_code = 0, .sentence = "All is well."};
  Look();
  Look();
  EXPECT_EQ(told_.result, nullptr);
}

TEST_F(FleetMembershipTest, AsksForResultsOnlyAtItsEndAndAsTheLeader) {
  Begin();
  EXPECT_THAT(awaited_, IsEmpty());
  membership_.BeginToFinish();
  Look();
  EXPECT_THAT(awaited_, ElementsAre("B"));
  traces_.results = {{"B", Text("B's")}};
  Look();
  traces_.results = {};
  Look();
  EXPECT_THAT(awaited_, IsEmpty());
  notices_.leader = "B";
  traces_.results = {};
  Look();
  EXPECT_THAT(awaited_, IsEmpty());
}

TEST_F(FleetMembershipTest, HasTheHarvestWhenAllHaveLeftTheirs) {
  Begin();
  membership_.BeginToFinish();
  EXPECT_FALSE(membership_.is_over(now_));
  traces_.results = {{"B", Text("B's")}};
  Look();
  EXPECT_TRUE(membership_.is_over(now_));
  const auto harvest = membership_.Harvest(now_, 1s);
  ASSERT_TRUE(harvest);
  EXPECT_EQ(*harvest->dynos.at(1).result, "B's");
}

TEST_F(FleetMembershipTest, SaysInTheHarvestHowLongItWaitedForALivingDyno) {
  Begin();
  const auto harvest = membership_.Harvest(now_, 7s);
  ASSERT_TRUE(harvest);
  EXPECT_EQ(harvest->dynos.at(1).absence,
            "is alive, but had no result within 7 seconds.");
  EXPECT_TRUE(harvest->dynos.at(1).lives);
}

TEST_F(FleetMembershipTest, HasAHarvestForTheLeaderOnly) {
  notices_.leader = "B";
  Begin();
  EXPECT_FALSE(membership_.Harvest(now_, 1s));
}

TEST_F(FleetMembershipTest, IsOverWhenRedisHasSaidNothingForLong) {
  Begin();
  now_ += FleetRoster::kLostAfter + 1ms;
  EXPECT_TRUE(membership_.is_over(now_));
  EXPECT_FALSE(membership_.Harvest(now_, 1s));
}

// A of a fleet that only B may lead.
class LedFleetMembershipTest : public FleetMembershipTest {
 protected:
  LedFleetMembershipTest() : FleetMembershipTest("B") { notices_.leader = "B"; }
};

TEST_F(LedFleetMembershipTest, AwaitsItsLeadersVerdict) {
  Begin();
  membership_.BeginToFinish();
  Look();
  EXPECT_FALSE(membership_.has_lost_leader());
  EXPECT_FALSE(membership_.is_over(now_));
}

TEST_F(LedFleetMembershipTest, IsOverWhenItsLeaderHasGone) {
  Begin();
  membership_.BeginToFinish();
  notices_.leader = "";
  traces_.states.erase("B");
  Look();
  EXPECT_FALSE(membership_.is_over(now_)) << "missed once";
  Look();
  EXPECT_TRUE(membership_.has_lost_leader());
  EXPECT_TRUE(membership_.is_over(now_));
  EXPECT_FALSE(membership_.Harvest(now_, 1s));
}

}  // namespace
}  // namespace redline::runner
