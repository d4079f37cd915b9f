// A sweep: one search after the other, and what they found together.
//
// Main thread only, as the searches.
#ifndef REDLINE_RUNNER_TRIALS_SWEEP_SESSION_H_
#define REDLINE_RUNNER_TRIALS_SWEEP_SESSION_H_

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "reporting/model/sweep_result.h"
#include "runner/display/display.h"
#include "runner/metrics/metrics_listener.h"
#include "runner/plan/plan.h"

namespace redline::runner {

struct SweepOutcome {
  reporting::SweepResult result;
  int signal = 0;                       // The one that interrupted it, if one did.
  bool hurried = false;                 // Ctrl-C or Ctrl-\ came again after it.
  int exit_code = 0;                    // See ExitCode.
  std::vector<std::string> complaints;  // As of a search.
};

// A signal, or surroundings that keep a search from going on, end the sweep: what was
// found by then is the result. `worker`, `metrics`, `ended` and what is thrown as of
// RunSearch. REQUIRES: plan.sweep, and plan.searches has a plan for each of its values.
SweepOutcome RunSweep(const Plan& plan, const std::filesystem::path& worker,
                      Display& display, const MetricsListener* metrics,
                      const std::function<void(const SweepOutcome&)>& ended);

// As a process' exit code: the worst of the searches', where one that did not find (4) is
// worse than one that found too little (1), and what ended the sweep early the worst.
int ExitCode(const SweepOutcome& outcome);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_TRIALS_SWEEP_SESSION_H_
