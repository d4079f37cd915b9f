// The verdict's rules: how a run's end and its figures become an answer. Pure functions.
#ifndef REDLINE_RUNNER_VERDICT_JUDGE_H_
#define REDLINE_RUNNER_VERDICT_JUDGE_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "reporting/model/messaging.h"
#include "reporting/model/result.h"
#include "reporting/model/time_units.h"
#include "reporting/model/verdict.h"

namespace redline::runner {

// The end of a run: the one of these that happened first.
struct TimeOver {
  std::uint64_t unfinished;  // Tasks left when the drain ended.
};
struct BacklogAtLimit {
  std::size_t worker;
  std::uint64_t backlog;
  // The worst lateness of the tasks that the worker was given since its backlog was last
  // low, and how many of them it did in as much time after it had reached the limit: see
  // runner/issue/held_back.h.
  reporting::Seconds held_back{0};
  std::uint64_t done_meanwhile = 0;
};
struct WorkerLost {
  std::size_t worker;
  std::uint64_t backlog;
  std::string outcome;  // "was killed by signal 9 (SIGKILL)"
};
// A worker ended because of errors of Redis that do not heal, or because the workload
// threw something else.
struct WorkerGaveUp {
  std::size_t worker;
  std::uint64_t backlog;
  std::string error;  // Its own words: one sentence.
  bool of_workload = false;
};
struct Interrupted {
  int signal;
};
// Another dyno of the fleet failed or has gone.
struct FleetStopped {
  std::string why;  // One sentence.
};
using RunEnd = std::variant<TimeOver, BacklogAtLimit, WorkerLost, WorkerGaveUp,
                            Interrupted, FleetStopped>;

// A run that did not issue more than this share of the tasks that were due says nothing
// about the workers. Neither does one in which more than 1 % of the tasks were issued
// later than Messaging::max_lateness, or in which a backlog reached its limit only
// because its tasks came late (runner/issue/held_back.h): a burst after a stall of the
// supervisor fills any backlog.
inline constexpr double kMissedRateAllowed = 0.005;
// In a run of few tasks so many are more than that share: a run may end between two of
// them, or a stall in its last moment may have kept them.
inline constexpr std::uint64_t kMissedTasksAllowed = 2;

// Whether so many tasks were never issued.
bool MissedRate(const reporting::Messaging& messaging);
// The lateness p99, if it is above what was allowed.
std::optional<reporting::Milliseconds> LatenessTooHigh(
    const reporting::Messaging& messaging);

// `at` is when the run ended, from the start of the measured phase (negative in the
// warm-up); nothing if the workers were not ready yet. `result` holds the final figures.
reporting::Verdict Judge(const RunEnd& end, std::optional<reporting::Seconds> at,
                         const reporting::Result& result);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_VERDICT_JUDGE_H_
