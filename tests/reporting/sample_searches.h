// Searches to show, as a session would leave them.
#ifndef REDLINE_TESTS_REPORTING_SAMPLE_SEARCHES_H_
#define REDLINE_TESTS_REPORTING_SAMPLE_SEARCHES_H_

#include "reporting/model/search_result.h"
#include "reporting/model/sweep_result.h"
#include "tests/reporting/sample_results.h"

namespace redline::reporting::testing {

// A trial at this rate by three workers. Its run is a sample: it does not fit the rate.
inline TrialRecord SampleTrial(TrialPurpose purpose, double rate, TrialAnswer answer) {
  const bool held = answer == TrialAnswer::kHeld;
  TrialRecord trial{.purpose = purpose,
                    .rate = rate,
                    .workers = 3,
                    .length = Seconds(purpose == TrialPurpose::kConfirm ? 40 : 13),
                    .began = Seconds(0),
                    .answer = answer,
                    .result = held ? SuccessfulRun(3) : FailedRun(3)};
  trial.result.constants.tasks_per_second = rate;
  trial.result.messaging.asked_rate = rate;
  if (answer == TrialAnswer::kFailed) {
    trial.result.verdict = Verdict{.status = Status::kFailed,
                                   .reason = Reason::kBacklogLimit,
                                   .sentence = "Worker 1 reached the backlog limit.",
                                   .worker_index = 1,
                                   .worker_pid = 195,
                                   .backlog = 100,
                                   .at = Seconds(12)};
  }
  return trial;
}

// 4450 held, 4540 failed.
inline SearchResult FoundRate() {
  using enum TrialPurpose;
  using enum TrialAnswer;
  SearchResult result{.provenance = {},
                      .goal = SearchGoal::kRate,
                      .settings = {{"search", "rate"}, {"num_workers", "3"}},
                      .precision_percent = 2,
                      .at_least = std::nullopt,
                      .budget = Seconds(600),
                      .elapsed = Seconds(421.5),
                      .end = SearchEnd::kFound,
                      .sentence = "The redline is 4450 tasks/s.",
                      .held = SearchBound{.value = 4450, .held = 3, .failed = 0},
                      .failed = SearchBound{.value = 4540, .held = 0, .failed = 2},
                      .odd = std::nullopt,
                      .likely_least = 4431.5,
                      .likely_most = 4532.25,
                      .trials = {}};
  result.provenance.version = "0.6.0";
  result.provenance.started = "2026-11-27T08:00:00Z";
  for (const auto& [purpose, rate, answer] :
       {std::tuple(kEstimate, 1000.0, kHeld), std::tuple(kEstimate, 8000.0, kFellBehind),
        std::tuple(kNarrow, 4450.0, kHeld), std::tuple(kConfirm, 4450.0, kHeld),
        std::tuple(kConfirm, 4540.0, kFailed), std::tuple(kConfirm, 4450.0, kInvalid),
        std::tuple(kConfirm, 4450.0, kHeld), std::tuple(kConfirm, 4540.0, kFailed),
        std::tuple(kConfirm, 4450.0, kHeld)}) {
    result.trials.push_back(SampleTrial(purpose, rate, answer));
  }
  Seconds began(0);
  for (TrialRecord& trial : result.trials) {
    trial.began = began;
    began += trial.length + Seconds(2);
  }
  return result;
}

// Of max_flats: found with 10, out of time with 100, and ended before 300.
inline SweepResult EndedSweep() {
  SweepResult result{.provenance = {},
                     .setting = "max_flats",
                     .values = {"10", "100", "300"},
                     .elapsed = Seconds(843),
                     .sentence = "The redline is 4450 tasks/s, with max_flats=10.",
                     .searches = {{.value = "10", .search = FoundRate()},
                                  {.value = "100", .search = FoundRate()}}};
  SearchResult& second = result.searches[1].search;
  second.end = SearchEnd::kOutOfTime;
  second.sentence = "The redline was not found.";
  second.held->value = 3000;
  second.likely_least = 2900;
  second.likely_most = 3300;
  return result;
}

}  // namespace redline::reporting::testing

#endif  // REDLINE_TESTS_REPORTING_SAMPLE_SEARCHES_H_
