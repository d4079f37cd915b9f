#include "reporting/tables/search_tables.h"

#include <cstddef>
#include <optional>
#include <string>

#include "base/text/number_text.h"
#include "reporting/model/trial_figures.h"
#include "reporting/tables/style.h"

namespace redline::reporting {
namespace {

std::optional<Role> RoleOf(TrialAnswer answer) {
  switch (SaysOf(answer)) {
    case TrialSays::kHolds:
      break;
    case TrialSays::kFails:
      return Role::kBad;
    case TrialSays::kNothing:
      return Role::kDoubtful;
  }
  return std::nullopt;
}

std::string ReasonText(const TrialRecord& trial) {
  if (trial.answer == TrialAnswer::kHeld || !trial.result.verdict) return kAbsent;
  return std::string(NameOf(trial.result.verdict->reason));
}

}  // namespace

TextTable TrialsTable(const SearchResult& result) {
  // What is the same in all trials is no column.
  const bool is_rate = result.goal == SearchGoal::kRate;
  TextTable table({"(index)", "to", is_rate ? "rate (tasks/s)" : "workers", "answer",
                   "seconds", "completed (tasks/s)", "highest backlog",
                   "backlog growth (tasks/s)", "response p50 (ms)", "response p99 (ms)",
                   "Redis busy (%)", "Redis waits (%)", "machine (%)", "reason"});
  std::size_t number = 0;
  for (const TrialRecord& trial : result.trials) {
    const TrialFigures figures = FiguresOf(trial);
    table.AddRow(
        {CountText(++number), std::string(NameOf(trial.purpose)),
         is_rate ? ConstantText(trial.rate) : CountText(trial.workers),
         std::string(NameOf(trial.answer)), SecondsText(figures.measured),
         FigureText(figures.completed_rate), CountText(figures.highest_backlog),
         FigureText(figures.backlog_growth), MillisecondsText(figures.response_p50),
         MillisecondsText(figures.response_p99), FigureText(figures.redis_cpu_percent),
         FigureText(figures.redis_cpu_wait_percent),
         FigureText(figures.machine_cpu_percent), ReasonText(trial)},
        RoleOf(trial.answer));
  }
  return table;
}

}  // namespace redline::reporting
