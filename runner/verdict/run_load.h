// How busy everything was that may keep the workers from doing more: in a run, or in a
// part of it. Pure functions of plain values.
#ifndef REDLINE_RUNNER_VERDICT_RUN_LOAD_H_
#define REDLINE_RUNNER_VERDICT_RUN_LOAD_H_

#include <optional>

#include "reporting/model/result.h"
#include "runner/verdict/backlog_growth.h"

namespace redline::runner {

// Each is absent where it is not known.
struct RunLoad {
  using Milliseconds = reporting::Milliseconds;

  std::optional<reporting::Seconds> time;  // How long it is.
  double due = 0;                          // Tasks in that time.
  double issued = 0;
  // One task in a hundred was issued so late or later; not known of a part of the run.
  std::optional<Milliseconds> lateness_p99;
  std::optional<double> redis_percent;       // Its main thread's, of one core.
  std::optional<double> redis_wait_percent;  // Its waits for a CPU, of the time.
  std::optional<double> machine_percent;     // All processes', of all cores.
  std::optional<double> supervisor_percent;  // The supervisor's, of one core.
  // How much of their time the workers were in a task, all together; where each may have
  // several at once, what they had in hand, as a share of that.
  std::optional<double> workers_busy_percent;
  std::optional<double> worker_cpu_percent;  // The workers' mean, of one core.
  bool several_at_once = false;              // A worker may have several tasks in hand.
  std::optional<Milliseconds> task_mean;
  // Half of the tasks took no longer.
  std::optional<Milliseconds> task_median;
  std::optional<Milliseconds> task_slowest;
  // The mean and the median of these: of all tasks, or, while the run lasts, of those of
  // the workers that carry percentiles.
  std::optional<Milliseconds> timed_task_mean;
  bool all_are_timed = true;
};

// The load of the whole measured phase; while the run lasts, so far.
RunLoad LoadOf(const reporting::Result& result);
// The load of a part of the run, by its series. The median is the highest of its points.
RunLoad LoadOf(const reporting::Result& result, PointSpan part);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_VERDICT_RUN_LOAD_H_
