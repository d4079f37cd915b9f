// A trial of a search: a run that is asked for, and what came of it. Plain values.
#ifndef REDLINE_RUNNER_SEARCH_TRIAL_H_
#define REDLINE_RUNNER_SEARCH_TRIAL_H_

#include <chrono>
#include <cstdint>

#include "reporting/model/search_result.h"

namespace redline::runner {

struct Trial {
  using Seconds = std::chrono::duration<double>;

  double rate = 0;  // Tasks a second, to all workers together.
  std::uint64_t workers = 0;
  Seconds length{0};  // Of its measured phase.
  reporting::TrialPurpose purpose = reporting::TrialPurpose::kEstimate;
};

struct TrialOutcome {
  reporting::TrialAnswer answer = reporting::TrialAnswer::kBroken;
  double completed_rate = 0;  // Tasks a second, within the measured phase.
};

// Of the full trials at one rate, or of one number of workers.
//
// It holds if 3 of 3 trials did, or 4 of 5; it fails with the second that did not. So
// near the redline, where chance decides, it holds if about two trials in three do.
struct Tally {
  std::uint64_t held = 0;
  std::uint64_t failed = 0;  // Fell behind, too.

  std::uint64_t trials() const { return held + failed; }
  bool holds() const { return (held == 3 && failed == 0) || held >= 4; }
  bool fails() const { return !holds() && failed >= 2; }
  bool is_decided() const { return holds() || fails(); }
  // As far as can be said while it is undecided: all of its trials agree.
  bool seems_to_hold() const { return holds() || (held > 0 && failed == 0); }
  bool seems_to_fail() const { return fails() || (held == 0 && failed > 0); }
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_SEARCH_TRIAL_H_
