#include "runner/verdict/estimate_redline.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "base/text/number_text.h"
#include "reporting/model/timing_summary.h"
#include "runner/verdict/run_load.h"

namespace redline::runner {
namespace {

using reporting::Reason;
using reporting::RedlineEstimate;
using reporting::Result;
using Limit = RedlineEstimate::Limit;

// The figures of a shorter run are of chance.
constexpr reporting::Seconds kShortest{3};
constexpr double kFewestTasks = 100;
// Of a resource that is hardly used, what others do there is too large a part.
constexpr double kLeastBusy = 0.05;

// The ends of the range, over the estimate: calibrated, see docs/benchmarks.md.
constexpr double kLeast = 0.75;
constexpr double kMostAtTheLimit = 1.15;
constexpr double kMostWithoutLoad = 2;

// A resource, and the share of the time for which it was busy.
struct Use {
  Limit limit;
  double busy;
};

// The resource that is busiest, and so can do least.
std::optional<Use> Busiest(const Result& result, double completed) {
  std::optional<Use> busiest;
  const auto add = [&](Limit limit, double busy) {
    if (!busiest || busy > busiest->busy) busiest = {.limit = limit, .busy = busy};
  };
  if (result.redis && result.redis->cpu_percent_mean) {
    add(Limit::kRedisThread, (*result.redis->cpu_percent_mean +
                              result.redis->cpu_wait_percent_mean.value_or(0)) /
                                 100);
  }
  if (result.machine && result.machine->cpu_percent) {
    add(Limit::kMachineCpu, *result.machine->cpu_percent / 100);
  }
  const auto task = reporting::Summarize(result.Totals().task);
  if (task.mean && !result.workers.empty()) {
    const reporting::Seconds each = *task.mean;
    const auto workers = static_cast<double>(result.workers.size());
    const auto at_once = static_cast<double>(result.worker_concurrency);
    add(Limit::kWorkers, completed * each.count() / (workers * at_once));
  }
  // A worker that has several tasks in hand waits for one while it computes for another,
  // so that its only thread may be all that there is.
  if (result.worker_concurrency > 1) {
    if (const auto percent = LoadOf(result).worker_cpu_percent) {
      add(Limit::kWorkerThreads, *percent / 100);
    }
  }
  return busiest;
}

// Two digits: it is no better.
double Rounded(double rate) {
  const double unit = std::pow(10, std::floor(std::log10(rate)) - 1);
  return std::round(rate / unit) * unit;
}

RedlineEstimate Estimate(Limit limit, double least, double most) {
  RedlineEstimate estimate{
      .least = Rounded(least), .most = Rounded(most), .limit = limit, .sentence = ""};
  estimate.sentence = "By this run's figures the redline probably lies between " +
                      ConstantText(estimate.least) + " and " +
                      ConstantText(estimate.most) +
                      " tasks/s: " + std::string(RowOf(limit).words) + ".";
  return estimate;
}

// A backlog also reaches its limit where something stood still, at any load.
bool WasOverloaded(const Result& result) {
  using Kind = reporting::Bottleneck::Kind;
  switch (result.bottleneck ? result.bottleneck->kind : Kind::kNone) {
    case Kind::kRedisCpu:
    case Kind::kMachineCpu:
    case Kind::kWorkerCpu:
    case Kind::kRoundTrip:
      return true;
    case Kind::kRedisSlow:
    case Kind::kStall:
    case Kind::kSupervisor:
    case Kind::kNone:
      return false;
  }
  return false;
}

bool BacklogGrew(Reason reason) {
  return reason == Reason::kFallingBehind || reason == Reason::kBacklogLimit ||
         reason == Reason::kNotDrained;
}

}  // namespace

std::optional<RedlineEstimate> EstimateRedline(const Result& result) {
  const Reason reason = result.verdict->reason;
  const double completed = result.messaging.completed_rate.value_or(0);
  const double tasks = completed * result.messaging.uptime.count();
  if ((reason != Reason::kCompleted && !BacklogGrew(reason)) ||
      result.messaging.uptime < kShortest || tasks < kFewestTasks ||
      !result.thresholds.empty() || !result.provenance.dyno.empty() ||
      !result.stages.empty()) {
    return std::nullopt;
  }
  if (BacklogGrew(reason)) {
    if (!WasOverloaded(result)) return std::nullopt;
    return Estimate(Limit::kOverloaded, kLeast * completed, kMostAtTheLimit * completed);
  }
  const std::optional<Use> busiest = Busiest(result, completed);
  if (!busiest || busiest->busy < kLeastBusy) return std::nullopt;
  const double rate = completed / busiest->busy;
  const double load = std::min(busiest->busy, 1.0);
  const double most = load * kMostAtTheLimit + (1 - load) * kMostWithoutLoad;
  return Estimate(busiest->limit, kLeast * rate, most * rate);
}

}  // namespace redline::runner
