#include "tests/reporting/sample_results.h"

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
  worker.cycles = kTasks;
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
  result.messaging.delivered_rate = 999.987;
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
  result.machine = MachineUsage{.cores = 8, .cpu_percent = 34.75};
  result.bottleneck = Bottleneck{.kind = Bottleneck::Kind::kNone,
                                 .sentence = "Nothing was near its limit."};
  return result;
}

}  // namespace redline::reporting::testing
