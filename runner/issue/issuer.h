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
#include <vector>

#include "runner/issue/arrivals.h"
#include "runner/issue/dispatcher.h"
#include "runner/issue/issue_clock.h"
#include "shm/segment_layout.h"
#include "shm/shared_histogram.h"

namespace redline::runner {

// The figures of a stage of the measured phase that other threads may read while tasks
// are issued. Relaxed atomics with one writer, the issuer's thread: each is a figure to
// show; except is_over, none announces other data.
struct StageProgress {
  // Tasks given to workers.
  std::atomic<std::uint64_t> sent{0};
  // Tasks that were due and were never issued, because the measured phase was over.
  std::atomic<std::uint64_t> missed{0};
  // Issued minus due time of each that was.
  shm::SharedHistogram lateness;
  // When the stage was over: tasks unfinished, and those of the worker that had most.
  // Announced by is_over (release).
  std::atomic<std::uint64_t> unfinished_at_end{0};
  std::atomic<std::uint64_t> worst_at_end{0};
  std::atomic<bool> is_over{false};
};

struct IssueProgress {
  explicit IssueProgress(std::size_t stage_count) : stages(stage_count) {}

  // Of the measured phase; never resized.
  std::vector<StageProgress> stages;
  // Warm-up tasks unfinished when the measured phase began. Relaxed, as above.
  std::atomic<std::uint64_t> warmup_leftover{0};
};

// How the issuing ended.
struct IssueOutcome {
  enum class End { kTimeOver, kBacklogLimit, kStopped };
  End end = End::kStopped;
  // When it ended: the planned end of the measured phase if time was over.
  std::chrono::steady_clock::time_point at;
  // For kBacklogLimit: the refusal, and how many of the worker's tasks it then did in the
  // time by which it may have been held back.
  std::optional<Dispatcher::Refusal> refusal = std::nullopt;
  std::uint64_t done_after_refusal = 0;
};

class Issuer {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  using Duration = std::chrono::steady_clock::duration;

  // How late the last tasks may be at least, and at most: who allows more than this is
  // not to wait for it at the end.
  static constexpr std::chrono::milliseconds kShortestGrace{10};
  static constexpr std::chrono::milliseconds kLongestGrace{250};

  struct Schedule {
    TimePoint start;  // The warm-up's, or the measured phase's if there is none.
    ArrivalPlan warmup;
    ArrivalPlan measured;
    // Tasks still due when the measured phase ends are issued if they are no later than
    // this; the rest is missed, and the delivered rate says so.
    Duration grace = kShortestGrace;

    TimePoint measured_start() const { return start + warmup.shape.duration(); }
    TimePoint measured_end() const {
      return measured_start() + measured.shape.duration();
    }
  };

  // A worker at its limit is looked at no longer than this: one that does nothing in all
  // of it is not held back by late tasks.
  static constexpr std::chrono::seconds kLongestLook{10};

  // Keeps references: all outlive the issuer. Sets `phase` as the run goes on.
  Issuer(const Schedule& schedule, Dispatcher& dispatcher, IssueClock& clock,
         std::atomic<shm::Phase>& phase)
      : schedule_(schedule),
        due_(schedule_.measured, schedule_.measured_start()),
        dispatcher_(dispatcher),
        clock_(clock),
        phase_(phase),
        progress_(schedule_.measured.shape.stage_count()) {}

  IssueOutcome Run();

  const Schedule& schedule() const { return schedule_; }
  // How many measured tasks are due at or before `time`. Always from one and the same
  // thread, which may be another than Run's.
  std::uint64_t DueBy(TimePoint time) const { return due_.DueBy(time); }
  const IssueProgress& progress() const { return progress_; }

 private:
  // Issues one phase until its end; returns early if the run ends. `stages` takes its
  // figures, and is null in the warm-up.
  std::optional<IssueOutcome> IssuePhase(const ArrivalPlan& plan, TimePoint start,
                                         std::vector<StageProgress>* stages);
  // What a stage ends with.
  void Close(StageProgress& stage);
  // A worker was at its limit when another task was due: the end of the run.
  IssueOutcome EndAtLimit(const Dispatcher::Refusal& refusal);

  const Schedule schedule_;
  // Not the issuer's thread's.
  mutable DueCount due_;
  Dispatcher& dispatcher_;
  IssueClock& clock_;
  std::atomic<shm::Phase>& phase_;
  IssueProgress progress_;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_ISSUE_ISSUER_H_
