#include "reporting/compare/search_gate.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/reporting/compare/small_searches.h"

namespace redline::reporting {
namespace {

using testing::Found;
using testing::RatesOf;
using testing::SearchesOf;

GateOutcome Check(const std::string& condition, const SearchSide& a,
                  const SearchSide& b) {
  const std::vector<GateOutcome> outcomes =
      CheckSearchGate(ParseSearchGate(condition), {a, b});
  EXPECT_EQ(outcomes.size(), 1U);
  return outcomes.front();
}

std::string Refusal(const std::string& gate) {
  try {
    ParseSearchGate(gate);
  } catch (const GateError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(SearchGate, IsMetByARedlineThatFellBeyondChance) {
  EXPECT_TRUE(Check("redline<-5%", RatesOf("A", {4000}), RatesOf("B", {3700})).met);
  EXPECT_FALSE(Check("redline<-5%", RatesOf("A", {4000}), RatesOf("B", {3900})).met);
  EXPECT_FALSE(Check("redline<-5%", RatesOf("A", {4000}), RatesOf("B", {4400})).met);
}

TEST(SearchGate, IsNotMetByADifferenceThatMayBeChance) {
  const GateOutcome outcome = Check("redline<-5%", SearchesOf("A", {Found(4000, 10)}),
                                    SearchesOf("B", {Found(3700, 10)}));
  EXPECT_FALSE(outcome.met);
  EXPECT_EQ(outcome.condition, "redline<-5%");
  EXPECT_EQ(outcome.side, "B");
  EXPECT_EQ(
      outcome.sentence,
      "redline changed by -7.5 %, 90 % interval -19.8 % to +6.6 %: 4000 tasks/s (A) "
      "and 3700 tasks/s (B); that may be chance.");
}

TEST(SearchGate, PassesForASearchAgainstItself) {
  for (const char* condition : {"redline<-0%", "redline>+0%"}) {
    const GateOutcome outcome =
        Check(condition, RatesOf("A", {4000}), RatesOf("B", {4000}));
    EXPECT_FALSE(outcome.met) << condition;
    EXPECT_EQ(outcome.change_percent, 0);
  }
}

TEST(SearchGate, TakesTheIntervalOfSeveralSearches) {
  EXPECT_TRUE(Check("redline<-5%", RatesOf("A", {4000, 4080, 3920, 4000}),
                    RatesOf("B", {3600, 3700, 3650, 3600}))
                  .met);
  EXPECT_FALSE(Check("redline<-1%", RatesOf("A", {4000, 4400, 3600, 4000}),
                     RatesOf("B", {3900, 4300, 3500, 3900}))
                   .met);
}

TEST(SearchGate, IsMetByASearchThatFoundNothing) {
  for (const SearchEnd end :
       {SearchEnd::kIrregular, SearchEnd::kOutOfTime, SearchEnd::kSupervisor,
        SearchEnd::kNoneHolds, SearchEnd::kBroken, SearchEnd::kInterrupted}) {
    SearchResult search = Found(4000);
    search.end = end;
    const std::vector<SearchSide> sides = {RatesOf("A", {4000}),
                                           SearchesOf("B", {search})};
    const std::vector<GateOutcome> outcomes =
        CheckSearchGate(ParseSearchGate("redline<-5%"), sides);
    ASSERT_EQ(outcomes.size(), 2U);
    EXPECT_TRUE(outcomes[0].met);
    EXPECT_EQ(outcomes[0].sentence, "B0.json (B): Search " +
                                        std::string(RowOf(end).word) +
                                        "; its bounds prove nothing.");
    EXPECT_FALSE(outcomes[1].met);
    EXPECT_TRUE(CheckSearchGate({}, sides).empty());
  }
}

TEST(SearchGate, IsMetWhereNothingHeld) {
  SearchResult nothing = Found(4000);
  nothing.held.reset();
  const GateOutcome outcome =
      Check("redline<-5%", RatesOf("A", {4000}), SearchesOf("B", {nothing}));
  EXPECT_TRUE(outcome.met);
  EXPECT_EQ(outcome.sentence,
            "redline cannot be compared: 4000 tasks/s (A) and nothing (B).");
}

TEST(SearchGate, RefusesFiguresOfRuns) {
  EXPECT_EQ(Refusal("task.p99>+10%"),
            "The condition \"task.p99>+10%\" names no figure of a search; write, for "
            "example, redline<-5%.");
  EXPECT_EQ(Refusal("redline"),
            "The condition \"redline\" has neither < nor >; write, for example, "
            "redline<-5%.");
  EXPECT_EQ(Refusal("redline < -5%"), "accepted");
}

}  // namespace
}  // namespace redline::reporting
