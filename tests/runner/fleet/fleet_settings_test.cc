#include "runner/fleet/fleet_settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace redline::runner {
namespace {

using reporting::NamedSetting;
using ::testing::HasSubstr;

std::vector<NamedSetting> Settings(const std::string& rate, const std::string& duration,
                                   const std::string& slo) {
  return {{.name = "tasks_per_second", .value = rate},
          {.name = "test_duration_seconds", .value = duration},
          {.name = "slo", .value = slo}};
}

TEST(FleetSettings, AreTheSameForDynosOfOneTest) {
  const std::string a = ToText("A", Settings("60", "5", ""));
  EXPECT_EQ(DynoThatHas(a), "A");
  EXPECT_EQ(DifferenceFrom(a, "f", "B", Settings("60", "5", "")), "");
}

TEST(FleetSettings, NameTheDynoAndTheDifferences) {
  const std::string a = ToText("A", Settings("60", "5", "task.p99<5ms"));
  EXPECT_EQ(DifferenceFrom(a, "f", "B", Settings("30", "2", "")),
            "Dyno B has other settings than dyno A of the fleet f: --tasks_per_second is "
            "30 and not "
            "60, --test_duration_seconds is 2 and not 5, --slo is not set and not "
            "task.p99<5ms; give all dynos the same.");
}

TEST(FleetSettings, OfAnotherVersionMayLackOne) {
  const std::string older = "A\ntasks_per_second=60\nno_such=1";
  EXPECT_EQ(DifferenceFrom(older, "f", "B", Settings("60", "5", "")), "");
}

TEST(FleetSettings, FromAnybodyAreReadAsPlainText) {
  const auto own = Settings("60", "5", "");
  for (const std::string odd : {"", "\n\n", "=", "a b\ntasks_per_second=1", "\xff"}) {
    EXPECT_EQ(DifferenceFrom(odd, "f", "B", own), "") << odd;
  }
  EXPECT_THAT(DifferenceFrom("A\ntasks_per_second=\x1b[2J1", "f", "B", own),
              HasSubstr("--tasks_per_second is 60 and not  [2J1;"));
}

}  // namespace
}  // namespace redline::runner
