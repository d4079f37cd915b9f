#include "tests/reporting/sample_results.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

namespace redline::reporting::testing {
namespace {

using std::chrono::microseconds;

void RecordTasks(WorkerResult& worker) {
  constexpr int kTasks = 200;
  for (int task = 0; task < kTasks; ++task) {
    const int slow = task % 100 == 99 ? 30'000 : 0;
    const microseconds fetch(500 + 7 * task + 13 * static_cast<int>(worker.index));
    const microseconds save(800 + 5 * task + slow);
    const microseconds ping(60 + task);
    const microseconds rest(40);
    const microseconds queue(10 * (task % 30));
    Timings& timings = worker.timings;
    timings.steps[0].Record(fetch);
    timings.steps[1].Record(save);
    timings.steps[2].Record(ping);
    timings.rest.Record(rest);
    timings.task.Record(fetch + save + ping + rest);
    timings.queue.Record(queue);
    timings.response.Record(queue + fetch + save + ping + rest);
    worker.loop_lag.Record(microseconds(task));
  }
  worker.loop_mean = Milliseconds(10) + *worker.loop_lag.Mean();
  worker.cycles = kTasks;
}

TimingPoint Around(Milliseconds middle, std::uint64_t count) {
  return {.count = count,
          .mean = middle * 1.125,
          .p50 = middle,
          .p90 = middle * 1.5,
          .p99 = middle * 3,
          .max = middle * 8};
}

// Twelve seconds and a short drain. In second 7 Redis gives no answer and nothing
// completes; second 8 makes up for it.
void AddSeries(Result& result) {
  constexpr int kSeconds = 12;
  constexpr std::uint64_t kRate = 1000;
  for (int second = 1; second <= kSeconds; ++second) {
    SeriesPoint point;
    const bool stall = second == 7;
    point.end = Seconds(second);
    point.length = Seconds(1);
    point.due = point.issued = kRate;
    point.completed = stall ? 0 : second == 8 ? 2 * kRate - 4 : kRate;
    point.total_backlog = stall ? kRate : second == 12 ? 4 : 0;
    point.worst_backlog = stall ? 40 : static_cast<std::uint64_t>(second % 3);
    const Milliseconds task(stall ? 0 : 1.5 + 0.125 * second);
    if (!stall) {
      point.response = Around(second == 8 ? Milliseconds(420) : task, point.completed);
      point.task = Around(task, point.completed);
      point.redis_cpu_percent = 4 + 0.5 * second;
      point.redis_cpu_wait_percent = 0.25 * second;
      point.redis_operations_per_second = 9000 + 10 * second;
      point.redis_memory_mb = 12.5 * second;
    }
    for (std::size_t step = 0; step < result.step_names.size(); ++step) {
      point.steps.push_back(stall ? TimingPoint{} : Around(task / 3, point.completed));
    }
    point.workers_cpu_percent = stall ? 3.5 : 60 + second;
    point.supervisor_cpu_percent = 12 + 0.5 * second;
    point.machine_cpu_percent = stall ? 2 : 30 + second;
    result.series.points.push_back(point);
    result.series.by_worker.ends.push_back(point.end);
  }
  SeriesPoint drain;
  drain.end = Seconds(kSeconds + 0.0124);
  drain.length = Seconds(0.0124);
  drain.completed = 4;
  drain.response = drain.task = Around(Milliseconds(3), 4);
  drain.steps.assign(result.step_names.size(), Around(Milliseconds(1), 4));
  result.series.points.push_back(drain);
  for (const WorkerResult& worker : result.workers) {
    std::vector<WorkerSeries::Cell>& cells =
        result.series.by_worker.workers.emplace_back();
    for (int second = 1; second <= kSeconds; ++second) {
      const bool stall = second == 7;
      cells.push_back(
          {.max_backlog = stall ? 38 + worker.index % 3 : worker.index % 2,
           .task_mean = stall ? std::nullopt
                              : std::optional(Milliseconds(
                                    1.5 + 0.125 * second +
                                    0.25 * static_cast<double>(worker.index)))});
    }
  }
}

// Of 4 s, held, with a task of each step.
StageResult Stage(Seconds begin, double from, double to, std::uint64_t tasks,
                  Milliseconds middle) {
  constexpr Seconds kLength(4);
  StageResult stage;
  stage.begin = begin;
  stage.duration = stage.uptime = kLength;
  stage.from_rate = from;
  stage.to_rate = to;
  stage.asked_rate = (from + to) / 2;
  stage.tasks_sent = stage.tasks_completed = tasks;
  stage.delivered_rate = stage.completed_rate = static_cast<double>(tasks) / 4;
  stage.max_backlog = 3;
  stage.unfinished_at_end = 4;
  stage.worst_backlog_at_end = 2;
  stage.timings.steps.resize(3);
  for (std::uint64_t task = 0; task < std::min<std::uint64_t>(tasks, 200); ++task) {
    const auto time = std::chrono::round<microseconds>(
        middle * (0.5 + static_cast<double>(task) / 200));
    const microseconds queue(10 * (task % 30));
    Timings& timings = stage.timings;
    for (shm::HistogramSnapshot& step : timings.steps) step.Record(time / 4);
    timings.rest.Record(time - 3 * (time / 4));
    timings.task.Record(time);
    timings.queue.Record(queue);
    timings.response.Record(queue + time);
    stage.lateness.Record(microseconds(task));
  }
  stage.outcome = StageOutcome::kHeld;
  return stage;
}

}  // namespace

Result EmptyRun(std::size_t workers) {
  Result result;
  result.constants = {
      .tasks_per_second = 1000,
      .test_duration_seconds = 240,
      .max_flats = 100,
      .item_payload_kb = 5,
      .max_worker_backlog = 100,
      .num_workers = static_cast<std::int64_t>(workers),
      .max_stats_update_per_second = 5,
      .max_workers_display = 5,
      .warmup_seconds = 5,
  };
  result.provenance = {.version = "1.2.3",
                       .revision = "0a1b2c3d4e5f",
                       .started = "2026-11-25T08:34:04Z",
                       .imported_from = "",
                       .dyno = ""};
  result.settings = {{.name = "tasks_per_second", .value = "1000"},
                     {.name = "redis_url", .value = "redis://cache.example:6379"}};
  result.workload = "building";
  result.dispatch = "random";
  result.seed = 7;
  result.step_names = {"fn:fetch", "fn:save", "redis_ping"};
  result.messaging.asked_rate = 1000;
  result.messaging.max_lateness = Milliseconds(10);
  for (std::size_t i = 0; i < workers; ++i) {
    WorkerResult worker;
    worker.index = i;
    worker.pid = static_cast<std::int64_t>(4100 + 3 * i);
    worker.timings.steps.resize(result.step_names.size());
    result.workers.push_back(worker);
  }
  return result;
}

Result RunningRun(std::size_t workers) {
  Result result = EmptyRun(workers);
  result.phase = RunPhase::kMeasuring;
  for (WorkerResult& worker : result.workers) {
    RecordTasks(worker);
    const double index = static_cast<double>(worker.index);
    worker.backlog = worker.index * 5 % 4;
    worker.max_backlog = worker.index * 7 % 23;
    worker.mean_mem_mb = 20 + index / 8;
    worker.pss_mb = 2 + index / 16;
    worker.max_mem_mb = 24.5 + index / 3;
    worker.cpu_percent = 30.5 + index / 4;
    result.messaging.tasks_sent += worker.cycles + worker.backlog;
    result.messaging.tasks_received += worker.cycles;
    result.messaging.tasks_completed += worker.cycles;
  }
  result.messaging.uptime = Seconds(120.25);
  AddSeries(result);
  result.messaging.delivered_rate = 999.987;
  result.messaging.completed_rate = 999.95;
  for (int i = 0; i < 1000; ++i) result.messaging.lateness.Record(microseconds(i));
  for (int i = 0; i < 400; ++i) result.messaging.loop_lag.Record(microseconds(2 * i));
  return result;
}

RedisUsage BusyRedis() {
  RedisUsage redis;
  redis.version = "7.0.15";
  redis.on_this_machine = true;
  redis.samples = 241;
  redis.cpu_percent_mean = 4.127;
  redis.cpu_percent_max = 5.85;
  redis.cpu_wait_percent_mean = 0.618;
  redis.operations_per_second = 9003.4;
  redis.memory_max_mb = 1423.75;
  redis.clients_max = 31;
  redis.evicted_keys = 0;
  const auto add = [&](std::string name, double microseconds, double share) {
    redis.commands.push_back({.name = std::move(name),
                              .calls = 240'000,
                              .microseconds_per_call = microseconds,
                              .share = share});
  };
  add("exec", 30.25, 0.733);
  add("hset", 14, 0.3392);
  add("rpush", 12.5, 0.3029);
  add("hgetall", 9.125, 0.2211);
  add("get", 1.5, 0.0363);
  add("set", 1.25, 0.0303);
  add("multi", 0.2, 0.0048);
  add("ping", 0.11, 0.0027);
  add("config|get", 0.05, 0.0001);
  return redis;
}

Result FailedRun(std::size_t workers) {
  Result result = SuccessfulRun(workers);
  result.errors = {{.name = "OOM", .count = 1204},
                   {.name = "connection lost", .count = 3}};
  result.messaging.tasks_failed = 607;
  result.workers.front().failed = 607;
  result.verdict->status = Status::kFailed;
  result.verdict->reason = Reason::kRedisErrors;
  result.verdict->sentence = "607 tasks failed; the first said: OOM command not allowed.";
  return result;
}

Result StagedRun(std::size_t workers) {
  Result result = SuccessfulRun(workers);
  result.stages = {Stage(Seconds(0), 0, 1000, 2000, Milliseconds(2)),
                   Stage(Seconds(4), 1000, 1000, 4000, Milliseconds(3)),
                   Stage(Seconds(8), 2000, 2000, 7000, Milliseconds(120)),
                   Stage(Seconds(12), 2000, 500, 0, Milliseconds(0))};
  StageResult& failed = result.stages[2];
  failed.uptime = Seconds(3.5);
  failed.tasks_completed = 5600;
  failed.delivered_rate = 2000;
  failed.completed_rate.reset();
  failed.max_backlog = 100;
  failed.unfinished_at_end.reset();
  failed.worst_backlog_at_end.reset();
  failed.outcome = StageOutcome::kFailed;
  StageResult& not_reached = result.stages[3];
  not_reached.uptime = Seconds(0);
  not_reached.asked_rate = not_reached.delivered_rate = not_reached.completed_rate = {};
  not_reached.max_backlog = 0;
  not_reached.unfinished_at_end = not_reached.worst_backlog_at_end = {};
  not_reached.outcome = StageOutcome::kNotReached;

  // The last second is half a one, and nothing drains.
  std::vector<SeriesPoint>& points = result.series.points;
  points.resize(12);
  points.back().end = Seconds(11.5);
  points.back().length = Seconds(0.5);
  result.series.by_worker.ends.back() = Seconds(11.5);
  for (std::size_t i = 0; i < points.size(); ++i) {
    SeriesPoint& point = points[i];
    point.due = i < 4 ? 125 + 250 * i : i < 8 ? 1000 : i < 11 ? 2000 : 1000;
    point.issued = point.due;
    if (point.completed > 0 && i != 7) point.completed = std::min(point.due, 1600UL);
    if (i < 8) continue;
    point.worst_backlog = 25 * (i - 7);
    point.total_backlog = 400 * (i - 7);
    point.response.p99 = Milliseconds(200 * static_cast<double>(i - 7));
  }

  Messaging& messaging = result.messaging;
  messaging.tasks_sent = 13000;
  messaging.tasks_received = messaging.tasks_completed = 11600;
  messaging.uptime = Seconds(11.5);
  messaging.asked_rate = messaging.delivered_rate.emplace(13000 / 11.5);
  messaging.completed_rate = 11600 / 11.5;
  messaging.unfinished_at_end.reset();
  messaging.worst_backlog_at_end.reset();
  messaging.drain.reset();
  result.constants.tasks_per_second = 1187.5;
  result.constants.test_duration_seconds = 16;
  result.workers.back().max_backlog = 100;
  result.settings.push_back(
      {.name = "stages", .value = "4s:0-1000,4s:1000,4s:2000,4s:2000-500"});
  result.settings.push_back({.name = "arrivals", .value = "poisson"});
  result.verdict = Verdict{.status = Status::kFailed,
                           .reason = Reason::kBacklogLimit,
                           .sentence =
                               "A worker's backlog reached its limit after 11.5 "
                               "s, 3.5 s into stage 3 of 4 (2000 tasks/s).",
                           .worker_index = workers - 1,
                           .worker_pid = result.workers.back().pid,
                           .backlog = 100,
                           .at = Seconds(11.5)};
  result.estimate.reset();
  return result;
}

Preflight DoubtfulPreflight() {
  using Outcome = PreflightCheck::Outcome;
  Preflight preflight;
  preflight.checks = {
      {.name = "Redis version",
       .value = "7.0.15",
       .outcome = Outcome::kFine,
       .sentence = ""},
      {.name = "Redis role",
       .value = "slave",
       .outcome = Outcome::kImpossible,
       .sentence = "This Redis is a replica."},
      {.name = "Redis memory",
       .value = "needs 1.4 GB; no maxmemory",
       .outcome = Outcome::kUnknown,
       .sentence = ""},
      {.name = "Redis round trip",
       .value = "2.5 ms",
       .outcome = Outcome::kDoubtful,
       .sentence = "Use at least 10 workers."},
  };
  preflight.round_trip = std::chrono::microseconds(2500);
  return preflight;
}

Result SuccessfulRun(std::size_t workers) {
  Result result = RunningRun(workers);
  result.phase = RunPhase::kDone;
  for (WorkerResult& worker : result.workers) worker.backlog = 0;
  result.messaging.tasks_sent = result.messaging.tasks_completed;
  result.messaging.uptime = Seconds(240);
  result.messaging.delivered_rate = 1000;
  result.messaging.completed_rate = 999.983;
  result.messaging.unfinished_at_end = 4;
  result.messaging.worst_backlog_at_end = 2;
  result.messaging.drain = Seconds(0.0124);
  result.verdict = Verdict{.status = Status::kSuccess,
                           .reason = Reason::kCompleted,
                           .sentence =
                               "All tasks issued in 240 s were completed; no backlog "
                               "exceeded 22 of 100.",
                           .worker_index = std::nullopt,
                           .worker_pid = std::nullopt,
                           .backlog = std::nullopt,
                           .at = Seconds(240.0124)};
  result.preflight = DoubtfulPreflight();
  result.redis = BusyRedis();
  result.fetch = "pipeline";
  result.tls_verify = "full";
  result.supervisor_cpu_percent = 12.25;
  result.machine = MachineUsage{.cores = 8,
                                .cpu_percent = 34.75,
                                .memory_mb = 14336,
                                .kernel = "Linux 6.1.0-40-amd64 x86_64",
                                .dyno = "run.1234"};
  result.bottleneck = Bottleneck{.kind = Bottleneck::Kind::kNone,
                                 .sentence = "Nothing was near its limit."};
  result.estimate = RedlineEstimate{
      .least = 2700,
      .most = 4400,
      .limit = RedlineEstimate::Limit::kRedisThread,
      .sentence =
          "By this run's figures the redline probably lies between 2700 and 4400 "
          "tasks/s: there Redis' main thread would have no time left."};
  return result;
}

}  // namespace redline::reporting::testing
