#include "runner/settings/stages_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "base/errors.h"
#include "runner/settings/arrivals_text.h"

namespace redline::runner {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string RefusalOf(const std::string& text) {
  try {
    ParseStages(text);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "none";
}

TEST(StagesText, HoldsPlateausRampsAndPauses) {
  EXPECT_THAT(ParseStages("30s:0-500,2m:500,1.5h:500-2000,250ms:0,30s:4000.5"),
              ElementsAre(LoadStage{30s, 0, 500}, LoadStage{2min, 500, 500},
                          LoadStage{90min, 500, 2000}, LoadStage{250ms, 0, 0},
                          LoadStage{30s, 4000.5, 4000.5}));
}

TEST(StagesText, MayBeEmptyForNone) { EXPECT_THAT(ParseStages(""), IsEmpty()); }

TEST(StagesText, NamesTheStageThatIsNone) {
  EXPECT_EQ(
      RefusalOf("30s:500,20x:3"),
      "--stages (STAGES): '20x:3' is no stage: write a time and its rate in tasks a "
      "second, as 30s:500, or two rates for a ramp, as 2m:0-500; times are in ms, "
      "s, m or h, and commas stand between stages.");
  for (const char* const stage :
       {"30:500", "s:500", "30s", "30s:", "30s:-5", "30s:5-", "30s:5-6-7", "30s:5x",
        "30s 5", ":5", "30s:1e3", "+30s:5", "30s:nan", "1m30s:5", "30 s:5", ""}) {
    EXPECT_THAT(RefusalOf("1s:1," + std::string(stage)),
                HasSubstr("'" + std::string(stage) + "' is no stage"))
        << stage;
  }
}

TEST(StagesText, RefusesWhatNoTestCanBe) {
  EXPECT_THAT(RefusalOf("0s:5"), HasSubstr("'0s:5' lasts for no time"));
  EXPECT_THAT(RefusalOf("1s:0,5m:0"), HasSubstr("there is no task in them"));
  EXPECT_THAT(RefusalOf("1s:2000000000"), HasSubstr("above 1000000000 tasks/s"));
  EXPECT_THAT(RefusalOf("50ms:1000"), HasSubstr("less than 100 ms"));
  EXPECT_THAT(RefusalOf("1h:0.0005"), HasSubstr("mean rate is below 0.001 tasks/s"));
  EXPECT_THAT(RefusalOf("100h:5,100h:5"), HasSubstr("more than a week"));
  EXPECT_THAT(RefusalOf("99999999999999h:5"), HasSubstr("more than a week"));
  std::string many = "1s:1";
  for (int i = 0; i < 100; ++i) many += ",1s:1";
  EXPECT_THAT(RefusalOf(many), HasSubstr("more than 100 stages"));
}

TEST(ArrivalsText, IsEvenPoissonOrBursts) {
  using Kind = ArrivalPattern::Kind;
  EXPECT_EQ(ParseArrivals("even").kind, Kind::kEven);
  EXPECT_EQ(ParseArrivals("poisson").kind, Kind::kPoisson);
  EXPECT_EQ(ParseArrivals("burst:20").kind, Kind::kBurst);
  EXPECT_EQ(ParseArrivals("burst:20").burst, 20U);
  EXPECT_EQ(ParseArrivals("even").burst, 1U);
}

TEST(ArrivalsText, RefusesAnythingElse) {
  for (const char* const text : {"", "evenly", "burst", "burst:", "burst:0", "burst:-1",
                                 "burst:1.5", "burst:1000001", "burst:3x"}) {
    EXPECT_THROW(ParseArrivals(text), UsageError) << text;
  }
}

}  // namespace
}  // namespace redline::runner
