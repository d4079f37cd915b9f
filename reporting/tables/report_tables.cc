#include "reporting/tables/report_tables.h"

#include <glog/logging.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "base/text/number_text.h"
#include "reporting/model/constants.h"
#include "reporting/model/setting_value.h"
#include "reporting/model/stage_text.h"
#include "reporting/model/threshold.h"
#include "reporting/model/timing_summary.h"

namespace redline::reporting {
namespace {

TextTable ValuesTable() { return TextTable({"(index)", "Values"}); }

// The original shows process ids as strings, in quotes.
std::string PidText(std::int64_t pid) {
  return pid > 0 ? "'" + std::to_string(pid) + "'" : kAbsent;
}

// Of --arrivals; empty if tasks arrived evenly, as they do by default.
std::string ArrivalsText(const Result& result) {
  std::string arrivals = SettingValue(result.settings, "arrivals");
  return arrivals == "even" ? "" : arrivals;
}

void AddUsage(const RedisUsage& redis, TextTable& table) {
  const auto count = [](std::optional<std::uint64_t> value) {
    return value ? CountText(*value) : kAbsent;
  };
  table.AddRow({"Version", redis.version.empty() ? kAbsent : redis.version});
  table.AddRow({"Main Thread CPU mean (%)", FigureText(redis.cpu_percent_mean)});
  table.AddRow({"Main Thread CPU max (%)", FigureText(redis.cpu_percent_max)});
  table.AddRow({"Main Thread CPU wait (%)", FigureText(redis.cpu_wait_percent_mean)});
  table.AddRow({"Operations (per s)", FigureText(redis.operations_per_second)});
  table.AddRow({"Memory max (mb)", FigureText(redis.memory_max_mb)});
  table.AddRow({"Clients max", count(redis.clients_max)});
  table.AddRow({"Evicted Keys", count(redis.evicted_keys)});
}

}  // namespace

std::vector<const WorkerResult*> WorstWorkers(const Result& result, std::size_t most) {
  std::vector<const WorkerResult*> workers;
  for (const std::size_t i : WorstFirst(result.workers)) {
    if (workers.size() == most) break;
    workers.push_back(&result.workers[i]);
  }
  return workers;
}

TextTable DynosTable(const Result& result) {
  TextTable table({"(index)", "verdict", "asked (per s)", "delivered (per s)", "sent",
                   "completed", "uptime (s)", "max backlog", "response p50 (ms)",
                   "response p99 (ms)", "cores", "cpu (%)", "skew (ms)"});
  for (const DynoResult& dyno : result.dynos) {
    const bool lost = !dyno.verdict;
    const auto known = [&](std::string text) { return lost ? kAbsent : std::move(text); };
    table.AddRow({dyno.name, lost ? "lost" : std::string(WordFor(dyno.verdict->status)),
                  known(ConstantText(dyno.asked_rate)), FigureText(dyno.delivered_rate),
                  known(CountText(dyno.tasks_sent)),
                  known(CountText(dyno.tasks_completed)), known(SecondsText(dyno.uptime)),
                  known(CountText(dyno.max_backlog)), MillisecondsText(dyno.response_p50),
                  MillisecondsText(dyno.response_p99),
                  dyno.machine ? FigureText(dyno.machine->cores) : kAbsent,
                  dyno.machine ? FigureText(dyno.machine->cpu_percent) : kAbsent,
                  MillisecondsText(dyno.start_skew)});
  }
  return table;
}

TextTable ConstantsTable(const Result& result) {
  TextTable table = ValuesTable();
  for (const NamedConstant& constant : NamedConstants(result.constants)) {
    table.AddRow({std::string(constant.name), constant.value});
  }
  return table;
}

TextTable MessagingTable(const Result& result) {
  const Messaging& messaging = result.messaging;
  const TimingSummary lateness = Summarize(messaging.lateness);
  TextTable table = ValuesTable();
  table.AddRow({"Tasks Sent", CountText(messaging.tasks_sent)});
  if (messaging.tasks_missed > 0) {
    table.AddRow({"Tasks Missed", CountText(messaging.tasks_missed)});
  }
  table.AddRow({"Tasks Received", CountText(messaging.tasks_received)});
  table.AddRow({"Tasks Completed", CountText(messaging.tasks_completed)});
  table.AddRow({"Tasks Failed", CountText(messaging.tasks_failed)});
  // While the run lasts fractions would only flicker.
  const Seconds uptime = result.verdict
                             ? messaging.uptime
                             : std::chrono::floor<std::chrono::seconds>(messaging.uptime);
  table.AddRow({"Uptime Seconds", SecondsText(uptime)});
  table.AddRow({"Warming Up", result.phase == RunPhase::kWarmUp ? "true" : "false"});
  if (!result.dispatch.empty()) table.AddRow({"Dispatch", result.dispatch});
  if (result.worker_concurrency > 1) {
    table.AddRow({"Worker Concurrency", CountText(result.worker_concurrency)});
  }
  table.AddRow({"Seed", CountText(result.seed)});
  if (const std::string arrivals = ArrivalsText(result); !arrivals.empty()) {
    table.AddRow({"Arrivals", arrivals});
  }
  if (result.stages.empty()) {
    table.AddRow({"Asked Rate (tasks/s)", ConstantText(messaging.asked_rate)});
  } else {
    table.AddRow({"Asked Rate, mean (tasks/s)", FigureText(messaging.asked_rate)});
  }
  table.AddRow({"Delivered Rate (tasks/s)", FigureText(messaging.delivered_rate)});
  table.AddRow({"Completed Rate (tasks/s)", FigureText(messaging.completed_rate)});
  table.AddRow({"Lateness p99 (ms)", MillisecondsText(lateness.p99)});
  table.AddRow({"Lateness max (ms)", MillisecondsText(lateness.max)});
  const TimingSummary loop_lag = Summarize(messaging.loop_lag);
  table.AddRow({"Supervisor Lag p99 (ms)", MillisecondsText(loop_lag.p99)});
  table.AddRow({"Supervisor Lag max (ms)", MillisecondsText(loop_lag.max)});
  if (messaging.warmup_leftover > 0) {
    table.AddRow({"Warm-up Leftover", CountText(messaging.warmup_leftover)});
  }
  if (messaging.drain) table.AddRow({"Drain Seconds", SecondsText(messaging.drain)});
  return table;
}

TextTable StagesTable(const Result& result) {
  // The outcome stands where a narrow screen shows it.
  constexpr std::size_t kOutcome = 3;
  TextTable table({"(index)", "time (s)", "asked (per s)", "outcome", "delivered (per s)",
                   "completed (per s)", "response p50 (ms)", "response p99 (ms)",
                   "lateness p99 (ms)", "max backlog", "unfinished"},
                  kOutcome);
  std::size_t number = 0;
  for (const StageResult& stage : result.stages) {
    const auto count = [&](std::optional<std::uint64_t> value) {
      const bool is_known = value && stage.uptime.count() > 0;
      return is_known ? CountText(*value) : kAbsent;
    };
    const StageOutcomeRow* const outcome =
        stage.outcome ? &RowOf(*stage.outcome) : nullptr;
    table.AddRow(
        {CountText(++number), TimeText(stage), AskedRateText(stage),
         outcome != nullptr ? std::string(outcome->word) : kAbsent,
         FigureText(stage.delivered_rate), FigureText(stage.completed_rate),
         MillisecondsText(stage.timings.response.Percentile(50)),
         MillisecondsText(stage.timings.response.Percentile(99)),
         MillisecondsText(stage.lateness.Percentile(99)), count(stage.max_backlog),
         count(stage.unfinished_at_end)},
        outcome != nullptr ? std::optional(RoleOf(outcome->tone)) : std::nullopt);
  }
  return table;
}

TextTable VitalsTable(const std::vector<const WorkerResult*>& workers) {
  TextTable table({"(index)", "pid", "cycles", "max backlog", "mean mem (mb)",
                   "max mem (mb)", "pss (mb)", "evt loop mean (ms)", "lag p99 (ms)",
                   "lag max (ms)", "cpu (%)"});
  for (const WorkerResult* worker : workers) {
    const TimingSummary loop_lag = Summarize(worker->loop_lag);
    table.AddRow({CountText(worker->index), PidText(worker->pid),
                  CountText(worker->cycles), CountText(worker->max_backlog),
                  FigureText(worker->mean_mem_mb), FigureText(worker->max_mem_mb),
                  FigureText(worker->pss_mb), MillisecondsText(worker->loop_mean),
                  MillisecondsText(loop_lag.p99), MillisecondsText(loop_lag.max),
                  FigureText(worker->cpu_percent)});
  }
  return table;
}

TextTable NarrowWorkersTable(const std::vector<const WorkerResult*>& workers,
                             std::size_t max_width) {
  struct Column {
    std::string name;
    std::string (*cell)(const WorkerResult&);
  };
  // Those of most use first.
  std::vector<Column> columns = {
      {"(index)", [](const WorkerResult& worker) { return CountText(worker.index); }},
      {"backlog", [](const WorkerResult& worker) { return CountText(worker.backlog); }},
      {"max backlog",
       [](const WorkerResult& worker) { return CountText(worker.max_backlog); }},
      {"task p99 (ms)",
       [](const WorkerResult& worker) {
         return MillisecondsText(Summarize(worker.timings.task).p99);
       }},
      {"cpu (%)",
       [](const WorkerResult& worker) { return FigureText(worker.cpu_percent); }},
      {"pid", [](const WorkerResult& worker) { return PidText(worker.pid); }},
  };
  for (;; columns.pop_back()) {
    TextTable::Row header;
    for (const Column& column : columns) header.push_back(column.name);
    TextTable table(header);
    for (const WorkerResult* worker : workers) {
      TextTable::Row row;
      for (const Column& column : columns) row.push_back(column.cell(*worker));
      table.AddRow(row);
    }
    if (columns.size() == 1 || table.width() <= max_width) return table;
  }
}

TextTable TimingsTable(const std::vector<const WorkerResult*>& workers,
                       const std::vector<std::string>& step_names) {
  const auto named_timings = [&](const Timings& timings) {
    std::vector<NamedTiming> named{{"task", Summarize(timings.task)}};
    for (NamedTiming& step : StepTimings(timings, step_names)) {
      named.push_back(std::move(step));
    }
    named.push_back({"response", Summarize(timings.response)});
    return named;
  };

  TextTable::Row header{"(index)"};
  for (const NamedTiming& timing : named_timings({})) {
    header.push_back(timing.name + " mean (ms)");
    header.push_back(timing.name + " p99 (ms)");
  }
  TextTable table(header);

  for (const WorkerResult* worker : workers) {
    TextTable::Row row{CountText(worker->index)};
    for (const NamedTiming& timing : named_timings(worker->timings)) {
      row.push_back(MillisecondsText(timing.summary.mean));
      row.push_back(MillisecondsText(timing.summary.p99));
    }
    table.AddRow(row);
  }
  return table;
}

TextTable TotalsTable(const Result& result) {
  TextTable table({"(index)", "count", "mean (ms)", "p50 (ms)", "p90 (ms)", "p99 (ms)",
                   "p99.9 (ms)", "max (ms)"});
  const auto add = [&](const std::string& name, const TimingSummary& timing) {
    table.AddRow({name, CountText(timing.count), MillisecondsText(timing.mean),
                  MillisecondsText(timing.p50), MillisecondsText(timing.p90),
                  MillisecondsText(timing.p99), MillisecondsText(timing.p999),
                  MillisecondsText(timing.max)});
  };
  const Timings totals = result.Totals();
  add("task", Summarize(totals.task));
  for (const NamedTiming& step : StepTimings(totals, result.step_names)) {
    add(step.name, step.summary);
  }
  add("queue", Summarize(totals.queue));
  add("response", Summarize(totals.response));
  return table;
}

TextTable SummaryTable(const Result& result) {
  TextTable table({"(index)", "mean (ms)", "p50 (ms)", "p99 (ms)", "max (ms)"});
  const auto add = [&](const std::string& name, const TimingSummary& timing) {
    table.AddRow({name, MillisecondsText(timing.mean), MillisecondsText(timing.p50),
                  MillisecondsText(timing.p99), MillisecondsText(timing.max)});
  };
  const Timings totals = result.Totals();
  add("response", Summarize(totals.response));
  add("queue", Summarize(totals.queue));
  add("task", Summarize(totals.task));
  for (const NamedTiming& step : StepTimings(totals, result.step_names)) {
    add(step.name, step.summary);
  }
  return table;
}

TextTable ErrorsTable(const Result& result) {
  TextTable table({"(index)", "count"});
  for (const ErrorClass& error : result.errors) {
    table.AddRow({error.name, CountText(error.count)});
  }
  return table;
}

TextTable RedisTable(const Result& result) {
  TextTable table = ValuesTable();
  if (result.redis) AddUsage(*result.redis, table);
  if (!result.fetch.empty()) table.AddRow({"Fetch", result.fetch});
  if (!result.tls_verify.empty()) table.AddRow({"TLS Verify", result.tls_verify});
  return table;
}

TextTable CommandsTable(std::span<const RedisCommandUsage> commands) {
  TextTable table({"(index)", "calls", "per call (µs)", "main thread (%)"});
  for (const RedisCommandUsage& command : commands) {
    const auto percent =
        command.share ? std::optional(100 * *command.share) : std::nullopt;
    table.AddRow({command.name, CountText(command.calls),
                  FigureText(command.microseconds_per_call), FigureText(percent)});
  }
  return table;
}

TextTable ThresholdsTable(const Result& result) {
  TextTable table({"(index)", "Values", "outcome"});
  for (const ThresholdOutcome& outcome : result.thresholds) {
    table.AddRow(
        {outcome.threshold, ValueText(outcome), outcome.kept ? "kept" : "violated"},
        outcome.kept ? std::nullopt : std::optional(Role::kBad));
  }
  return table;
}

TextTable PreflightTable(const Preflight& preflight) {
  TextTable table({"(index)", "Values", "outcome"});
  for (const PreflightCheck& check : preflight.checks) {
    table.AddRow({check.name, check.value, std::string(NameOf(check.outcome))},
                 RoleOf(check.outcome));
  }
  return table;
}

std::optional<Role> RoleOf(PreflightCheck::Outcome outcome) {
  switch (outcome) {
    case PreflightCheck::Outcome::kDoubtful:
      return Role::kDoubtful;
    case PreflightCheck::Outcome::kImpossible:
      return Role::kBad;
    case PreflightCheck::Outcome::kFine:
    case PreflightCheck::Outcome::kUnknown:
      return std::nullopt;
  }
  LOG(FATAL) << "no such outcome";
}

}  // namespace redline::reporting
