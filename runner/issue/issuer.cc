#include "runner/issue/issuer.h"

#include <algorithm>

#include "runner/issue/held_back.h"

namespace redline::runner {
namespace {

// Tasks issued between two looks at the clock: few enough that the issue time which they
// share is right to some microseconds, many enough that the clock costs nothing.
constexpr std::uint64_t kBatch = 64;

// Between two looks at a worker that is at its limit.
constexpr std::chrono::milliseconds kLook{1};

std::int64_t Nanoseconds(Pacer::TimePoint time) {
  return std::chrono::nanoseconds(time.time_since_epoch()).count();
}

}  // namespace

IssueOutcome Issuer::Run() {
  // Relaxed stores of the phase: see shm::SegmentHeader.
  phase_.store(shm::Phase::kWarmUp, std::memory_order_relaxed);
  const Pacer warmup(Rate(schedule_.rate.per_second() * kWarmupShare), schedule_.start,
                     schedule_.warmup);
  if (const auto ended = IssuePhase(warmup, Kind::kWarmUp)) return *ended;

  progress_.warmup_leftover.store(dispatcher_.TotalBacklog(), std::memory_order_relaxed);
  phase_.store(shm::Phase::kMeasuring, std::memory_order_relaxed);
  if (const auto ended = IssuePhase(measured_, Kind::kMeasured)) return *ended;

  // Relaxed: announced below.
  progress_.unfinished_at_end.store(dispatcher_.TotalBacklog(),
                                    std::memory_order_relaxed);
  progress_.worst_at_end.store(dispatcher_.WorstBacklog(), std::memory_order_relaxed);
  progress_.time_over.store(true, std::memory_order_release);
  phase_.store(shm::Phase::kDraining, std::memory_order_relaxed);
  return {.end = IssueOutcome::End::kTimeOver, .at = measured_.end()};
}

IssueOutcome Issuer::EndAtLimit(const Dispatcher::Refusal& refusal) {
  // Those who were given tasks before it; the worker at its limit may be one of them.
  dispatcher_.WakeSleepers();
  IssueOutcome outcome{
      .end = IssueOutcome::End::kBacklogLimit, .at = clock_.Now(), .refusal = refusal};
  const Pacer::TimePoint until =
      outcome.at + std::min<Pacer::Duration>(refusal.held_back, kLongestLook);
  for (Pacer::TimePoint now = outcome.at; now < until && !clock_.stopped();
       now = clock_.Now()) {
    clock_.WaitUntil(std::min<Pacer::TimePoint>(until, now + kLook));
    outcome.done_after_refusal = refusal.backlog - dispatcher_.Backlog(refusal.worker);
    if (CaughtUp(outcome.done_after_refusal, refusal.backlog)) break;
  }
  return outcome;
}

std::optional<IssueOutcome> Issuer::IssuePhase(const Pacer& pacer, Kind kind) {
  std::uint64_t next = 0;
  while (!clock_.stopped()) {
    const Pacer::TimePoint now = clock_.Now();
    const bool all_issued = next == pacer.total();
    if (now >= pacer.end() && (all_issued || now > pacer.end() + schedule_.grace)) {
      // Relaxed: as `sent` below.
      if (kind == Kind::kMeasured) {
        progress_.missed.store(pacer.total() - next, std::memory_order_relaxed);
      }
      return std::nullopt;
    }
    const std::uint64_t due = pacer.DueBy(now);
    if (due == next) {
      clock_.WaitUntil(all_issued ? pacer.end() : pacer.DueTime(next));
      continue;
    }
    for (const std::uint64_t end = std::min(due, next + kBatch); next < end; ++next) {
      const Pacer::TimePoint due_time = pacer.DueTime(next);
      const shm::Task task{.sequence = next,
                           .due_ns = Nanoseconds(due_time),
                           .issued_ns = Nanoseconds(now),
                           .measured = kind == Kind::kMeasured,
                           .reserved = 0};
      if (const auto refusal = dispatcher_.Dispatch(task)) return EndAtLimit(*refusal);
      if (kind == Kind::kMeasured) {
        progress_.lateness.Record(
            std::chrono::floor<std::chrono::microseconds>(now - due_time));
        // Relaxed: one writer, a figure to show.
        progress_.sent.store(next + 1, std::memory_order_relaxed);
      }
    }
    dispatcher_.WakeSleepers();
  }
  return IssueOutcome{.end = IssueOutcome::End::kStopped, .at = clock_.Now()};
}

}  // namespace redline::runner
