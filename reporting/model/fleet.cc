#include "reporting/model/fleet.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "base/text/number_text.h"
#include "reporting/model/fell_behind.h"
#include "reporting/model/fleet_series.h"
#include "reporting/model/fleet_stages.h"

namespace redline::reporting {
namespace {

// The worst first: one dyno that failed makes the fleet fail, whatever the others say. Of
// one that has disappeared less is known; one that has not ended yet is as it should be
// where another was interrupted, which then waits for nobody; and one that stopped
// because of another's failure is not the cause.
int RankOf(const FleetMember& member) {
  if (!member.result || !member.result->verdict) return member.lives ? 4 : 1;
  const Verdict& verdict = *member.result->verdict;
  switch (verdict.status) {
    case Status::kFailed:
      return verdict.reason == Reason::kFleet ? 5 : 0;
    case Status::kInvalid:
      return 2;
    case Status::kInterrupted:
      return 3;
    case Status::kSuccess:
      break;
  }
  return verdict.reason == Reason::kFallingBehind ? 6 : 7;
}

DynoResult RowOf(const FleetMember& member) {
  DynoResult row;
  row.name = member.name;
  row.start_skew = member.start_skew;
  if (!member.result) return row;
  const Result& result = *member.result;
  row.verdict = result.verdict;
  row.asked_rate = result.messaging.asked_rate;
  row.delivered_rate = result.messaging.delivered_rate;
  row.tasks_sent = result.messaging.tasks_sent;
  row.tasks_completed = result.messaging.tasks_completed;
  row.uptime = result.messaging.uptime;
  row.max_backlog = result.HighestBacklog();
  const shm::HistogramSnapshot response = result.Totals().response;
  row.response_p50 = response.Percentile(50);
  row.response_p99 = response.Percentile(99);
  row.machine = result.machine;
  return row;
}

void Add(const Messaging& more, Messaging& sum) {
  sum.tasks_sent += more.tasks_sent;
  sum.tasks_missed += more.tasks_missed;
  sum.tasks_received += more.tasks_received;
  sum.tasks_completed += more.tasks_completed;
  sum.tasks_failed += more.tasks_failed;
  sum.uptime = std::max(sum.uptime, more.uptime);
  sum.asked_rate += more.asked_rate;
  // Their bursts come one after another, and the last of each may just have come.
  sum.burst += more.burst - 1;
  if (more.delivered_rate) {
    sum.delivered_rate = sum.delivered_rate.value_or(0) + *more.delivered_rate;
  }
  if (more.completed_rate) {
    sum.completed_rate = sum.completed_rate.value_or(0) + *more.completed_rate;
  }
  if (more.unfinished_at_end) {
    sum.unfinished_at_end = sum.unfinished_at_end.value_or(0) + *more.unfinished_at_end;
  }
  sum.worst_backlog_at_end =
      std::max(sum.worst_backlog_at_end, more.worst_backlog_at_end);
  sum.lateness.Merge(more.lateness);
  sum.loop_lag.Merge(more.loop_lag);
  sum.warmup_leftover += more.warmup_leftover;
  if (more.drain) sum.drain = std::max(sum.drain.value_or(Seconds(0)), *more.drain);
}

void Add(const std::vector<ErrorClass>& more, std::vector<ErrorClass>& sum) {
  for (const ErrorClass& error : more) {
    const auto known = std::ranges::find(sum, error.name, &ErrorClass::name);
    if (known == sum.end()) {
      sum.push_back(error);
    } else {
      known->count += error.count;
    }
  }
  std::ranges::stable_sort(sum, std::ranges::greater(), &ErrorClass::count);
}

// All steps of all, in the order in which they come up.
std::vector<std::string> StepNamesOf(const std::vector<const Result*>& results) {
  std::vector<std::string> names;
  for (const Result* result : results) {
    for (const std::string& name : result->step_names) {
      if (std::ranges::find(names, name) == names.end()) names.push_back(name);
    }
  }
  return names;
}

// The steps of a dyno under the fleet's names; empty ones for those that it has not.
template <class Step>
std::vector<Step> StepsBy(const std::vector<std::string>& names,
                          const std::vector<std::string>& own_names,
                          const std::vector<Step>& own) {
  std::vector<Step> steps(names.size());
  for (std::size_t i = 0; i < std::min(own_names.size(), own.size()); ++i) {
    const auto at = std::ranges::find(names, own_names[i]);
    if (at != names.end()) steps[static_cast<std::size_t>(at - names.begin())] = own[i];
  }
  return steps;
}

Series MergeSeries(const std::vector<const Result*>& results,
                   const std::vector<std::string>& step_names) {
  std::vector<Series> all;
  std::vector<std::size_t> workers;
  for (const Result* result : results) {
    Series& series = all.emplace_back(result->series);
    for (SeriesPoint& point : series.points) {
      point.steps = StepsBy(step_names, result->step_names, point.steps);
    }
    workers.push_back(result->workers.size());
  }
  std::vector<const Series*> dynos;
  for (const Series& series : all) dynos.push_back(&series);
  return {.points = MergePoints(dynos), .by_worker = MergeWorkerSeries(dynos, workers)};
}

// Leaves them out, with a warning, if the dynos had different ones.
void MergeStagesInto(const std::vector<const Result*>& results, Result& merged) {
  if (results.empty()) return;
  std::vector<std::vector<StageResult>> dynos;
  for (const Result* result : results) {
    // It was ended before it had any.
    if (result->stages.empty() && result->messaging.uptime.count() <= 0) continue;
    for (StageResult& stage : dynos.emplace_back(result->stages)) {
      stage.timings.steps =
          StepsBy(merged.step_names, result->step_names, stage.timings.steps);
    }
  }
  if (dynos.empty()) return;
  std::optional<std::vector<StageResult>> stages = MergeStages(dynos);
  if (stages) {
    merged.stages = *std::move(stages);
  } else {
    merged.stages.clear();
    merged.warnings.emplace_back(
        "The dynos had different stages: only each one's own result has them.");
  }
}

// "Dyno B failed: Worker 3 ..."
std::string SentenceOf(const FleetMember& member) {
  if (!member.result || !member.result->verdict) {
    if (member.absence.empty()) {
      return "Dyno " + member.name +
             " has disappeared: it left no result, so its part is unknown.";
    }
    return "Dyno " + member.name + " " + member.absence + " Its part is unknown.";
  }
  const Verdict& verdict = *member.result->verdict;
  const std::string how = verdict.status == Status::kFailed        ? " failed: "
                          : verdict.status == Status::kInvalid     ? " was invalid: "
                          : verdict.status == Status::kInterrupted ? " was interrupted: "
                                                                   : ": ";
  return "Dyno " + member.name + how + verdict.sentence;
}

// The dyno whose verdict is the fleet's.
const FleetMember& WorstOf(const Fleet& fleet) {
  return *std::ranges::min_element(fleet.members, {}, RankOf);
}

// Redis is everybody's; anything else is that of the dyno which decided the verdict.
std::optional<Bottleneck> BottleneckOf(const Fleet& fleet) {
  for (const FleetMember& member : fleet.members) {
    if (member.result && member.result->bottleneck &&
        member.result->bottleneck->kind == Bottleneck::Kind::kRedisCpu) {
      return member.result->bottleneck;
    }
  }
  const FleetMember& worst = WorstOf(fleet);
  if (!worst.result || !worst.result->bottleneck) return std::nullopt;
  Bottleneck bottleneck = *worst.result->bottleneck;
  bottleneck.sentence = "Dyno " + worst.name + ": " + bottleneck.sentence;
  return bottleneck;
}

// Of the fleet, or of the first dyno whose workers fell behind, which the others may
// hide.
std::string FellBehindTextOf(const Fleet& fleet, const Result& merged) {
  std::string text = FellBehindText(merged);
  for (const FleetMember& member : fleet.members) {
    if (!text.empty()) break;
    text = FellBehindText(*member.result, "the workers of dyno " + member.name);
  }
  return text;
}

// REQUIRES: every dyno has succeeded.
Verdict VerdictOfSuccess(const Fleet& fleet, const Result& merged) {
  const Messaging& messaging = merged.messaging;
  const std::string behind = FellBehindTextOf(fleet, merged);
  Verdict verdict = *fleet.members.front().result->verdict;
  verdict.reason = behind.empty() ? Reason::kCompleted : Reason::kFallingBehind;
  verdict.sentence = "All " + std::to_string(fleet.members.size()) +
                     " dynos ran their full time: all " +
                     CountText(messaging.tasks_completed) + " tasks were completed, " +
                     FigureText(messaging.completed_rate) + " a second." + behind;
  for (const ThresholdOutcome& outcome : merged.thresholds) {
    if (outcome.kept) continue;
    verdict.status = Status::kFailed;
    verdict.reason = Reason::kSlo;
    verdict.sentence +=
        " But the fleet violated the threshold " + outcome.threshold + ".";
  }
  return verdict;
}

Verdict VerdictOf(const Fleet& fleet, const Result& merged) {
  const FleetMember& worst = WorstOf(fleet);
  Verdict verdict;
  if (!worst.result || !worst.result->verdict) {
    verdict.status = Status::kFailed;
    verdict.reason = Reason::kDynoLost;
    verdict.sentence = SentenceOf(worst);
    return verdict;
  }
  if (worst.result->verdict->status == Status::kSuccess) {
    return VerdictOfSuccess(fleet, merged);
  }
  verdict = *worst.result->verdict;
  verdict.sentence = SentenceOf(worst);
  return verdict;
}

void WarnOfUnequalPeriods(const Fleet& fleet, Result& merged) {
  std::optional<Seconds> shortest;
  Seconds longest{0};
  for (const FleetMember& member : fleet.members) {
    if (!member.result) continue;
    const Seconds uptime = member.result->messaging.uptime;
    shortest = std::min(shortest.value_or(uptime), uptime);
    longest = std::max(longest, uptime);
  }
  if (!shortest || longest - *shortest <= Seconds(0.01)) return;
  merged.warnings.push_back("The dynos ran for unequal periods, from " +
                            SecondsText(shortest) + " s to " + SecondsText(longest) +
                            " s: their rates are added anyway.");
}

}  // namespace

Result MergeFleet(const Fleet& fleet, const std::vector<Threshold>& slo) {
  std::vector<const Result*> results;
  for (const FleetMember& member : fleet.members) {
    if (member.result) results.push_back(&*member.result);
  }
  // Settings, provenance, preflight: the first's stand for all.
  Result merged;
  if (!results.empty()) merged = *results.front();
  merged.provenance.dyno.clear();
  merged.fleet = fleet.id;
  merged.dynos.clear();
  merged.members.clear();
  merged.workers.clear();
  const std::optional<Milliseconds> max_lateness = merged.messaging.max_lateness;
  merged.messaging = Messaging{};
  merged.messaging.max_lateness = max_lateness;
  merged.step_names = StepNamesOf(results);
  merged.errors.clear();
  merged.series = Series{};
  merged.warnings.clear();
  merged.machine.reset();
  merged.supervisor_cpu_percent.reset();
  merged.constants.tasks_per_second = 0;
  merged.constants.num_workers = 0;
  for (const FleetMember& member : fleet.members) {
    merged.dynos.push_back(RowOf(member));
    if (!member.result) continue;
    const Result& result = *member.result;
    merged.members.push_back(result);
    merged.members.back().provenance.dyno = member.name;
    // Fields of a fleet are not a dyno's, whatever its result says.
    merged.members.back().dynos.clear();
    merged.members.back().members.clear();
    merged.members.back().fleet.clear();
    merged.constants.tasks_per_second += result.constants.tasks_per_second;
    merged.constants.num_workers += result.constants.num_workers;
    Add(result.messaging, merged.messaging);
    Add(result.errors, merged.errors);
    if (!merged.redis) merged.redis = result.redis;
    // Known only where Redis runs.
    if (result.redis && !merged.redis->cpu_wait_percent_mean) {
      merged.redis->cpu_wait_percent_mean = result.redis->cpu_wait_percent_mean;
    }
    for (WorkerResult worker : result.workers) {
      worker.dyno = member.name;
      worker.index = merged.workers.size();
      worker.timings.steps =
          StepsBy(merged.step_names, result.step_names, worker.timings.steps);
      merged.workers.push_back(std::move(worker));
    }
    for (const std::string& warning : result.warnings) {
      merged.warnings.push_back("Dyno " + member.name + ": " + warning);
    }
  }
  merged.series = MergeSeries(results, merged.step_names);
  MergeStagesInto(results, merged);
  WarnOfUnequalPeriods(fleet, merged);
  merged.bottleneck = BottleneckOf(fleet);
  merged.thresholds.clear();
  for (const Threshold& threshold : slo) {
    merged.thresholds.push_back(threshold.Check(merged));
  }
  JudgeMergedStages(merged);
  merged.verdict = VerdictOf(fleet, merged);
  return merged;
}

}  // namespace redline::reporting
