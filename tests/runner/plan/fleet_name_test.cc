#include "runner/plan/fleet_name.h"

#include <gtest/gtest.h>

#include <string>

namespace redline::runner {
namespace {

TEST(FleetName, HasLettersDigitsDotsDashesAndUnderscores) {
  EXPECT_TRUE(IsFleetName("run.1234-A_b"));
  for (const std::string odd : {"", "a b", "a\n", "\xc3\xa4"}) {
    EXPECT_FALSE(IsFleetName(odd)) << odd;
  }
}

TEST(FleetName, IsNotTooLong) {
  EXPECT_TRUE(IsFleetName(std::string(64, 'a')));
  EXPECT_FALSE(IsFleetName(std::string(65, 'a')));
}

}  // namespace
}  // namespace redline::runner
