#include "runner/fleet/fleet_admission.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace redline::runner {
namespace {

using redis::RedisError;
using ::testing::HasSubstr;

FleetOptions Options() { return {.id = "f", .size = 2, .dyno = "B", .wait = {}}; }

std::string Why(const JoinSight& sight) {
  const auto refusal = WhyRefused(sight, Options());
  return refusal ? (refusal->is_usage ? "usage: " : "") + refusal->why : "";
}

TEST(FleetAdmission, IsForAsManyAsThereShouldBe) {
  EXPECT_EQ(Why({.members = 1}), "");
  EXPECT_EQ(Why({.members = 2, .has_start = true}), "");
  EXPECT_EQ(Why({.members = 3}),
            "The fleet f has 2 dynos already; give this one an id of its own with "
            "--fleet.");
}

TEST(FleetAdmission, IsNotForADynoWhoseNameAnotherHas) {
  EXPECT_THAT(Why({.members = 1, .name_is_taken = true, .was_member = true}),
              HasSubstr("has a dyno named B already"));
}

TEST(FleetAdmission, IsNotForAnIdThatWasUsedBefore) {
  EXPECT_THAT(Why({.members = 1, .was_member = true}), HasSubstr("has been used before"));
}

// Alone, nobody has left because of it.
TEST(FleetAdmission, IsForADynoThatHasRefusedToBeginUnlessOthersHaveHeardOfIt) {
  EXPECT_EQ(Why({.members = 1, .had_refused = true}), "");
  EXPECT_THAT(Why({.members = 2, .had_refused = true}),
              HasSubstr("has been used before"));
}

TEST(FleetAdmission, IsNotForADynoOfOtherSettingsThanThoseOfAnotherThatIsThere) {
  EXPECT_EQ(Why({.members = 2, .difference = "It differs."}), "usage: It differs.");
  EXPECT_EQ(Why({.members = 1, .difference = "It differs."}), "");
}

// The other refusal helps its user more.
TEST(FleetAdmission, NamesTheDifferenceUnlessTheFleetHasBegunWithoutIt) {
  EXPECT_EQ(Why({.members = 3, .difference = "It differs."}), "usage: It differs.");
  EXPECT_THAT(Why({.members = 3, .has_start = true, .difference = "It differs."}),
              HasSubstr("has 2 dynos already"));
}

TEST(FleetAdmission, IsAskedForAgainWhereWaitingMayHelp) {
  EXPECT_FALSE(
      WhyRefused(RedisError(RedisError::Kind::kUnreachable, "Away."), Options()));
  EXPECT_FALSE(
      WhyRefused(RedisError(RedisError::Kind::kCancelled, "Given up."), Options()));
}

TEST(FleetAdmission, NamesTheKeysThatItsUserIsNotAllowed) {
  const RedisError error(RedisError::Kind::kErrorReply, "No.", "NOPERM this user");
  const auto refusal = WhyRefused(error, Options());
  ASSERT_TRUE(refusal);
  EXPECT_THAT(refusal->why, HasSubstr("The fleet f could not be joined: No. A fleet "
                                      "has keys of its own"));
  EXPECT_FALSE(refusal->is_usage);
}

}  // namespace
}  // namespace redline::runner
