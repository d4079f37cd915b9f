#include "base/flag_suggestion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string_view>
#include <vector>

namespace redline {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(FlagSuggestion, TakesTwoLettersThatHaveChangedPlacesForOneSlip) {
  const std::vector<std::string_view> known = {"users", "size", "workload"};
  EXPECT_THAT(MeantFlags("usres", known, {}), ElementsAre("users"));
  EXPECT_THAT(MeantFlags("wrokload", known, {}), ElementsAre("workload"));
  EXPECT_THAT(MeantFlags("sresu", known, {}), IsEmpty());
}

}  // namespace
}  // namespace redline
