#include "runner/trials/search_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/reporting/sample_searches.h"

namespace redline::runner {
namespace {

using reporting::SearchEnd;
using reporting::SearchGoal;
using reporting::SearchResult;
using reporting::testing::FoundRate;
using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string Conclusion(SearchEnd end) {
  SearchResult search = FoundRate();
  search.end = end;
  return ConclusionInWords(search, "Redis has gone.");
}

TEST(SearchWords, OfARedlineSayHowOftenItHeldAndWhatStoppedTheNext) {
  EXPECT_THAT(Conclusion(SearchEnd::kFound),
              StartsWith("The redline is 4450 tasks/s: held in 3 of 3 trials of 40 "
                         "seconds; 4540 failed in 2 of 2 (worker 1 reached its backlog "
                         "limit)."));
}

TEST(SearchWords, OfWorkersNameTheirNumber) {
  SearchResult search = FoundRate();
  search.goal = SearchGoal::kWorkers;
  search.held->value = 3;
  search.failed->value = 2;
  EXPECT_THAT(ConclusionInWords(search, ""),
              StartsWith("The fewest workers that hold 1000 tasks/s are 3: held in 3 of "
                         "3 trials of 40 seconds; with 2 workers it failed in 2 of 2"));
}

TEST(SearchWords, OfOneWorkerSayThatItHolds) {
  SearchResult search = FoundRate();
  search.goal = SearchGoal::kWorkers;
  search.held->value = 1;
  search.failed.reset();
  EXPECT_EQ(ConclusionInWords(search, ""),
            "One worker holds 1000 tasks/s: held in 3 of 3 trials of 40 seconds.");
}

TEST(SearchWords, OfAnIrregularRedlineSayWhichHigherRateHeld) {
  SearchResult search = FoundRate();
  search.end = SearchEnd::kIrregular;
  search.odd = reporting::SearchBound{.value = 4800, .held = 1, .failed = 0};
  EXPECT_THAT(ConclusionInWords(search, ""),
              EndsWith("But 4800 tasks/s held in 1 of 1: the machine or Redis changed "
                       "meanwhile. Search again when it is quiet."));
}

TEST(SearchWords, OfATimeThatWasOverGiveTheBoundsAndTheWayOut) {
  EXPECT_EQ(Conclusion(SearchEnd::kOutOfTime),
            "The redline was not found to 2 % within 10 minutes: 4450 tasks/s held in 3 "
            "of 3 trials of 40 seconds; 4540 failed in 2 of 2 (worker 1 reached its "
            "backlog limit). The redline likely lies between 4431.5 and 4532.25 tasks/s. "
            "Give it more time with --search_minutes.");
}

TEST(SearchWords, OfASupervisorAtItsLimitSayThatTheRedlineIsHigher) {
  EXPECT_THAT(Conclusion(SearchEnd::kSupervisor),
              StartsWith("The redline is above 4450 tasks/s: held in 3 of 3 trials"));
}

TEST(SearchWords, OfASearchForWorkersSpeakOfWorkers) {
  SearchResult search = FoundRate();
  search.goal = SearchGoal::kWorkers;
  search.held->value = 5;
  search.end = SearchEnd::kSupervisor;
  EXPECT_THAT(ConclusionInWords(search, ""),
              AllOf(StartsWith("5 workers held in 3 of 3 trials of 40 seconds. Whether "
                               "fewer do is not known"),
                    Not(HasSubstr("tasks/s"))));
  search.end = SearchEnd::kOutOfTime;
  EXPECT_THAT(
      ConclusionInWords(search, ""),
      StartsWith("The fewest workers were not found within 10 minutes: 5 workers held"));
  search.held.reset();
  search.end = SearchEnd::kSupervisor;
  EXPECT_THAT(ConclusionInWords(search, ""),
              StartsWith("The supervisor cannot issue this rate in time: give it"));
}

TEST(SearchWords, OfTroubleNameItAndWhatIsKnown) {
  EXPECT_THAT(Conclusion(SearchEnd::kBroken),
              StartsWith("The search could not go on: Redis has gone. Known by then: "
                         "4450 tasks/s held"));
}

TEST(SearchWords, SayWhetherItIsAsMuchAsWasAskedFor) {
  SearchResult search = FoundRate();
  search.at_least = 4000;
  EXPECT_THAT(ConclusionInWords(search, ""), EndsWith(" At least 4000 were asked for."));
  search.at_least = 5000;
  EXPECT_THAT(ConclusionInWords(search, ""),
              EndsWith(" That is less than the 5000 that were asked for."));
}

TEST(SearchWords, SayThatTheMachineChangedIfTheSameLoadTookMoreCpuAtTheEnd) {
  SearchResult search = FoundRate();
  const auto use = [&](double first, double last) {
    search.trials[3].result.machine.emplace().cpu_percent = first;
    search.trials[8].result.machine.emplace().cpu_percent = last;
    return ConclusionInWords(search, "");
  };
  EXPECT_THAT(
      use(60, 75),
      EndsWith(" But the machine or Redis changed meanwhile: of the full "
               "trials at 4450 tasks/s, the last took 25 % more CPU than the first."));
  EXPECT_THAT(use(75, 60), HasSubstr("the last took 20 % less CPU"));
  EXPECT_THAT(use(60, 63), ::testing::Not(HasSubstr("changed meanwhile")));
}

TEST(SearchWords, OfATrialSayWhatCameOfIt) {
  const SearchResult search = FoundRate();
  EXPECT_THAT(TrialInWords(4, search.trials[3]),
              StartsWith("trial 4 (confirm): 4450 tasks/s to 3 workers for 40 seconds: "
                         "held; highest backlog "));
  EXPECT_THAT(TrialInWords(5, search.trials[4]),
              HasSubstr("failed: worker 1 reached its backlog limit; highest backlog"));
}

// The same by two dynos, of which B was the first to fail.
SearchResult FoundByTwoDynos() {
  SearchResult search = FoundRate();
  for (reporting::TrialRecord& trial : search.trials) {
    trial.workers = 6;
    reporting::DynoResult& first = trial.result.dynos.emplace_back();
    first.name = "A";
    first.verdict.emplace().reason = reporting::Reason::kFleet;
    reporting::DynoResult& second = trial.result.dynos.emplace_back();
    second.name = "B";
    second.verdict = trial.result.verdict;
  }
  return search;
}

TEST(SearchWords, OfAFleetsRedlineGiveEachDynosPartAndTheDynoThatFailed) {
  EXPECT_THAT(
      ConclusionInWords(FoundByTwoDynos(), ""),
      StartsWith("The redline is 4450 tasks/s, 2225 on each of 2 dynos: held in 3 "
                 "of 3 trials of 40 seconds; 4540 failed in 2 of 2 (worker 1 of "
                 "dyno B reached its backlog limit)."));
}

TEST(SearchWords, OfAFleetsTrialSayWhoTookPart) {
  EXPECT_THAT(TrialInWords(4, FoundByTwoDynos().trials[3]),
              StartsWith("trial 4 (confirm): 4450 tasks/s to 6 workers of 2 dynos for 40 "
                         "seconds: held; highest backlog "));
}

TEST(SearchWords, OfAFleetsInterruptionNameTheDyno) {
  SearchResult search = FoundRate();
  search.end = SearchEnd::kInterrupted;
  EXPECT_THAT(ConclusionInWords(search, "Dyno B was interrupted."),
              StartsWith("The search was interrupted after 7.03 minutes. Dyno B was "
                         "interrupted. Known by then: 4450 tasks/s held"));
}

TEST(SearchWords, OfAFleetsPlanSayThatItSearchesTogether) {
  Plan plan;
  plan.constants.num_workers = 28;
  plan.fleet = FleetOptions{.id = "f", .size = 2, .dyno = "A"};
  plan.search = SearchOptions{.precision_percent = 2,
                              .budget = SearchOptions::Seconds(600),
                              .trial = SearchOptions::Seconds(30)};
  EXPECT_THAT(PlanInWords(plan),
              StartsWith("search: the highest rate that 2 dynos together hold, to 2 %"));
  plan.fleet.reset();
  EXPECT_THAT(PlanInWords(plan),
              StartsWith("search: the highest rate that 28 workers hold, to 2 %"));
}

TEST(SearchWords, AboveTheLiveViewOfAFleetSayHowManyDynosThereAre) {
  const Trial trial{.rate = 4540, .workers = 28, .length = Trial::Seconds(40)};
  EXPECT_THAT(
      TrialHeading("search", trial, 6, FleetOptions{.id = "f", .size = 2, .dyno = "A"},
                   {}, Search::Seconds(131))
          .front(),
      HasSubstr(": 4540 tasks/s to 2 dynos for 40 seconds; "));
}

TEST(SearchWords, AboveTheLiveViewSayWhatIsTriedAndWhatIsKnown) {
  const Trial trial{.rate = 4540,
                    .workers = 28,
                    .length = Trial::Seconds(40),
                    .purpose = reporting::TrialPurpose::kConfirm};
  const auto lines = TrialHeading("search", trial, 6, std::nullopt,
                                  {.held = FoundRate().held,
                                   .failed = FoundRate().failed,
                                   .odd = {},
                                   .likely = std::pair(4430.0, 4530.0)},
                                  Search::Seconds(131));
  EXPECT_THAT(lines,
              ::testing::ElementsAre(
                  "search: trial 6, to confirm: 4540 tasks/s to 28 workers for 40 "
                  "seconds; 2 min 11 s left",
                  "so far: 4450 held in 3 of 3, 4540 failed in 2 of 2, likely between "
                  "4430 and 4530 tasks/s"));
}

}  // namespace
}  // namespace redline::runner
