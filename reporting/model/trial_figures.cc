#include "reporting/model/trial_figures.h"

#include <vector>

#include "reporting/model/fell_behind.h"
#include "reporting/model/timing_summary.h"

namespace redline::reporting {

TrialFigures FiguresOf(const TrialRecord& trial) {
  const Result& run = trial.result;
  const TimingSummary response = Summarize(run.Totals().response);
  TrialFigures figures{
      .measured = run.messaging.uptime,
      .completed_rate = run.messaging.completed_rate,
      .highest_backlog = run.HighestBacklog(),
      .backlog_growth = BacklogGrowth(run.series.points, run.messaging.uptime),
      .response_p50 = response.p50,
      .response_p99 = response.p99};
  if (run.redis) {
    figures.redis_cpu_percent = run.redis->cpu_percent_mean;
    figures.redis_cpu_wait_percent = run.redis->cpu_wait_percent_mean;
  }
  if (run.machine) figures.machine_cpu_percent = run.machine->cpu_percent;
  return figures;
}

std::optional<double> CpuDriftPercent(const SearchResult& search) {
  if (!search.held) return std::nullopt;
  std::vector<std::optional<double>> used;
  for (const TrialRecord& trial : search.trials) {
    if (trial.purpose == TrialPurpose::kConfirm && trial.answer == TrialAnswer::kHeld &&
        TriedBy(trial, search.goal) == search.held->value) {
      const auto& machine = trial.result.machine;
      used.push_back(machine ? machine->cpu_percent : std::nullopt);
    }
  }
  if (used.size() < 2 || !used.front() || !used.back() || *used.front() <= 0) {
    return std::nullopt;
  }
  return 100 * (*used.back() / *used.front() - 1);
}

}  // namespace redline::reporting
