// Issues the tasks of a run: the warm-up's, then the measured ones, each when it is due.
//
// Before it returns it looks what that worker does in the time by which late tasks may
// have held it back (runner/issue/held_back.h): a stall of the supervisor fills any
// backlog.
//
// Run occupies a thread of its own, so that neither the live view nor a slow terminal can
// make a task late. Every wake-up issues all tasks that are due by then, each stamped
// with the time at which it was due. The first task that is due for a worker whose
// backlog is at the limit ends the run.
//
// Threads: Run on one thread, once; progress() from any.
#ifndef REDLINE_RUNNER_ISSUE_ISSUER_H_
#define REDLINE_RUNNER_ISSUE_ISSUER_H_

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "runner/issue/dispatcher.h"
#include "runner/issue/issue_clock.h"
#include "runner/issue/pacer.h"
#include "runner/issue/rate.h"
#include "shm/segment_layout.h"
#include "shm/shared_histogram.h"

namespace redline::runner {

// The figures that other threads may read while tasks are issued. Relaxed atomics with
// one writer, the issuer's thread: each is a figure to show; except time_over, none
// announces other data.
struct IssueProgress {
  // Measured tasks given to workers.
  std::atomic<std::uint64_t> sent{0};
  // Measured tasks that were due and were never issued, because the phase was over.
  std::atomic<std::uint64_t> missed{0};
  // Issued minus due time of each that was.
  shm::SharedHistogram lateness;
  // Warm-up tasks unfinished when the measured phase began.
  std::atomic<std::uint64_t> warmup_leftover{0};
  // When the measured phase was over: tasks unfinished, and those of the worker that had
  // most. Announced by time_over (release).
  std::atomic<std::uint64_t> unfinished_at_end{0};
  std::atomic<std::uint64_t> worst_at_end{0};
  std::atomic<bool> time_over{false};
};

// How the issuing ended.
struct IssueOutcome {
  enum class End { kTimeOver, kBacklogLimit, kStopped };
  End end = End::kStopped;
  // When it ended: the planned end of the measured phase if time was over.
  Pacer::TimePoint at;
  // For kBacklogLimit: the refusal, and how many of the worker's tasks it then did in the
  // time by which it may have been held back.
  std::optional<Dispatcher::Refusal> refusal = std::nullopt;
  std::uint64_t done_after_refusal = 0;
};

class Issuer {
 public:
  // How late the last tasks may be at least, and at most: who allows more than this is
  // not to wait for it at the end.
  static constexpr std::chrono::milliseconds kShortestGrace{10};
  static constexpr std::chrono::milliseconds kLongestGrace{250};

  struct Schedule {
    Rate rate;
    Pacer::TimePoint start;    // The warm-up's, or the measured phase's if there is none.
    Pacer::Duration warmup;    // At a tenth of the rate; may be 0.
    Pacer::Duration duration;  // The measured phase's.
    // Tasks still due when the measured phase ends are issued if they are no later than
    // this; the rest is missed, and the delivered rate says so.
    Pacer::Duration grace = kShortestGrace;

    Pacer::TimePoint measured_start() const { return start + warmup; }
    Pacer::TimePoint measured_end() const { return measured_start() + duration; }
  };

  // A worker at its limit is looked at no longer than this: one that does nothing in all
  // of it is not held back by late tasks.
  static constexpr std::chrono::seconds kLongestLook{10};

  // Keeps references: all outlive the issuer. Sets `phase` as the run goes on.
  Issuer(const Schedule& schedule, Dispatcher& dispatcher, IssueClock& clock,
         std::atomic<shm::Phase>& phase)
      : schedule_(schedule),
        measured_(schedule.rate, schedule.measured_start(), schedule.duration),
        dispatcher_(dispatcher),
        clock_(clock),
        phase_(phase) {}

  IssueOutcome Run();

  const Schedule& schedule() const { return schedule_; }
  // How many measured tasks are due at or before `time`.
  std::uint64_t DueBy(Pacer::TimePoint time) const { return measured_.DueBy(time); }
  const IssueProgress& progress() const { return progress_; }

 private:
  enum class Kind { kWarmUp, kMeasured };

  // A worker was at its limit when another task was due: the end of the run.
  IssueOutcome EndAtLimit(const Dispatcher::Refusal& refusal);
  // Issues one phase until its end; returns early if the run ends.
  std::optional<IssueOutcome> IssuePhase(const Pacer& pacer, Kind kind);

  const Schedule schedule_;
  const Pacer measured_;
  Dispatcher& dispatcher_;
  IssueClock& clock_;
  std::atomic<shm::Phase>& phase_;
  IssueProgress progress_;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_ISSUE_ISSUER_H_
