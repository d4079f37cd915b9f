// A search, from its plan to its result: trial after trial, each an ordinary run with
// workers, segment and, unless one is named, a Redis of its own.
//
// A fleet searches together: each trial is a run of the fleet, and all dynos go through
// the same search, of which the leader tells them after each trial what to tell it
// (runner/fleet/fleet_trial.h). So they agree on what is next without another word. Who
// leads the first trial leads all; it alone has the results of all dynos.
//
// Main thread only, as the supervisors that it makes.
#ifndef REDLINE_RUNNER_TRIALS_SEARCH_SESSION_H_
#define REDLINE_RUNNER_TRIALS_SEARCH_SESSION_H_

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "reporting/model/search_result.h"
#include "runner/display/display.h"
#include "runner/metrics/metrics_listener.h"
#include "runner/plan/plan.h"

namespace redline::runner {

struct SearchOutcome {
  reporting::SearchResult result;
  int signal = 0;        // The one that interrupted it, if one did.
  bool hurried = false;  // Ctrl-C or Ctrl-\\ came again after it.
  // The surroundings kept it from going on; the sentence is in the result.
  bool is_stuck = false;
  // Of a fleet: how all end, if this is not for this dyno to say, and a sentence on whose
  // figures these are, for one that does not lead.
  std::optional<int> fleet_exit_code = std::nullopt;
  std::string fleet_note = {};
  // Sentences for the user: keys that could not be deleted, workers that did not stop.
  std::vector<std::string> complaints;
};

// `worker` is the worker's executable; at `metrics` those of the trial that runs are
// served, unless it is null. The first signal ends the trial that runs and the
// search with it; `ended` is called at the end, while signals are still heard of. Throws
// EnvironmentError or UsageError if not even the first trial could begin. A dyno that is
// lost, or interrupted, ends the search of its fleet.
// REQUIRES: plan.search.
SearchOutcome RunSearch(const Plan& plan, const std::filesystem::path& worker,
                        Display& display, const MetricsListener* metrics,
                        const std::function<void(const SearchOutcome&)>& ended);

// As a process' exit code: 0 found, and as much as was asked for; 1 found, and less; 4
// irregular or not found; 3 stuck.
int ExitCode(const SearchOutcome& outcome);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_TRIALS_SEARCH_SESSION_H_
