#include "runner/issue/issuer.h"

#include <algorithm>

#include "runner/issue/held_back.h"

namespace redline::runner {
namespace {

// Tasks issued between two looks at the clock: few enough that the issue time which they
// share is right to some microseconds, many enough that the clock costs nothing.
constexpr int kBatch = 64;

// Between two looks at a worker that is at its limit.
constexpr std::chrono::milliseconds kLook{1};

std::int64_t Nanoseconds(Issuer::TimePoint time) {
  return std::chrono::nanoseconds(time.time_since_epoch()).count();
}

}  // namespace

IssueOutcome Issuer::Run() {
  // Relaxed stores of the phase: see shm::SegmentHeader.
  phase_.store(shm::Phase::kWarmUp, std::memory_order_relaxed);
  if (const auto ended = IssuePhase(schedule_.warmup, schedule_.start, nullptr)) {
    return *ended;
  }
  progress_.warmup_leftover.store(dispatcher_.TotalBacklog(), std::memory_order_relaxed);
  phase_.store(shm::Phase::kMeasuring, std::memory_order_relaxed);
  if (const auto ended =
          IssuePhase(schedule_.measured, schedule_.measured_start(), &progress_.stages)) {
    return *ended;
  }
  phase_.store(shm::Phase::kDraining, std::memory_order_relaxed);
  return {.end = IssueOutcome::End::kTimeOver, .at = schedule_.measured_end()};
}

void Issuer::Close(StageProgress& stage) {
  // Relaxed: announced below.
  stage.unfinished_at_end.store(dispatcher_.TotalBacklog(), std::memory_order_relaxed);
  stage.worst_at_end.store(dispatcher_.WorstBacklog(), std::memory_order_relaxed);
  stage.is_over.store(true, std::memory_order_release);
}

IssueOutcome Issuer::EndAtLimit(const Dispatcher::Refusal& refusal) {
  // Those who were given tasks before it; the worker at its limit may be one of them.
  dispatcher_.WakeSleepers();
  IssueOutcome outcome{
      .end = IssueOutcome::End::kBacklogLimit, .at = clock_.Now(), .refusal = refusal};
  const Issuer::TimePoint until =
      outcome.at + std::min<Issuer::Duration>(refusal.held_back, kLongestLook);
  for (Issuer::TimePoint now = outcome.at; now < until && !clock_.stopped();
       now = clock_.Now()) {
    clock_.WaitUntil(std::min<Issuer::TimePoint>(until, now + kLook));
    outcome.done_after_refusal = refusal.backlog - dispatcher_.Backlog(refusal.worker);
    if (CaughtUp(outcome.done_after_refusal, refusal.backlog)) break;
  }
  return outcome;
}

std::optional<IssueOutcome> Issuer::IssuePhase(const ArrivalPlan& plan, TimePoint start,
                                               std::vector<StageProgress>* stages) {
  const TimePoint end = start + plan.shape.duration();
  Arrivals arrivals(plan, start);
  std::size_t stage = 0;
  while (!clock_.stopped()) {
    const TimePoint now = clock_.Now();
    const std::optional<Arrival>& next = arrivals.next();
    if (now >= end && (!next || now > end + schedule_.grace)) {
      if (stages == nullptr) return std::nullopt;
      while (next) {
        const std::size_t missed_in = next->stage;
        // Relaxed: as `sent` below.
        (*stages)[missed_in].missed.store(arrivals.PassStage(),
                                          std::memory_order_relaxed);
      }
      for (; stage < stages->size(); ++stage) Close((*stages)[stage]);
      return std::nullopt;
    }
    const TimePoint stage_end = start + plan.shape.EndOf(stage);
    if (now >= stage_end && stage + 1 < plan.shape.stage_count() &&
        (!next || next->stage > stage)) {
      if (stages != nullptr) Close((*stages)[stage]);
      ++stage;
      continue;
    }
    if (!next || next->due > now) {
      clock_.WaitUntil(next ? std::min(next->due, stage_end) : stage_end);
      continue;
    }
    for (int i = 0; i < kBatch && next && next->due <= now && next->stage == stage; ++i) {
      const TimePoint due = next->due;
      const shm::Task task{.sequence = arrivals.passed(),
                           .due_ns = Nanoseconds(due),
                           .issued_ns = Nanoseconds(now),
                           .measured = stages != nullptr,
                           .stage = static_cast<std::uint32_t>(stage)};
      if (const auto refusal = dispatcher_.Dispatch(task)) return EndAtLimit(*refusal);
      arrivals.Advance();
      if (stages == nullptr) continue;
      StageProgress& figures = (*stages)[stage];
      figures.lateness.Record(std::chrono::floor<std::chrono::microseconds>(now - due));
      // Relaxed: one writer, a figure to show.
      figures.sent.store(figures.sent.load(std::memory_order_relaxed) + 1,
                         std::memory_order_relaxed);
    }
    dispatcher_.WakeSleepers();
  }
  return IssueOutcome{.end = IssueOutcome::End::kStopped, .at = clock_.Now()};
}

}  // namespace redline::runner
