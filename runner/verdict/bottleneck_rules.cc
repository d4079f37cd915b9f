#include "runner/verdict/bottleneck_rules.h"

#include <algorithm>

#include "runner/verdict/judge.h"

namespace redline::runner {
namespace {

using reporting::Reason;
using reporting::Result;
using Kind = reporting::Bottleneck::Kind;

double StallBacklog(const Result& result) {
  return kStallBacklogShare * static_cast<double>(result.constants.max_worker_backlog);
}

// The verdict has found that it is the workers who could not keep up.
bool ClearsSupervisor(const Result& result) {
  return result.verdict && (result.verdict->status == reporting::Status::kFailed ||
                            result.verdict->reason == Reason::kFallingBehind);
}

// A worker gets its share of the rate while it is in its slowest task; one that has
// others in hand goes on with these.
bool BacklogIsOfOneTask(const Result& result, const RunLoad& load) {
  if (load.several_at_once || !BacklogCameNearItsLimit(result) || !load.task_slowest ||
      result.workers.empty()) {
    return false;
  }
  const double came_due = reporting::Seconds(*load.task_slowest).count() *
                          result.messaging.asked_rate /
                          static_cast<double>(result.workers.size());
  return came_due >= StallBacklog(result);
}

bool RedisWasSlow(const Result& result, const RunLoad& load) {
  if (!load.redis_percent || !load.task_mean || !result.preflight ||
      !result.preflight->round_trip || result.round_trips == 0) {
    return false;
  }
  const double busy = *load.redis_percent + load.redis_wait_percent.value_or(0);
  // Behind those of the worker's other tasks: nothing is amiss with that.
  const auto round_trips = result.round_trips *
                           static_cast<double>(result.worker_concurrency) *
                           *result.preflight->round_trip;
  const auto wait = WaitOfATask(load);
  return busy < kIdleRedisPercent && wait >= kSlowFactor * round_trips &&
         wait >= round_trips + kSlow;
}

// The workers are in a task nearly all of their time, and nobody keeps them from more.
Kind WhatWorkersDo(const Result& result, const RunLoad& load) {
  const auto median = load.task_median;
  if (median && *load.timed_task_mean >= kStallFactor * *median) return Kind::kStall;
  if (RedisWasSlow(result, load)) return Kind::kRedisSlow;
  return ComputingPercent(load) >= kComputingPercent ? Kind::kWorkerCpu
                                                     : Kind::kRoundTrip;
}

}  // namespace

bool BlamesSupervisor(const Result& result) {
  return result.verdict && (result.verdict->reason == Reason::kRateMissed ||
                            result.verdict->reason == Reason::kLateness);
}

bool BacklogGrew(const Result& result) {
  return result.verdict && (result.verdict->reason == Reason::kBacklogLimit ||
                            result.verdict->reason == Reason::kNotDrained ||
                            result.verdict->reason == Reason::kFallingBehind);
}

bool BacklogCameNearItsLimit(const Result& result) {
  return BacklogGrew(result) ||
         static_cast<double>(result.HighestBacklog()) >= StallBacklog(result);
}

bool MissedRate(const RunLoad& load) {
  return load.due - load.issued > std::max(load.due * kMissedRateAllowed,
                                           static_cast<double>(kMissedTasksAllowed));
}

bool WasLate(const RunLoad& load) { return load.lateness_p99 >= kLateness; }

bool RedisWaitsForTheMachine(const RunLoad& load) {
  return load.redis_percent && load.redis_wait_percent >= kRedisWaitsPercent &&
         *load.redis_percent + *load.redis_wait_percent >= kRedisBusyPercent;
}

std::optional<double> ComputingPercent(const RunLoad& load) {
  if (!load.worker_cpu_percent) return std::nullopt;
  const double time = load.several_at_once ? 100 : *load.workers_busy_percent;
  return std::min(100 * *load.worker_cpu_percent / time, 100.0);
}

reporting::Milliseconds WaitOfATask(const RunLoad& load) {
  return *load.task_mean * (1 - ComputingPercent(load).value_or(0) / 100);
}

Kind ApplyRules(const Result& result, const RunLoad& load) {
  const bool machine_busy = load.machine_percent >= kMachineBusyPercent ||
                            (load.machine_percent && RedisWaitsForTheMachine(load));
  // On a machine that is used up, lateness is one of the consequences.
  if (BlamesSupervisor(result)) {
    return machine_busy ? Kind::kMachineCpu : Kind::kSupervisor;
  }
  if (load.redis_percent >= kRedisBusyPercent) return Kind::kRedisCpu;
  if (!ClearsSupervisor(result) &&
      (MissedRate(load) || (WasLate(load) && !machine_busy))) {
    return Kind::kSupervisor;
  }
  if (machine_busy) return Kind::kMachineCpu;
  if (load.workers_busy_percent >= kWorkerBusyPercent) {
    if (load.machine_percent >= kContendedPercent) return Kind::kMachineCpu;
    if (load.redis_percent >= kContendedPercent) return Kind::kRedisCpu;
    return WhatWorkersDo(result, load);
  }
  return BacklogIsOfOneTask(result, load) ? Kind::kStall : Kind::kNone;
}

}  // namespace redline::runner
