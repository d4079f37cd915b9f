#include "worker/task/parameters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "worker/task/workload_kind.h"

namespace redline::worker {
namespace {

using ::testing::EndsWith;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

std::string Refusal(const std::string& text) {
  try {
    ParseParameters(text);
  } catch (const WorkloadRefused& refused) {
    return refused.what();
  }
  return "read";
}

TEST(Parameters, AreNamesAndTheirValues) {
  EXPECT_THAT(
      ParseParameters("users=1e6,note=a=b,empty="),
      UnorderedElementsAre(Pair("users", "1e6"), Pair("note", "a=b"), Pair("empty", "")));
  EXPECT_TRUE(ParseParameters("").empty());
}

TEST(Parameters, OfAnotherFormAreRefused) {
  EXPECT_EQ(Refusal("users"),
            "--param (PARAM) must be names and their values, as users=1000,size=300, but "
            "has 'users'.");
  EXPECT_THAT(Refusal("=3"), EndsWith("has '=3'."));
  EXPECT_THAT(Refusal("a=1,,b=2"), EndsWith("has ''."));
  EXPECT_THAT(Refusal("a b=1"), EndsWith("has 'a b=1'."));
  EXPECT_THAT(Refusal("a=1,"), EndsWith("ends with a comma."));
  EXPECT_THAT(Refusal("a=1,b=2,a=3"), EndsWith("has a twice."));
}

}  // namespace
}  // namespace redline::worker
