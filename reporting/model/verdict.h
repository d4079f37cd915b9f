// The answer of a run: what it ended with and the sentence that says why.
//
// A plain value. runner/verdict/judge.h decides it, formatters show it,
// runner/verdict/exit_code.h turns it into the process' exit code.
#ifndef REDLINE_REPORTING_MODEL_VERDICT_H_
#define REDLINE_REPORTING_MODEL_VERDICT_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "base/enum_table.h"
#include "reporting/model/field.h"
#include "reporting/model/time_units.h"
#include "reporting/model/tone.h"

namespace redline::reporting {

enum class Status { kSuccess, kFailed, kInvalid, kInterrupted };

struct StatusRow {
  Status value;
  std::string_view name;     // In JSON.
  std::string_view word;     // Shown after "Test".
  std::string_view meaning;  // In docs/result-format.md.
};

inline constexpr std::array kStatuses = std::to_array<StatusRow>({
    {Status::kSuccess, "success", "succeeded", "the workers sustained the rate"},
    {Status::kFailed, "failed", "failed", "they did not"},
    {Status::kInvalid, "invalid", "invalid",
     "the result is inconclusive: the supervisor did not deliver the asked rate, or not "
     "in "
     "time"},
    {Status::kInterrupted, "interrupted", "interrupted", "somebody ended the run early"},
});
constexpr const auto& TableOf(Status) { return kStatuses; }
constexpr std::string_view WordFor(Status status) { return RowOf(status).word; }

enum class Reason {
  kCompleted,
  kFallingBehind,
  kBacklogLimit,
  kWorkerLost,
  kRedisErrors,
  kWorkload,
  kSlo,
  kNotDrained,
  kFleet,
  kDynoLost,
  kRateMissed,
  kLateness,
  kInterrupted,
};

struct ReasonRow {
  Reason value;
  std::string_view name;  // In JSON.
  Status status;          // The verdict's, for that reason.
  Tone tone;
  std::string_view meaning;  // In docs/result-format.md.
};

inline constexpr std::array kReasons = std::to_array<ReasonRow>({
    {Reason::kCompleted, "completed", Status::kSuccess, Tone::kGood,
     "the time was over and every task completed"},
    {Reason::kFallingBehind, "falling_behind", Status::kSuccess, Tone::kDoubt,
     "likewise, but [the backlog was growing](search.md#when-a-trial-has-held): a longer "
     "test may fail"},
    {Reason::kBacklogLimit, "backlog_limit", Status::kFailed, Tone::kBad,
     "a task was due for a worker whose backlog was at its limit"},
    {Reason::kWorkerLost, "worker_lost", Status::kFailed, Tone::kBad,
     "a worker ended before the run did"},
    {Reason::kRedisErrors, "redis_errors", Status::kFailed, Tone::kBad,
     "Redis answered with errors that cannot heal, or was gone"},
    {Reason::kWorkload, "workload_error", Status::kFailed, Tone::kBad,
     "a workload threw an error that is not Redis'"},
    {Reason::kSlo, "slo", Status::kFailed, Tone::kBad,
     "a threshold of `--slo` was violated"},
    {Reason::kNotDrained, "not_drained", Status::kFailed, Tone::kBad,
     "tasks were unfinished when the drain's time was over"},
    {Reason::kFleet, "fleet", Status::kFailed, Tone::kBad,
     "stopped, because another dyno of the fleet had failed"},
    {Reason::kDynoLost, "dyno_lost", Status::kFailed, Tone::kBad,
     "a dyno of the fleet has disappeared"},
    {Reason::kRateMissed, "rate_missed", Status::kInvalid, Tone::kDoubt,
     "fewer tasks were issued than asked, and no worker was at its limit"},
    {Reason::kLateness, "lateness", Status::kInvalid, Tone::kDoubt,
     "lateness p99 was above `--max_lateness_ms`, or a backlog reached its limit only "
     "because its tasks came late"},
    {Reason::kInterrupted, "interrupted", Status::kInterrupted, Tone::kDoubt,
     "SIGINT, SIGTERM, SIGQUIT or SIGHUP"},
});
constexpr const auto& TableOf(Reason) { return kReasons; }

struct Verdict {
  Status status = Status::kInterrupted;
  Reason reason = Reason::kInterrupted;
  std::string sentence;  // One or more.
  std::optional<std::size_t> worker_index;
  std::optional<std::int64_t> worker_pid;
  std::optional<std::uint64_t> backlog;
  std::optional<Seconds> at;
};

template <>
inline constexpr auto kFields<Verdict> = std::tuple{
    Field{"status", &Verdict::status, "", "see below"},
    Field{"reason", &Verdict::reason, "", "see below; more may come"},
    Field{"sentence", &Verdict::sentence, "", "the same for a person"},
    Field{"worker_index", &Verdict::worker_index, "",
          "the worker that the sentence names, by its index in its own dyno's result; or "
          "`null`"},
    Field{"worker_pid", &Verdict::worker_pid, "", "that worker's process id, or `null`"},
    Field{"backlog", &Verdict::backlog, "tasks",
          "that worker's backlog at that moment, or `null`"},
    Field{"at_seconds", &Verdict::at, "seconds",
          "when it was decided, from the start of the measured phase; negative in the "
          "warm-up; `null` if the workers were not yet ready"},
};

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_MODEL_VERDICT_H_
