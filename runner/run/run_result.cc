#include "runner/run/run_result.h"

#include <cstddef>
#include <cstdlib>
#include <string>

#include "base/build_info.h"
#include "redis/tls_options.h"
#include "reporting/model/threshold.h"
#include "runner/machine/machine_facts.h"
#include "runner/run/collect.h"
#include "runner/run/run_schedule.h"
#include "runner/verdict/estimate_redline.h"
#include "runner/verdict/find_bottleneck.h"
#include "runner/verdict/judge.h"
#include "runner/verdict/judge_stages.h"
#include "runner/watch/detail.h"

namespace redline::runner {
namespace {

// The figures of a shorter time are of chance, and of looks a second apart.
constexpr std::chrono::seconds kBottleneckKnown{3};

// The workers' and the issuer's figures.
reporting::Result Figures(const RunParts& run, std::chrono::steady_clock::time_point now,
                          Detail detail) {
  if (run.pool != nullptr) {
    return Collect(
        run.plan, *run.segment, *run.pool, run.issuer,
        run.issuer != nullptr ? Uptime(run.issuer->schedule(), now) : std::nullopt,
        detail);
  }
  // Only an interruption before there was a segment leaves nothing to collect.
  reporting::Result result;
  result.constants = run.plan.constants;
  result.workload = run.plan.workload.name;
  result.messaging.asked_rate = run.plan.constants.tasks_per_second;
  return result;
}

// The part that live view and end have in common.
reporting::Result Build(const RunParts& run, std::chrono::steady_clock::time_point now,
                        Detail detail) {
  reporting::Result result = Figures(run, now, detail);
  const Plan& plan = run.plan;
  result.provenance = {.run_id = run.notes.run_id,
                       .version = std::string(kVersion),
                       .revision = std::string(kRevision),
                       .started = run.notes.started,
                       .imported_from = "",
                       .dyno = plan.fleet ? plan.fleet->dyno : ""};
  result.settings = plan.settings;
  result.task_file = plan.task_file;
  result.round_trips = plan.workload.round_trips;
  result.dispatch = NameOf(plan.dispatch);
  result.worker_concurrency = plan.worker_concurrency;
  result.seed = plan.seed;
  result.workers_ready = run.notes.workers_ready;
  result.preflight = run.notes.preflight;
  result.messaging.loop_lag = shm::HistogramSnapshot(run.notes.loop_lag);
  if (run.watch != nullptr) run.watch->Fill(result, detail);
  return result;
}

// The part of a machine that does not change.
void FillMachine(reporting::MachineUsage& machine) {
  if (const auto memory = GrantedMemory()) {
    machine.memory_mb = static_cast<double>(*memory) / (1024 * 1024);
  }
  machine.kernel = KernelName();
  if (const char* dyno = std::getenv("DYNO")) machine.dyno = dyno;
}

}  // namespace

reporting::Result LiveResult(const RunParts& run,
                             std::chrono::steady_clock::time_point now) {
  reporting::Result result = Build(run, now, Detail::kLive);
  if (result.messaging.uptime >= kBottleneckKnown) {
    result.bottleneck = FindBottleneck(result);
  }
  return result;
}

reporting::Result MetricsResult(const RunParts& run,
                                std::chrono::steady_clock::time_point now) {
  return Build(run, now, Detail::kMetrics);
}

reporting::Result FinalResult(const RunParts& run, const RunEnding& ending) {
  reporting::Result result = Build(run, ending.at(), Detail::kAll);
  result.phase = reporting::RunPhase::kDone;
  result.messaging.drain = run.notes.drain;
  if (run.notes.uses_tls) result.tls_verify = NameOf(run.plan.redis_tls.verify);
  if (run.watch != nullptr) FillMachine(*result.machine);
  for (std::size_t i = 0; i < run.notes.proportional_memory.size(); ++i) {
    result.workers[i].pss_mb = run.notes.proportional_memory[i];
  }
  // Those of a fleet are of all its dynos together (reporting/model/fleet.h).
  if (!run.plan.fleet) {
    for (const reporting::Threshold& threshold : run.plan.slo) {
      result.thresholds.push_back(threshold.Check(result));
    }
  }
  std::optional<reporting::Seconds> at;
  if (run.issuer != nullptr) at = ending.at() - run.issuer->schedule().measured_start();
  result.verdict = Judge(ending.end(), at, result);
  const std::vector<reporting::StageOutcome> outcomes = JudgeStages(result);
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    result.stages[i].outcome = outcomes[i];
  }
  if (result.messaging.uptime.count() > 0) result.bottleneck = FindBottleneck(result);
  result.estimate = EstimateRedline(result);
  return result;
}

}  // namespace redline::runner
