// The tasks of a run, and their rates.
#ifndef REDLINE_REPORTING_MODEL_MESSAGING_H_
#define REDLINE_REPORTING_MODEL_MESSAGING_H_

#include <cstdint>
#include <optional>
#include <tuple>

#include "reporting/model/field.h"
#include "reporting/model/time_units.h"
#include "shm/histogram_snapshot.h"

namespace redline::reporting {

struct Messaging {
  std::uint64_t tasks_sent = 0;
  std::uint64_t tasks_missed = 0;
  std::uint64_t tasks_received = 0;
  std::uint64_t tasks_completed = 0;
  std::uint64_t tasks_failed = 0;
  Seconds uptime{0};  // So far, while the run lasts.
  double asked_rate = 0;
  std::uint64_t burst = 1;
  // Not sent over uptime: of one task a minute the first is due at once.
  std::optional<double> delivered_rate;
  std::optional<double> completed_rate;
  std::optional<std::uint64_t> unfinished_at_end;
  std::optional<std::uint64_t> worst_backlog_at_end;
  shm::HistogramSnapshot lateness;
  std::optional<Milliseconds> max_lateness;
  shm::HistogramSnapshot loop_lag;
  std::uint64_t warmup_leftover = 0;
  std::optional<Seconds> drain;
};

template <>
inline constexpr auto kFields<Messaging> = std::tuple{
    Field{"tasks_sent", &Messaging::tasks_sent, "tasks", "issued to workers"},
    Field{"tasks_missed", &Messaging::tasks_missed, "tasks",
          "due and never issued, because the measured phase was over before the "
          "supervisor got to them; in no timing"},
    Field{"tasks_received", &Messaging::tasks_received, "tasks", "started by a worker"},
    Field{"tasks_completed", &Messaging::tasks_completed, "tasks",
          "done, without an error"},
    Field{"tasks_failed", &Messaging::tasks_failed, "tasks",
          "given up because of an error; in no timing"},
    Field{"uptime_seconds", &Messaging::uptime, "seconds",
          "how long the measured phase lasted"},
    Field{"asked_rate", &Messaging::asked_rate, "tasks a second",
          "the mean of it where it changes", Form::kAsGiven},
    Field{"burst", &Messaging::burst, "tasks",
          "that came at once; 1 unless `--arrivals` was a burst"},
    Field{"delivered_rate", &Messaging::delivered_rate, "tasks a second",
          "the asked rate times the share of the due tasks that was sent; `null` before "
          "the measured phase"},
    Field{
        "completed_rate", &Messaging::completed_rate, "tasks a second",
        "likewise of those that were completed before the measured phase was over: what "
        "the drain completed does not count"},
    Field{"unfinished_at_end", &Messaging::unfinished_at_end, "tasks",
          "unfinished when the time of the measured phase was over; `null` if the run "
          "ended before"},
    Field{"worst_backlog_at_end", &Messaging::worst_backlog_at_end, "tasks",
          "of the worker that then had most"},
    Field{"lateness", &Messaging::lateness, "a timing",
          "from the due time until it was issued, of every task"},
    Field{"max_lateness_ms", &Messaging::max_lateness, "milliseconds",
          "the lateness p99 that was allowed; `null` if any was"},
    Field{
        "supervisor_loop_lag", &Messaging::loop_lag, "a timing",
        "how late the supervisor's own event loop (another thread issues the tasks) was "
        "to notice a timer"},
    Field{"warmup_leftover", &Messaging::warmup_leftover, "tasks",
          "warm-up tasks that were unfinished when the measured phase began"},
    Field{"drain_seconds", &Messaging::drain, "seconds",
          "from the end of the measured phase until the last task was done or given up; "
          "`null` where nothing was drained"},
};

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_MODEL_MESSAGING_H_
