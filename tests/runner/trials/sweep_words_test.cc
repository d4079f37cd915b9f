#include "runner/trials/sweep_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/reporting/sample_searches.h"

namespace redline::runner {
namespace {

using reporting::SearchEnd;
using reporting::SearchGoal;
using reporting::SweepResult;
using reporting::testing::EndedSweep;

SweepResult FoundSweep() {
  SweepResult sweep = EndedSweep();
  sweep.values.pop_back();
  sweep.searches[1].search.end = SearchEnd::kFound;
  return sweep;
}

TEST(SweepWords, SayWhereTheRedlineIsHighestAndLowest) {
  EXPECT_EQ(SweepInWords(FoundSweep(), ""),
            "The redline is highest at 4450 tasks/s, with max_flats=10, and lowest at "
            "3000 tasks/s, with max_flats=100.");
}

TEST(SweepWords, CompareOnlyWhatWasFound) {
  SweepResult sweep = FoundSweep();
  sweep.values.push_back("300");
  sweep.searches.push_back(EndedSweep().searches[1]);
  sweep.searches.back().value = "300";
  EXPECT_EQ(SweepInWords(sweep, ""),
            "Of those found, the redline is highest at 4450 tasks/s, with max_flats=10, "
            "and lowest at 3000 tasks/s, with max_flats=100. Not found: max_flats=300; "
            "their bounds are in the table.");
}

TEST(SweepWords, OfWorkersSayWhereItTakesFewestAndMost) {
  SweepResult sweep = FoundSweep();
  for (reporting::SweptSearch& swept : sweep.searches) {
    swept.search.goal = SearchGoal::kWorkers;
  }
  sweep.searches[0].search.held->value = 5;
  sweep.searches[1].search.held->value = 9;
  EXPECT_EQ(
      SweepInWords(sweep, ""),
      "The fewest workers are 5 workers, with max_flats=10, and the most 9 workers, "
      "with max_flats=100.");
}

TEST(SweepWords, NameWhatWasNotFoundAndHowManyValuesAreMissing) {
  EXPECT_EQ(SweepInWords(EndedSweep(), "Redis has gone."),
            "The redline is 4450 tasks/s, with max_flats=10. Not found: max_flats=100; "
            "their bounds are in the table. The sweep ended early: of 3 values, 1 had no "
            "search. Redis has gone.");
}

TEST(SweepWords, SayThatAllAreTheSame) {
  SweepResult sweep = FoundSweep();
  sweep.searches[1].search.held->value = 4450;
  EXPECT_EQ(SweepInWords(sweep, ""), "All are 4450 tasks/s.");
}

TEST(SweepWords, OfNothingFoundSaySo) {
  SweepResult sweep = FoundSweep();
  for (reporting::SweptSearch& swept : sweep.searches) {
    swept.search.end = SearchEnd::kOutOfTime;
  }
  EXPECT_EQ(SweepInWords(sweep, ""),
            "No search has found what it looked for. Not found: max_flats=10, "
            "max_flats=100; their bounds are in the table.");
}

TEST(SweepWords, OfAPlanSayHowLongItTakesAtMost) {
  Plan plan;
  plan.sweep = SweepOptions{.setting = "max_flats", .values = {"10", "100"}};
  plan.searches.resize(2);
  for (Plan& search : plan.searches) {
    search.search = SearchOptions{.budget = std::chrono::minutes(10)};
  }
  EXPECT_EQ(SweepPlanInWords(plan),
            "sweep: 2 searches, with max_flats 10, 100: 20 minutes at most, but for the "
            "last trial of each. Ctrl-C ends it with what is known by then.");
}

}  // namespace
}  // namespace redline::runner
