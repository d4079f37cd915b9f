// The answer of a run: what it ended with and the sentence that says why.
//
// A plain value. runner/judge.h decides it, formatters show it, runner/exit_code.h turns
// it into the process' exit code.
#ifndef REDLINE_REPORTING_VERDICT_H_
#define REDLINE_REPORTING_VERDICT_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace redline::reporting {

enum class Status {
  kSuccess,  // The fleet sustained the rate.
  kFailed,   // It did not.
  // Nothing can be said: the supervisor did not deliver the asked rate, or not in time.
  kInvalid,
  kInterrupted,  // Somebody ended the run early.
};

enum class Reason {
  kCompleted,     // success: time over, everything drained
  kBacklogLimit,  // failed: a task was due for a worker whose backlog was at its limit
  kWorkerLost,    // failed: a worker ended before the run did
  kRedisErrors,   // failed: Redis answered with errors that cannot heal, or was gone
  kWorkload,      // failed: a workload threw an error that is not Redis'
  kSlo,           // failed: a threshold that the user asked for was violated
  kNotDrained,    // failed: tasks were unfinished when the drain's time was over
  kFleet,         // failed: stopped because another dyno of the fleet had failed
  kDynoLost,      // failed: a dyno of the fleet has disappeared
  kRateMissed,    // invalid: fewer tasks issued than asked, and no worker at its limit
  kLateness,      // invalid: tasks issued later than is allowed
  kInterrupted,   // interrupted: SIGINT, SIGTERM, SIGQUIT or SIGHUP
};

struct Verdict {
  Status status = Status::kInterrupted;
  Reason reason = Reason::kInterrupted;
  // One or more plain sentences for a person.
  std::string sentence;
  // The worker that the sentence names, if it names one.
  std::optional<std::size_t> worker_index;
  std::optional<std::int64_t> worker_pid;
  // That worker's backlog at that moment, in tasks.
  std::optional<std::uint64_t> backlog;
  // When it was decided, from the start of the measured phase; negative in the warm-up.
  // Nothing if the run ended before its workers were ready.
  std::optional<std::chrono::duration<double>> at;
};

// The names used in JSON: "success", "backlog_limit", ...
std::string_view NameOf(Status status);
std::string_view NameOf(Reason reason);

// What a person reads after "Test": "succeeded", "failed", "invalid", "interrupted".
std::string_view WordFor(Status status);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_VERDICT_H_
