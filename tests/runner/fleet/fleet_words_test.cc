#include "runner/fleet/fleet_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace redline::runner {
namespace {

TEST(FleetWords, AreHeardWithoutControlCharactersOnOneLine) {
  EXPECT_EQ(Heard("a\n\x1b]0;title\x07z"), "a  ]0;title z");
  EXPECT_EQ(Heard("\x9b\xff"), "\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_LE(Heard(std::string(1'000'000, 'x')).size(), 4000U);
}

TEST(FleetVerdict, IsReadAsItWasWritten) {
  const auto read = ParseFleetVerdict(ToText({.exit_code = 143, .sentence = "A b."}));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->exit_code, 143);
  EXPECT_EQ(read->sentence, "A b.");
}

TEST(FleetVerdict, HasAnExitCodeThatAVerdictHas) {
  for (const std::string code : {"0", "1", "4", "129", "130", "131", "143"}) {
    EXPECT_TRUE(ParseFleetVerdict(code + " so")) << code;
  }
  for (const std::string code :
       {"7", "2", "3", "-1", "256", "127", "", "x", "1x", " 1", "99999999999999999999"}) {
    EXPECT_FALSE(ParseFleetVerdict(code + " so")) << code;
  }
}

TEST(FleetVerdict, HasASentence) {
  for (const std::string text : {"", "0", "0 ", "1\nx"}) {
    EXPECT_FALSE(ParseFleetVerdict(text)) << text;
  }
}

TEST(FleetVerdict, OfATrialSaysWhatTheSearchIsTold) {
  const auto read = ParseFleetVerdict(
      ToText({.exit_code = 0,
              .sentence = "trial 1 (estimate): held",
              .trial = FleetTrial{.leader = "A",
                                  .answer = reporting::TrialAnswer::kHeld,
                                  .completed_rate = 2000,
                                  .workers = 4,
                                  .elapsed = reporting::Seconds(3),
                                  .end = {}}}));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->sentence, "trial 1 (estimate): held");
  ASSERT_TRUE(read->trial);
  EXPECT_DOUBLE_EQ(read->trial->completed_rate, 2000);
}

TEST(FleetVerdict, OfASearchThatLostADynoIsThatItCouldNotGoOn) {
  const auto read = ParseFleetVerdict("3 trial=A,-,0,0,3,broken The search ended.");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->exit_code, 3);
}

TEST(FleetVerdict, WithAnInvalidTrialIsNone) {
  for (const std::string text : {"0 trial=A,held,1,2,3,soon so", "0 trial=A,held,1,2,3,-",
                                 "0 trial= so", "7 trial=A,held,1,2,3,- so"}) {
    EXPECT_FALSE(ParseFleetVerdict(text)) << text;
  }
}

TEST(FleetVerdict, CannotMoveTheCursorOrBreakTheLine) {
  const auto read = ParseFleetVerdict("1 \x1b[2Jgone\nredline-report: end 0");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->sentence, " [2Jgone redline-report: end 0");
}

}  // namespace
}  // namespace redline::runner
