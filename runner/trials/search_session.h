// A search, from its plan to its result: trial after trial, each an ordinary run with
// workers, segment and, unless one is named, a Redis of its own.
//
// Main thread only, as the supervisors that it makes.
#ifndef REDLINE_RUNNER_TRIALS_SEARCH_SESSION_H_
#define REDLINE_RUNNER_TRIALS_SEARCH_SESSION_H_

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "reporting/model/search_result.h"
#include "runner/display/display.h"
#include "runner/plan/plan.h"

namespace redline::runner {

struct SearchOutcome {
  reporting::SearchResult result;
  int signal = 0;        // The one that interrupted it, if one did.
  bool hurried = false;  // Ctrl-C or Ctrl-\\ came again after it.
  // The surroundings kept it from going on; the sentence is in the result.
  bool is_stuck = false;
  // Sentences for the user: keys that could not be deleted, workers that did not stop.
  std::vector<std::string> complaints;
};

// `worker` is the worker's executable. The first signal ends the trial that runs and the
// search with it; `ended` is called at the end, while signals are still heard of. Throws
// EnvironmentError or UsageError if not even the first trial could begin.
// REQUIRES: plan.search.
SearchOutcome RunSearch(const Plan& plan, const std::filesystem::path& worker,
                        Display& display,
                        const std::function<void(const SearchOutcome&)>& ended);

// As a process' exit code: 0 found, and as much as was asked for; 1 found, and less; 4
// irregular or not found; 3 stuck.
int ExitCode(const SearchOutcome& outcome);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_TRIALS_SEARCH_SESSION_H_
