// Everything that a run found out, as plain values: what formatters take.
//
// The runner fills a Result from the shared segment, during a run for the live view and
// once at its end for the report. A Result owns all it holds and refers to nothing.
// Figures are of the measured phase; a figure that was not measured is absent, never 0.
// Each member's meaning and unit stand in its row of kFields (reporting/model/field.h).
#ifndef REDLINE_REPORTING_MODEL_RESULT_H_
#define REDLINE_REPORTING_MODEL_RESULT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "reporting/model/bottleneck.h"
#include "reporting/model/constants.h"
#include "reporting/model/dyno_result.h"
#include "reporting/model/field.h"
#include "reporting/model/machine_usage.h"
#include "reporting/model/messaging.h"
#include "reporting/model/preflight.h"
#include "reporting/model/provenance.h"
#include "reporting/model/redis_usage.h"
#include "reporting/model/redline_estimate.h"
#include "reporting/model/series.h"
#include "reporting/model/stage_result.h"
#include "reporting/model/task_file.h"
#include "reporting/model/time_units.h"
#include "reporting/model/verdict.h"
#include "reporting/model/worker_result.h"

namespace redline::reporting {

enum class RunPhase { kStarting, kPreparing, kWarmUp, kMeasuring, kDraining, kDone };

// Errors of one class that workers met, all workers together.
struct ErrorClass {
  std::string name;
  std::uint64_t count = 0;
};

template <>
inline constexpr auto kFields<ErrorClass> = std::tuple{
    Field{"class", &ErrorClass::name, "", "`\"OOM\"`, `\"connection lost\"`, …"},
    Field{"count", &ErrorClass::count, "errors",
          "how often it was met, also where trying again healed it"},
};

// A threshold of the run (reporting/model/threshold.h), and whether it was kept.
struct ThresholdOutcome {
  std::string threshold;
  std::optional<double> value;
  std::string unit;
  bool kept = false;
};

template <>
inline constexpr auto kFields<ThresholdOutcome> = std::tuple{
    Field{"threshold", &ThresholdOutcome::threshold, "",
          "as it was asked: `\"response.p99<50ms\"`"},
    Field{"value", &ThresholdOutcome::value, "",
          "the figure; `null` where there was no such figure"},
    Field{"unit", &ThresholdOutcome::unit, "",
          "of the value: `\"ms\"`, `\"%\"`, `\"per s\"`, `\"MB\"`; `null` for a count",
          Form::kNullIfNone},
    Field{"kept", &ThresholdOutcome::kept, "", "true or false"},
};

// A setting as it was in effect, for a person; never one with a secret in it. In JSON a
// member of the name.
struct NamedSetting {
  std::string name;  // The flag's: "tasks_per_second".
  std::string value;
};

struct Result {
  Provenance provenance;
  std::string fleet;
  std::vector<DynoResult> dynos;
  std::vector<Result> members;
  Constants constants;
  // All of them, the constants included, in the order of --help.
  std::vector<NamedSetting> settings;
  std::string workload;
  std::optional<TaskFile> task_file;
  double round_trips = 0;
  std::string dispatch;
  std::uint64_t worker_concurrency = 1;
  std::uint64_t seed = 0;
  std::vector<std::string> step_names;
  RunPhase phase = RunPhase::kStarting;
  std::optional<Seconds> workers_ready;
  Messaging messaging;
  // Empty where the rate is one and the same.
  std::vector<StageResult> stages;
  std::vector<WorkerResult> workers;
  std::vector<ErrorClass> errors;
  std::optional<Preflight> preflight;
  std::optional<RedisUsage> redis;
  std::string fetch;
  std::string tls_verify;
  std::optional<double> supervisor_cpu_percent;
  std::optional<MachineUsage> machine;
  std::optional<Bottleneck> bottleneck;
  std::optional<RedlineEstimate> estimate;
  // Empty while the run lasts.
  std::vector<ThresholdOutcome> thresholds;
  Series series;
  std::vector<std::string> warnings;
  std::optional<Verdict> verdict;

  // All workers' timings together.
  Timings Totals() const;

  // The highest backlog that any worker had.
  std::uint64_t HighestBacklog() const;

  // A stage as if it had been a run: its figures, totals and series, with what it had to
  // begin with as the warm-up's rest. REQUIRES: an index of a stage.
  Result OfStage(std::size_t index) const;
};

inline constexpr std::string_view kResultSchema = "redline.result/1";

// In JSON "totals".
struct ResultTotals {
  Timings timings;
};

template <>
inline constexpr auto kFields<ResultTotals> = std::tuple{
    Field{"timings", &ResultTotals::timings, "", "as a worker's"},
};

template <>
inline constexpr auto kFields<Result> = std::tuple{
    Derived{"schema", +[](const Result&) { return kResultSchema; }, "",
            "`\"redline.result/1\"`"},
    Field{"provenance", &Result::provenance, "",
          "where the result comes from, see below"},
    Field{"fleet", &Result::fleet, "",
          "the fleet's id, in the result of one; `null` in that of a run",
          Form::kNullIfNone},
    Field{"dynos", &Result::dynos, "",
          "a row for each dyno of a fleet, see below; empty in the result of a run"},
    Field{"workload", &Result::workload, "",
          "the workload's name: `\"building\"`, `\"noop\"`, `\"file:cart.task\"`"},
    Field{"task_file", &Result::task_file, "",
          "the user's file that said what a task did, see below; `null` if none did"},
    Field{
        "round_trips", &Result::round_trips, "round trips",
        "of a task to Redis, one after the other, on average; 0 where that is not known, "
        "and missing in older results"},
    Field{"dispatch", &Result::dispatch, "",
          "to which worker a task went: `\"round_robin\"`, `\"random\"`, "
          "`\"least_backlog\"`",
          Form::kNullIfNone},
    Field{"worker_concurrency", &Result::worker_concurrency, "tasks",
          "that a worker may have had in hand at once; missing in older results: 1"},
    Field{"seed", &Result::seed, "", "of the run's random choices; below 2^53"},
    Field{"constants", &Result::constants, "",
          "the nine settings of the test, see below"},
    Field{"settings", &Result::settings, "",
          "every setting as it was in effect, by its flag's name, as text; a Redis URL "
          "without its login"},
    Field{"steps", &Result::step_names, "",
          "the steps of the workload's task as tables show them: `\"fn:fetch\"`"},
    Field{"verdict", &Result::verdict, "", "how the run ended, see below"},
    Field{"messaging", &Result::messaging, "",
          "tasks and rates of the whole run, see below"},
    Field{"stages", &Result::stages, "",
          "one object for each stage of `--stages`, see below; empty without"},
    Field{"errors", &Result::errors, "",
          "the errors that workers met, by class, see below"},
    Field{
        "workers_ready_seconds", &Result::workers_ready, "seconds",
        "from the start of the first worker until the last had connected and was ready; "
        "`null` if that was never so"},
    Unwritten{&Result::phase},
    Field{"workers", &Result::workers, "", "one object per worker, by index"},
    Derived{"totals", +[](const Result& result) { return ResultTotals{result.Totals()}; },
            "", "`timings` of all workers together; as a worker's `timings`"},
    Field{"preflight", &Result::preflight, "",
          "what was checked before the start, see below; `null` if nothing was"},
    Field{"redis", &Result::redis, "",
          "what Redis did, see below; `null` if the workload has none, or no sample was "
          "answered"},
    Field{"fetch", &Result::fetch, "",
          "how lists were fetched: `\"pipeline\"`, `\"script\"`; `null` if none were",
          Form::kNullIfNone},
    Field{"tls_verify", &Result::tls_verify, "",
          "how TLS was verified: `\"none\"`, `\"ca\"`, `\"full\"`; `null` without TLS",
          Form::kNullIfNone},
    Field{"supervisor_cpu_percent", &Result::supervisor_cpu_percent, "% of a core",
          "of all threads of the supervisor; may exceed 100"},
    Field{"machine", &Result::machine, "",
          "the CPUs of the supervisor's and workers' machine, see below; `null` if not "
          "measured"},
    Field{"thresholds", &Result::thresholds, "",
          "one object for each threshold of `--slo`, in the order asked, see below"},
    Field{"bottleneck", &Result::bottleneck, "",
          "what kept the workers from doing more, see below; `null` before the measured "
          "phase"},
    Field{"estimate", &Result::estimate, "",
          "about where the redline lies, see below; `null` if the run does not tell"},
    Inlined{&Result::series},
    Field{"warnings", &Result::warnings, "",
          "sentences that a reader of the figures must know: contradictions in a "
          "page that was imported"},
    Field{
        "members", &Result::members, "",
        "of a fleet: the result of each dyno that left one, as if it had been alone; its "
        "`provenance.dyno` says whose it is. Empty in the result of a run"},
};

// The indices into `workers` with the worst first: by highest backlog, then by slowest
// mean task, then by index. Vitals and timings are both shown in this order.
std::vector<std::size_t> WorstFirst(const std::vector<WorkerResult>& workers);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_MODEL_RESULT_H_
