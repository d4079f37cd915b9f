#include "runner/run/supervisor.h"

#include <algorithm>
#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <utility>
#include <vector>

#include "base/errors.h"
#include "reporting/metrics/metric_list.h"
#include "runner/machine/start_date.h"
#include "runner/plan/run_id.h"
#include "runner/preflight/preflight.h"
#include "runner/preflight/preflight_facts.h"
#include "runner/run/collect.h"
#include "runner/run/loop_lag.h"
#include "runner/run/planned_use.h"
#include "runner/run/run_schedule.h"
#include "runner/run/worker_settings.h"

namespace redline::runner {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using asio::awaitable;
using asio::use_awaitable;
using std::chrono::steady_clock;

constexpr auto kForever = steady_clock::time_point::max();
// A worker that has not said in this time whether it can work never will; nor will they
// all be ready if none of them has prepared anything in this time.
constexpr auto kReadyTimeout = 60s;
// A dyno sends SIGTERM to all its processes at once: a lost worker may be the first that
// we see of it.
constexpr auto kSignalMayFollow = 100ms;
constexpr auto kDrainPoll = 1ms;
// Workers that sleep are woken to stop, others look for it at each tick; what has not
// ended by then is killed. Whoever interrupts us waits for that; otherwise there is time
// for what a workload does at its end, or a sanitizer has to say.
constexpr auto kStopTimeout = 5s;
constexpr auto kStopTimeoutInterrupted = 1s;

// The first failure of a coroutine ends the event loop and comes out of Run.
void RethrowInLoop(std::exception_ptr error) {
  if (error) std::rethrow_exception(error);
}

std::string WhatOf(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& error) {
    return error.what();
  }
}

}  // namespace

Supervisor::Supervisor(const Plan& plan, std::filesystem::path worker, Display& display,
                       const MetricsListener* metrics)
    : plan_(plan),
      worker_(std::move(worker)),
      display_(display),
      changed_(loop_.get_executor()),
      signals_(loop_, changed_, display,
               {.child_ended =
                    [this] {
                      if (workers_) workers_->pool().Reap();
                    },
                .hurried =
                    [this] {
                      if (workers_) workers_->pool().KillAll();
                    }}),
      // So that what each dyno of a fleet stores can be told apart.
      notes_{.run_id = MakeRunId(plan.fleet ? plan.fleet->dyno : DynoName()),
             .started = DateNow()},
      fleet_(plan, loop_, changed_) {
  if (metrics == nullptr) return;
  metrics_.emplace(
      loop_.get_executor(), *metrics,
      MetricsPages([this] { return LookForMetrics(); },
                   plan.metrics_per_worker ? reporting::WorkerDetail::kEach
                                           : reporting::WorkerDetail::kTogether));
}

Supervisor::Outcome Supervisor::Run() {
  std::exception_ptr failure;
  asio::co_spawn(loop_, signals_.Watch(), RethrowInLoop);
  asio::co_spawn(loop_, Show(), RethrowInLoop);
  asio::co_spawn(loop_,
                 MeasureLoopLag(notes_.loop_lag, [this] { return is_measuring(); }),
                 RethrowInLoop);
  if (metrics_) asio::co_spawn(loop_, metrics_->Serve(), RethrowInLoop);
  asio::co_spawn(loop_, Live(), [&](std::exception_ptr error) {
    failure = error;
    loop_.stop();
  });
  loop_.run();
  display_.Clear();
  if (failure) {
    if (!leftover_.empty()) display_.Say(leftover_);
    fleet_.GiveUp(WhatOf(failure));
    std::rethrow_exception(failure);
  }
  reporting::Result result = FinalResult(Parts(), ending_);
  auto fleet = fleet_.Release(ending_, result.verdict->sentence);
  return {.result = std::move(result),
          .signal = signals_.interruption(),
          .hurried = signals_.hurried(),
          .leftover = leftover_,
          .stop_failure = stop_failure_,
          .fleet = std::move(fleet)};
}

awaitable<void> Supervisor::Live() {
  std::exception_ptr failure;
  try {
    co_await LiveUntilTheEnd();
  } catch (...) {
    failure = std::current_exception();
  }
  // A run that cannot begin has left nothing in Redis but what was prepared.
  const bool left_data = has_prepared_ && !issuing_;
  if (failure && !left_data) std::rethrow_exception(failure);
  if (workers_) {
    co_await StopWatching();
    co_await StopWorkers();
    co_await CleanUp();
  }
  if (failure) std::rethrow_exception(failure);
}

awaitable<void> Supervisor::LiveUntilTheEnd() {
  co_await FindRedis();
  if (!ending_.has_come()) co_await CheckPlan();
  if (!ending_.has_come()) co_await StartWorkers();
  // Only now: nothing is lost to a run that cannot begin.
  if (!ending_.has_come()) co_await EmptyRedis();
  if (!ending_.has_come()) co_await PrepareData();
  if (!ending_.has_come()) co_await AwaitFleet();
  if (!ending_.has_come()) co_await Issue();
  if (!ending_.has_come()) co_await Drain();
}

awaitable<void> Supervisor::FindRedis() {
  if (plan_.workload.needs_redis) {
    const std::function<bool()> is_interrupted = [this] { return interrupted(); };
    redis_.emplace(plan_, loop_, changed_, is_interrupted, display_);
    notes_.uses_tls = redis_->options().url.tls;
    co_await redis_->Prepare();
    co_await fleet_.Join(redis_->options(), is_interrupted);
  }
  co_await CheckEndedEarly();
}

awaitable<void> Supervisor::CheckPlan() {
  PreflightFacts facts;
  facts.plan = UseOf(plan_);
  facts.system = GatherSystemFacts();
  if (redis_) facts.redis = co_await redis_->Facts();
  if (!interrupted()) {
    fleet_.AddTo(facts.plan);
    notes_.preflight = CheckFacts(facts);
    const std::string impossible = WhyImpossible(*notes_.preflight);
    // A refusal says it all in its own words.
    if (!impossible.empty() && !plan_.force) throw EnvironmentError(impossible);
    display_.ShowPreflight(*notes_.preflight);
  }
  co_await CheckEndedEarly();
}

awaitable<void> Supervisor::StartWorkers() {
  workers_.emplace(plan_,
                   WorkerSettings(plan_, notes_.run_id, redis_ ? redis_->url() : ""),
                   worker_, loop_, changed_);
  workers_->Spawn();
  const bool settled = co_await changed_.WaitUntil(
      steady_clock::now() + kReadyTimeout,
      [this] { return cannot_begin() || workers_->all_connected(); });
  if (!settled) workers_->ThrowLate(kReadyTimeout);
  co_await CheckWorkers();
}

awaitable<void> Supervisor::CheckWorkers() {
  if (worker_lost()) {
    const bool interrupted_soon = co_await InterruptedSoon();
    if (!interrupted_soon) workers_->ThrowNeverReady();
  }
  if (!cannot_begin() && workers_->all_ready()) {
    notes_.workers_ready = steady_clock::now() - workers_->spawned();
  }
  co_await CheckEndedEarly();
}

awaitable<void> Supervisor::EmptyRedis() {
  if (redis_ && fleet_.OwnsPreparation()) {
    auto and_then = fleet_.AfterPreparation();
    co_await redis_->FlushIfAsked(std::move(and_then));
  }
  co_await CheckEndedEarly();
}

awaitable<void> Supervisor::PrepareData() {
  if (!plan_.data_full) co_return;
  const std::function<bool()> is_ended = [this] {
    return interrupted() || worker_lost();
  };
  if (plan_.flushall) co_await fleet_.AwaitEmptied(is_ended);
  co_await CheckEndedEarly();
  if (ending_.has_come()) co_return;
  has_prepared_ = true;
  workers_->Prepare();
  const auto settled = [this] { return cannot_begin() || workers_->all_ready(); };
  std::uint64_t before = 0;
  do {
    before = workers_->pool().PartsPrepared();
    co_await changed_.WaitUntil(steady_clock::now() + kReadyTimeout, settled);
  } while (!settled() && workers_->pool().PartsPrepared() > before);
  if (!settled()) workers_->ThrowNotPrepared(kReadyTimeout);
  co_await CheckWorkers();
}

awaitable<void> Supervisor::AwaitFleet() {
  const std::function<bool()> is_ended = [this] {
    return interrupted() || worker_lost();
  };
  co_await fleet_.AwaitStart(is_ended);
  co_await CheckEndedEarly();
}

awaitable<void> Supervisor::Issue() {
  issuing_.emplace(plan_, fleet_.Start(), fleet_.Share(), workers_->segment(),
                   workers_->pool(), loop_, changed_);
  StartWatching();
  issuing_->Start();
  co_await changed_.WaitUntil(kForever, [this] {
    return is_issued() || interrupted() || worker_lost() || fleet_.is_in_trouble();
  });
  // Before the verdict: a worker that has died cannot be blamed for its backlog.
  workers_->pool().Reap();
  co_await CheckEndedEarly();
  issuing_->End();
  if (ending_.has_come()) co_return;
  const IssueOutcome& issued = *issuing_->outcome();
  if (issued.end != IssueOutcome::End::kBacklogLimit) co_return;
  ending_.Tell(BacklogAtLimit{.worker = issued.refusal->worker,
                              .backlog = issued.refusal->backlog,
                              .held_back = issued.refusal->held_back,
                              .done_meanwhile = issued.done_after_refusal},
               issued.at);
  fleet_.TellEnd(ending_);
}

void Supervisor::StartWatching() {
  watch_.emplace(loop_.get_executor(),
                 redis_ ? std::optional(redis_->options()) : std::nullopt,
                 workers_->Pids(), [this](TimePoint now) { return LookAt(now); });
  const Issuer::Schedule& schedule = issuing_->schedule();
  asio::co_spawn(loop_, watch_->Run(schedule.measured_start(), schedule.measured_end()),
                 [this](std::exception_ptr error) {
                   RethrowInLoop(std::move(error));
                   watch_over_ = true;
                   changed_.Notify();
                 });
}

RunLook Supervisor::LookAt(TimePoint now) const {
  const Issuer& issuer = issuing_->issuer();
  const TimePoint last = ending_.has_come() ? ending_.at() : now;
  return LookAtRun(workers_->segment(), issuer, now - issuer.schedule().measured_start(),
                   issuer.DueBy(std::min(now, last)));
}

awaitable<void> Supervisor::Drain() {
  const TimePoint time_over = issuing_->schedule().measured_end();
  const TimePoint deadline =
      time_over + std::chrono::round<steady_clock::duration>(plan_.drain);
  const auto done = [this] {
    return workers_->TotalBacklog() == 0 || interrupted() || worker_lost();
  };
  while (!done() && steady_clock::now() < deadline) {
    co_await changed_.WaitUntil(steady_clock::now() + kDrainPoll, done);
  }
  notes_.drain = steady_clock::now() - time_over;
  co_await CheckEndedEarly();
  ending_.Tell(TimeOver{.unfinished = workers_->TotalBacklog()}, time_over);
}

awaitable<void> Supervisor::StopWatching() {
  if (!watch_) co_return;
  watch_->Stop();
  co_await changed_.WaitUntil(kForever, [this] { return watch_over_; });
  if (notes_.drain) {
    watch_->LookAfterDrain(issuing_->schedule().measured_end() +
                           std::chrono::round<steady_clock::duration>(*notes_.drain));
  }
}

awaitable<void> Supervisor::StopWorkers() {
  notes_.proportional_memory = workers_->ProportionalMemory();
  const auto timeout = interrupted() ? kStopTimeoutInterrupted : kStopTimeout;
  const std::vector<std::size_t> stopped = co_await workers_->Stop(timeout);
  stop_failure_ = workers_->pool().StopFailure(stopped, signals_.interruption());
  if (watch_) watch_->LookAfterStop(ending_.at());
}

awaitable<void> Supervisor::CleanUp() {
  if (redis_) leftover_ = co_await redis_->CleanUp(notes_.run_id);
}

bool Supervisor::is_measuring() const {
  if (!workers_) return false;
  // Relaxed: see shm::SegmentHeader.
  return workers_->segment().header().phase.load(std::memory_order_relaxed) ==
         shm::Phase::kMeasuring;
}

awaitable<void> Supervisor::CheckEndedEarly() {
  if (ending_.has_come()) co_return;
  const TimePoint now = steady_clock::now();
  RunEnding::Facts facts;
  if (!interrupted() && worker_lost()) {
    if (issuing_) issuing_->Stop();
    facts.worker = workers_->LossOfFirst();
    co_await InterruptedSoon();
  }
  facts.signal = signals_.interruption();
  // Once all tasks are issued, each dyno ends its test by itself.
  const bool heeds_fleet = facts.signal == 0 && !facts.worker && !is_issued();
  if (heeds_fleet) facts.fleet_trouble = fleet_.Trouble();
  ending_.Tell(facts, now);
  fleet_.TellEnd(ending_);
}

awaitable<bool> Supervisor::InterruptedSoon() {
  return changed_.WaitUntil(steady_clock::now() + kSignalMayFollow,
                            [this] { return interrupted(); });
}

awaitable<void> Supervisor::Show() {
  asio::steady_timer timer(loop_);
  for (auto next = steady_clock::now();; next += display_.interval()) {
    // After a stall, go on from now instead of making up for what nobody saw.
    next = std::max(next, steady_clock::now());
    timer.expires_at(next);
    co_await timer.async_wait(use_awaitable);
    if (!workers_ || !workers_->all_spawned()) continue;
    const TimePoint now = steady_clock::now();
    const reporting::Result result = LiveResult(Parts(), now);
    display_.Update(result, ProgressAt(now, result.phase), now);
  }
}

reporting::Result Supervisor::LookForMetrics() const {
  RunParts parts = Parts();
  // There is nothing to read as long as some are not spawned.
  if (workers_ && !workers_->all_spawned()) {
    parts.segment = nullptr;
    parts.pool = nullptr;
  }
  return MetricsResult(parts, steady_clock::now());
}

reporting::Progress Supervisor::ProgressAt(TimePoint now,
                                           reporting::RunPhase phase) const {
  if (issuing_) return ProgressOf(issuing_->schedule(), plan_.drain, phase, now);
  return {.phase = phase,
          .elapsed = now - workers_->spawned(),
          .planned = {},
          .ready = workers_->pool().ReadyCount()};
}

RunParts Supervisor::Parts() const {
  return {.plan = plan_,
          .notes = notes_,
          .segment = workers_ ? &workers_->segment() : nullptr,
          .pool = workers_ ? &workers_->pool() : nullptr,
          .issuer = issuing_ ? &issuing_->issuer() : nullptr,
          .watch = watch_ ? &*watch_ : nullptr};
}

}  // namespace redline::runner
