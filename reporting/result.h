// Everything that a run found out, as plain values: what formatters take.
//
// The runner fills a Result from the shared segment, during a run for the live view and
// once at its end for the report. A Result owns all it holds and refers to nothing.
// Figures are of the measured phase; what was not measured is absent, never 0.
#ifndef REDLINE_REPORTING_RESULT_H_
#define REDLINE_REPORTING_RESULT_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reporting/bottleneck.h"
#include "reporting/preflight.h"
#include "reporting/redis_usage.h"
#include "reporting/series.h"
#include "reporting/verdict.h"
#include "shm/histogram_snapshot.h"

namespace redline::reporting {

using Seconds = std::chrono::duration<double>;
using Milliseconds = std::chrono::duration<double, std::milli>;

// The seed's nine constants, under its names and in its units.
struct Constants {
  double tasks_per_second = 0;
  double test_duration_seconds = 0;
  std::int64_t max_flats = 0;
  double item_payload_kb = 0;
  std::int64_t max_worker_backlog = 0;
  std::int64_t num_workers = 0;
  double max_stats_update_per_second = 0;
  std::int64_t max_workers_display = 0;
  double warmup_seconds = 0;
};

enum class RunPhase { kStarting, kWarmUp, kMeasuring, kDraining, kDone };

struct Messaging {
  std::uint64_t tasks_sent = 0;
  // Due and never issued, because the measured phase was over before the supervisor got
  // to them; in no timing.
  std::uint64_t tasks_missed = 0;
  std::uint64_t tasks_received = 0;   // Started by a worker.
  std::uint64_t tasks_completed = 0;  // Without an error.
  std::uint64_t tasks_failed = 0;     // Given up because of an error; in no timing.
  // How long the measured phase has lasted so far; at the end, how long it lasted.
  Seconds uptime{0};
  double asked_rate = 0;  // Tasks a second.
  // The asked rate, times the share that was sent of the tasks that were due; nothing
  // before the measured phase. Not sent over uptime: of one task a minute the first is
  // due at once.
  std::optional<double> delivered_rate;
  // Likewise of the tasks that were completed before the measured phase was over; those
  // of the drain do not count.
  std::optional<double> completed_rate;
  // When the time of the measured phase was over: the tasks that were unfinished, and
  // those of the worker that had most. Nothing if the run ended before.
  std::optional<std::uint64_t> unfinished_at_end;
  std::optional<std::uint64_t> worst_backlog_at_end;
  // Issued minus scheduled time of every measured task.
  shm::HistogramSnapshot lateness;
  // The p99 of it up to which the run says something; nothing if any is good enough.
  std::optional<Milliseconds> max_lateness;
  // How late the supervisor's own event loop (not the thread that issues) was to notice a
  // timer.
  shm::HistogramSnapshot loop_lag;
  // Warm-up tasks that were still unfinished when the measured phase began.
  std::uint64_t warmup_leftover = 0;
  // From the end of the measured phase until the last task was done, or was given up.
  std::optional<Seconds> drain;
};

// One timing of one worker, or of all together.
struct Timings {
  shm::HistogramSnapshot queue;     // scheduled → started
  shm::HistogramSnapshot task;      // started → done
  shm::HistogramSnapshot response;  // scheduled → done
  shm::HistogramSnapshot rest;      // the part of the task that no step covers
  // In the order of Result::step_names.
  std::vector<shm::HistogramSnapshot> steps;

  void Merge(const Timings& other);
};

// Errors of one class that workers met, all workers together.
struct ErrorClass {
  std::string name;         // "OOM", "connection lost": redis/error_class.h.
  std::uint64_t count = 0;  // Occurrences, those that a retry healed included.
};

// What a run had to keep to (reporting/threshold.h), and whether it did.
struct ThresholdOutcome {
  std::string threshold;        // As it was asked: "response.p99<50ms".
  std::optional<double> value;  // Nothing if there was no such figure.
  std::string unit;             // Of the value: "ms", "%", or empty for a count.
  bool kept = false;
};

struct WorkerResult {
  std::size_t index = 0;
  std::string dyno;  // Whose it is, in the result of a fleet; empty in that of a run.
  std::int64_t pid = 0;
  std::uint64_t cycles = 0;   // Measured tasks completed.
  std::uint64_t backlog = 0;  // Now.
  std::uint64_t max_backlog = 0;
  // Resident memory in MB of 2^20 bytes, as the seed counts.
  std::optional<double> mean_mem_mb;
  std::optional<double> max_mem_mb;
  std::uint64_t failed = 0;  // Measured tasks given up because of an error.
  // CPU time per time in the measured phase, of one core: 100 is a core fully used.
  std::optional<double> cpu_percent;
  // Proportional set size (shared pages count for a share) at the end.
  std::optional<double> pss_mb;
  // How late the worker's event loop was to notice each tick of its timer, those that it
  // missed in the meantime included.
  shm::HistogramSnapshot loop_lag;
  // What the seed calls the event loop's mean: the interval that a timer of 10 ms had,
  // where ticks that are noticed at once count as one.
  std::optional<Milliseconds> loop_mean;
  Timings timings;
};

// The machine, or the dyno, on which the supervisor and the workers run.
struct MachineUsage {
  double cores = 0;  // Granted to this process; a quota may be a part of one.
  // Of all of them, by everybody on the machine: 100 is all fully used.
  std::optional<double> cpu_percent;
  std::optional<double> memory_mb;  // Granted to this process, MB of 2^20 bytes.
  std::string kernel;               // "Linux 6.1.0 x86_64"; empty if not known.
  std::string dyno;                 // "run.1234"; empty elsewhere than on Heroku.
};

// One dyno of a fleet, as a row.
struct DynoResult {
  std::string name;
  std::optional<Verdict> verdict;  // Nothing, nor anything below, if it has disappeared.
  // How far it began from the agreed instant, by Redis' clock.
  std::optional<Milliseconds> start_skew;
  double asked_rate = 0;
  std::optional<double> delivered_rate;
  std::uint64_t tasks_sent = 0;
  std::uint64_t tasks_completed = 0;
  Seconds uptime{0};
  std::uint64_t max_backlog = 0;
  std::optional<Milliseconds> response_p50;
  std::optional<Milliseconds> response_p99;
  std::optional<MachineUsage> machine;
};

// Where a result comes from. What is not known is empty.
struct Provenance {
  std::string version;   // Of redline: "1.0.0".
  std::string revision;  // Of its sources: git's, with "-dirty" if they were changed.
  std::string started;   // When the run began, for a person: "2026-11-25T08:34:04Z".
  // The page that it was read from; empty for a run of redline's.
  std::string imported_from;
  std::string dyno;  // Its name in the fleet; empty if it was part of none.
};

// A setting as it was in effect, for a person; never one with a secret in it.
struct NamedSetting {
  std::string name;  // The flag's: "tasks_per_second".
  std::string value;
};

struct Result {
  Provenance provenance;
  // The fleet's id and its dynos, where this is the result of several at once
  // (reporting/fleet.h); empty in that of a run.
  std::string fleet;
  std::vector<DynoResult> dynos;
  // What each of them found by itself, where that is kept; Provenance::dyno tells whose.
  std::vector<Result> members;
  Constants constants;
  // All of them, the constants included, in the order of --help.
  std::vector<NamedSetting> settings;
  std::string workload;
  // To which worker a task went: "round_robin", "random", "least_backlog".
  std::string dispatch;
  // Of everything random in the run; below 2^53.
  std::uint64_t seed = 0;
  // The steps of the workload's task as tables show them ("fn:fetch"); JSON leaves a
  // leading "fn:" out.
  std::vector<std::string> step_names;
  RunPhase phase = RunPhase::kStarting;
  // From the start of the first worker until the last was ready.
  std::optional<Seconds> workers_ready;
  Messaging messaging;
  // One per worker, by index.
  std::vector<WorkerResult> workers;
  // Largest count first; empty if there were none.
  std::vector<ErrorClass> errors;
  // Absent where the workload has no Redis.
  std::optional<Preflight> preflight;
  std::optional<RedisUsage> redis;
  // How lists are fetched ("pipeline", "script"), and how TLS was verified ("none", "ca",
  // "full"); empty where there was no such thing.
  std::string fetch;
  std::string tls_verify;
  // Of one core, all threads of the supervisor together.
  std::optional<double> supervisor_cpu_percent;
  std::optional<MachineUsage> machine;
  std::optional<Bottleneck> bottleneck;
  // In the order asked; empty while the run lasts, or if none was asked for.
  std::vector<ThresholdOutcome> thresholds;
  Series series;
  // What a reader has to know of these figures, a sentence each: contradictions in a page
  // that was imported.
  std::vector<std::string> warnings;
  // Absent while the run lasts.
  std::optional<Verdict> verdict;

  // All workers' timings together.
  Timings Totals() const;

  // The highest backlog that any worker had.
  std::uint64_t HighestBacklog() const;
};

// The indices into `workers` with the worst first: by highest backlog, then by slowest
// mean task, then by index. Vitals and timings are both shown in this order.
std::vector<std::size_t> WorstFirst(const std::vector<WorkerResult>& workers);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_RESULT_H_
