#include "runner/fleet/fleet_harvest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace redline::runner {
namespace {

using reporting::FleetMember;
using reporting::Milliseconds;

// The harvest of a leader A and a dyno B that has left this.
FleetMember ReadB(DynoLeft left) {
  left.name = "B";
  const FleetHarvest harvest{.fleet_id = "f",
                             .dynos = {{.name = "A"}, std::move(left)},
                             .leader = "A",
                             .leader_skew = {}};
  return harvest.Read({}).members.at(1);
}

FleetMember ReadText(std::string text) {
  return ReadB({.result = std::make_shared<const std::string>(std::move(text))});
}

reporting::Result Named(std::string workload) {
  reporting::Result result;
  result.workload = std::move(workload);
  return result;
}

TEST(FleetHarvest, ReadsWhatADynoHasLeft) {
  const FleetMember b = ReadB({.result = ToResultText(Named("B's"), Milliseconds(2.5))});
  ASSERT_TRUE(b.result);
  EXPECT_EQ(b.result->workload, "B's");
  ASSERT_TRUE(b.start_skew);
  EXPECT_EQ(b.start_skew->count(), 2.5);
}

TEST(FleetHarvest, HasNoSkewOfADynoThatDoesNotKnowIt) {
  const FleetMember b = ReadB({.result = ToResultText({}, std::nullopt)});
  EXPECT_TRUE(b.result);
  EXPECT_FALSE(b.start_skew);
}

TEST(FleetHarvest, IgnoresAnInvalidSkew) {
  const std::string json = *ToResultText({}, std::nullopt);
  for (const std::string skew : {"x", "1x", "inf", "nan"}) {
    const FleetMember b = ReadText(skew + json);
    EXPECT_TRUE(b.result) << skew;
    EXPECT_FALSE(b.start_skew) << skew;
  }
}

TEST(FleetHarvest, SaysWhatIsWrongWithAResultThatCannotBeRead) {
  for (const std::string text : {"7", "", "\n", "1\n{"}) {
    const FleetMember b = ReadText(text);
    EXPECT_FALSE(b.result) << text;
    EXPECT_THAT(b.absence,
                ::testing::StartsWith("left a result that is incomplete JSON"));
  }
}

TEST(FleetHarvest, SaysWhyADynoHasLeftNone) {
  const FleetMember b = ReadB({.absence = "has failed.", .lives = true});
  EXPECT_FALSE(b.result);
  EXPECT_EQ(b.absence, "has failed.");
  EXPECT_TRUE(b.lives);
}

TEST(FleetHarvest, HasTheLeadersResultFromItself) {
  const FleetHarvest harvest{
      .fleet_id = "f",
      .dynos = {{.name = "A", .result = ToResultText(Named("lost"), Milliseconds(9))}},
      .leader = "A",
      .leader_skew = Milliseconds(1)};
  const reporting::Fleet fleet = harvest.Read(Named("A's"));
  EXPECT_EQ(fleet.id, "f");
  ASSERT_EQ(fleet.members.size(), 1U);
  EXPECT_EQ(fleet.members[0].result->workload, "A's");
  EXPECT_EQ(fleet.members[0].start_skew->count(), 1);
}

}  // namespace
}  // namespace redline::runner
