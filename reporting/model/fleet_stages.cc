#include "reporting/model/fleet_stages.h"

#include <algorithm>
#include <cstddef>
#include <span>

#include "reporting/model/fell_behind.h"
#include "reporting/model/threshold.h"

namespace redline::reporting {
namespace {

bool AreTheSame(const std::vector<StageResult>& one,
                const std::vector<StageResult>& other) {
  return std::ranges::equal(one, other, [](const StageResult& a, const StageResult& b) {
    return a.begin == b.begin && a.duration == b.duration;
  });
}

// As the dynos' verdicts are ranked: a failure is one of the fleet, whatever the others
// say; then what says nothing of the workers.
int RankOf(const std::optional<StageOutcome>& outcome) {
  if (!outcome) return 7;
  switch (*outcome) {
    case StageOutcome::kFailed:
      return 0;
    case StageOutcome::kSlo:
      return 1;
    case StageOutcome::kInvalid:
      return 2;
    case StageOutcome::kCutShort:
      return 3;
    case StageOutcome::kNotReached:
      return 4;
    case StageOutcome::kFellBehind:
      return 5;
    case StageOutcome::kHeld:
      break;
  }
  return 6;
}

template <class Number>
void AddTo(std::optional<Number>& sum, const std::optional<Number>& more) {
  if (more) sum = sum.value_or(0) + *more;
}

void Add(const StageResult& more, StageResult& sum) {
  sum.from_rate += more.from_rate;
  sum.to_rate += more.to_rate;
  sum.uptime = std::max(sum.uptime, more.uptime);
  AddTo(sum.asked_rate, more.asked_rate);
  sum.tasks_sent += more.tasks_sent;
  sum.tasks_missed += more.tasks_missed;
  sum.tasks_completed += more.tasks_completed;
  AddTo(sum.delivered_rate, more.delivered_rate);
  AddTo(sum.completed_rate, more.completed_rate);
  sum.max_backlog = std::max(sum.max_backlog, more.max_backlog);
  AddTo(sum.unfinished_at_end, more.unfinished_at_end);
  sum.worst_backlog_at_end =
      std::max(sum.worst_backlog_at_end, more.worst_backlog_at_end);
  sum.lateness.Merge(more.lateness);
  sum.timings.Merge(more.timings);
  if (RankOf(more.outcome) < RankOf(sum.outcome)) sum.outcome = more.outcome;
}

}  // namespace

std::optional<std::vector<StageResult>> MergeStages(
    const std::vector<std::vector<StageResult>>& dynos) {
  std::vector<StageResult> merged = dynos.front();
  for (const std::vector<StageResult>& stages : std::span(dynos).subspan(1)) {
    if (!AreTheSame(stages, merged)) return std::nullopt;
    for (std::size_t i = 0; i < merged.size(); ++i) Add(stages[i], merged[i]);
  }
  return merged;
}

void JudgeMergedStages(Result& merged) {
  for (std::size_t i = 0; i < merged.stages.size(); ++i) {
    std::optional<StageOutcome>& outcome = merged.stages[i].outcome;
    if (outcome != StageOutcome::kHeld && outcome != StageOutcome::kFellBehind) continue;
    if (ViolatesThresholdOfStage(merged, i)) {
      outcome = StageOutcome::kSlo;
    } else if (merged.stages[i].unfinished_at_end && FellBehind(merged.OfStage(i))) {
      outcome = StageOutcome::kFellBehind;
    }
  }
}

}  // namespace redline::reporting
