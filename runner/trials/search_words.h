// The sentences of a search: before it, at each trial, and its conclusion.
//
// Pure functions.
#ifndef REDLINE_RUNNER_TRIALS_SEARCH_WORDS_H_
#define REDLINE_RUNNER_TRIALS_SEARCH_WORDS_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "reporting/model/search_result.h"
#include "runner/plan/fleet_options.h"
#include "runner/plan/plan.h"
#include "runner/search/search.h"
#include "runner/search/trial.h"

namespace redline::runner {

// What will be done, and in which time.
std::string PlanInWords(const Plan& plan);

// Above the live view: which trial this is of the search called `title`, what is known so
// far, and the time left. `fleet` is the one that searches, if it is one.
std::vector<std::string> TrialHeading(const std::string& title, const Trial& trial,
                                      std::size_t number,
                                      const std::optional<FleetOptions>& fleet,
                                      const SearchBounds& bounds,
                                      Search::Seconds time_left);

// What came of a trial, on one line. Trials count from 1.
std::string TrialInWords(std::size_t number, const reporting::TrialRecord& trial);

// The answer, and why there is no higher one. `trouble` is a sentence on what kept the
// search from going on, or on the dyno that was interrupted, or empty.
std::string ConclusionInWords(const reporting::SearchResult& result,
                              const std::string& trouble);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_TRIALS_SEARCH_WORDS_H_
