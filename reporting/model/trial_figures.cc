#include "reporting/model/trial_figures.h"

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

}  // namespace redline::reporting
