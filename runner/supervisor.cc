#include "runner/supervisor.h"

#include <fcntl.h>
#include <glog/logging.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdlib>
#include <exception>
#include <memory>
#include <utility>

#include "redis/tls_options.h"
#include "reporting/build_info.h"
#include "runner/collect.h"
#include "runner/errors.h"
#include "runner/exit_code.h"
#include "runner/find_bottleneck.h"
#include "runner/ignored_signal.h"
#include "runner/machine_facts.h"
#include "runner/preflight.h"
#include "runner/preflight_facts.h"
#include "runner/proportional_memory.h"
#include "runner/run_id.h"
#include "runner/start_date.h"
#include "runner/tick_interval.h"
#include "worker/workloads/workload_list.h"

namespace redline::runner {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using asio::awaitable;
using asio::use_awaitable;
using std::chrono::steady_clock;

constexpr auto kForever = steady_clock::time_point::max();
// A worker that has not said in this time whether it can work never will.
constexpr auto kReadyTimeout = 60s;
// A dyno sends SIGTERM to all its processes at once: a lost worker may be the first that
// we see of it.
constexpr auto kSignalMayFollow = 100ms;
// The figures of a shorter time are of chance, and of looks a second apart.
constexpr auto kBottleneckKnown = 3s;
constexpr auto kDrainPoll = 1ms;
// The dynos of a fleet share out the time between two tasks among their starts; where
// tasks are seldom, not all of it, so that all test at the same time.
constexpr auto kLongestStagger = 100ms;
// Workers that sleep are woken to stop, others look for it at each tick; what has not
// ended by then is killed. Whoever interrupts us waits for that; otherwise there is time
// for what a workload does at its end, or a sanitizer has to say.
constexpr auto kStopTimeout = 5s;
constexpr auto kStopTimeoutInterrupted = 1s;

// The one error_code of a wait that may be cancelled: the caller looks at its condition.
auto Ignoring(boost::system::error_code& error) {
  return asio::redirect_error(use_awaitable, error);
}

// What of the machine does not change.
void FillMachine(reporting::MachineUsage& machine) {
  if (const auto memory = GrantedMemory()) {
    machine.memory_mb = static_cast<double>(*memory) / (1024 * 1024);
  }
  machine.kernel = KernelName();
  if (const char* dyno = std::getenv("DYNO")) machine.dyno = dyno;
}

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

Supervisor::Supervisor(const Plan& plan, std::filesystem::path worker, Display& display)
    : plan_(plan),
      worker_(std::move(worker)),
      display_(display),
      // So that what each dyno of a fleet stores can be told apart.
      run_id_(MakeRunId(plan.fleet ? plan.fleet->dyno : DynoName())),
      started_(DateNow()),
      signals_(loop_, SIGINT, SIGTERM, SIGCHLD),
      changed_(loop_.get_executor()) {
  for (const int signal : {SIGHUP, SIGQUIT, SIGTSTP}) {
    if (!IsIgnored(signal)) signals_.add(signal);
  }
  signals_.add(SIGCONT);
}

Supervisor::~Supervisor() { JoinIssuer(); }

Supervisor::Outcome Supervisor::Run() {
  std::exception_ptr failure;
  asio::co_spawn(loop_, WatchSignals(), RethrowInLoop);
  asio::co_spawn(loop_, Show(), RethrowInLoop);
  asio::co_spawn(loop_, MeasureLoopLag(), RethrowInLoop);
  asio::co_spawn(loop_, Live(), [&](std::exception_ptr error) {
    failure = error;
    loop_.stop();
  });
  loop_.run();
  display_.Clear();
  if (failure) {
    if (fleet_) fleet_->GiveUp(WhatOf(failure));
    std::rethrow_exception(failure);
  }

  // Only an interruption before there was a segment leaves nothing to collect.
  reporting::Result result;
  result.constants = plan_.constants;
  result.workload = plan_.workload;
  result.messaging.asked_rate = plan_.rate().per_second();
  const std::optional<reporting::Seconds> uptime =
      end_time_ ? Uptime(*end_time_) : std::nullopt;
  if (pool_) {
    result = Collect(plan_, *segment_, *pool_, issuer_ ? &*issuer_ : nullptr, uptime,
                     Detail::kAll);
  }
  result.phase = reporting::RunPhase::kDone;
  FillOwn(result);
  result.messaging.drain = drain_;
  if (redis_ && redis_->options().url.tls)
    result.tls_verify = NameOf(plan_.redis_tls.verify);
  if (watch_) {
    watch_->Fill(result, Detail::kAll);
    FillMachine(*result.machine);
  }
  for (std::size_t i = 0; i < proportional_memory_.size(); ++i) {
    result.workers[i].pss_mb = proportional_memory_[i];
  }
  std::optional<reporting::Seconds> at;
  if (issuer_) at = *end_time_ - issuer_->schedule().measured_start();
  for (const reporting::Threshold& threshold : plan_.slo) {
    result.thresholds.push_back(threshold.Check(result));
  }
  result.verdict = Judge(*end_, at, result);
  if (result.messaging.uptime.count() > 0) result.bottleneck = FindBottleneck(result);
  if (fleet_ && !fleet_->start()) {
    // What did not begin has no verdict: there is but this dyno's own.
    fleet_->GiveUp(result.verdict->sentence);
    fleet_.reset();
  } else if (fleet_) {
    // The others may have agreed on the start while this dyno was ending.
    TellFleetOfEnd();
    fleet_->Quieten();
  }
  return {.result = std::move(result),
          .signal = signal_,
          .hurried = hurried_,
          .leftover = leftover_,
          .stop_failure = stop_failure_,
          .fleet = std::move(fleet_)};
}

awaitable<void> Supervisor::Live() {
  if (worker::FindWorkloadSpec(plan_.workload)->needs_redis) {
    redis_.emplace(
        plan_, loop_, changed_, [this] { return interrupted(); }, display_);
    co_await redis_->Prepare();
    if (plan_.fleet && !interrupted()) {
      fleet_ = std::make_unique<FleetSession>(*plan_.fleet, redis_->options(), [this] {
        asio::post(loop_, [this] { changed_.Notify(); });
      });
      co_await JoinFleet();
    }
  }
  co_await CheckEndedEarly();
  if (end_) co_return;
  co_await CheckPlan();
  co_await CheckEndedEarly();
  if (end_) co_return;
  co_await StartWorkers();
  co_await CheckEndedEarly();
  // Only now: nothing is lost to a run that cannot begin.
  if (!end_) co_await EmptyRedis();
  if (!end_) co_await CheckEndedEarly();
  if (!end_ && fleet_) co_await AwaitFleet();
  if (!end_) co_await Issue();
  if (!end_) co_await Drain();
  co_await StopWatching();
  MeasureMemory();
  co_await StopWorkers();
  if (watch_) watch_->LookAfterStop(*end_time_);
  if (redis_) leftover_ = co_await redis_->CleanUp(run_id_);
}

awaitable<void> Supervisor::JoinFleet() {
  co_await changed_.WaitUntil(steady_clock::now() + plan_.fleet->wait, [this] {
    return interrupted() || fleet_->HasSettledJoin();
  });
  if (!interrupted()) fleet_->CheckJoined();
}

awaitable<void> Supervisor::CheckPlan() {
  const auto workers = static_cast<std::uint64_t>(plan_.constants.num_workers);
  const auto limit = static_cast<std::size_t>(plan_.constants.max_worker_backlog);
  const worker::WorkloadSpec& workload = *worker::FindWorkloadSpec(plan_.workload);
  PreflightFacts facts;
  facts.plan = {.tasks_per_second = plan_.rate().per_second(),
                .workers = workers,
                .bytes_stored = workload.bytes_stored
                                    ? workload.bytes_stored(plan_.workload_use())
                                    : 0,
                .round_trips_per_task = workload.round_trips,
                .segment_bytes = shm::SegmentSize(workers, shm::RingCapacityFor(limit))};
  facts.system = GatherSystemFacts();
  if (redis_) {
    facts.redis = co_await redis_->Facts();
    if (interrupted()) co_return;
  }
  if (fleet_) {
    facts.plan.dynos = fleet_->options().size;
    facts.plan.other_dynos_joined = std::max<std::size_t>(fleet_->joined_count(), 1) - 1;
  }
  preflight_ = CheckFacts(facts);
  const std::string impossible = WhyImpossible(*preflight_);
  // A refusal says it all in its own words.
  if (!impossible.empty() && !plan_.force) throw EnvironmentError(impossible);
  display_.ShowPreflight(*preflight_);
}

awaitable<void> Supervisor::StartWorkers() {
  segment_ = shm::Segment::Create(
      {.worker_count = static_cast<std::uint32_t>(plan_.constants.num_workers),
       .backlog_limit = static_cast<std::uint32_t>(plan_.constants.max_worker_backlog)},
      WorkerSettings());
  pool_.emplace(*segment_, worker_);
  asio::co_spawn(loop_, WatchWorkerStates(), RethrowInLoop);
  spawned_ = steady_clock::now();
  pool_->SpawnAll();

  const bool settled =
      co_await changed_.WaitUntil(steady_clock::now() + kReadyTimeout, [this] {
        return interrupted() || worker_lost() || stopped_by_fleet() ||
               pool_->ReadyCount() == pool_->size();
      });
  if (!settled) {
    throw EnvironmentError("Only " + std::to_string(pool_->ReadyCount()) + " of " +
                           std::to_string(pool_->size()) + " workers were ready after " +
                           std::to_string(kReadyTimeout.count()) +
                           " seconds; use fewer workers.");
  }
  if (worker_lost()) {
    const bool interrupted_soon = co_await InterruptedSoon();
    if (!interrupted_soon) ThrowWorkerLost(*pool_->FirstLost());
  }
  // Before the workers were ready: nothing is known of them.
  if (interrupted() || stopped_by_fleet()) co_return;
  workers_ready_ = steady_clock::now() - *spawned_;
}

awaitable<void> Supervisor::EmptyRedis() {
  // One owner cleans, before anybody begins.
  const bool owner = !fleet_ || fleet_->OwnsPreparation();
  if (!redis_ || !owner) co_return;
  auto and_then =
      fleet_ ? fleet_->AfterPreparation() : std::vector<std::vector<std::string>>();
  co_await redis_->FlushIfAsked(std::move(and_then));
}

awaitable<void> Supervisor::AwaitFleet() {
  fleet_->SayReady();
  const FleetOptions& options = fleet_->options();
  const bool settled =
      co_await changed_.WaitUntil(steady_clock::now() + options.wait, [this] {
        return fleet_->start() || interrupted() || worker_lost() || stopped_by_fleet();
      });
  if (!settled) {
    const std::size_t missing =
        options.size - std::min(fleet_->ready_count(), options.size);
    const std::string seconds = std::to_string(options.wait.count() / 1000) + " seconds";
    if (missing == 0) {
      throw EnvironmentError("All " + std::to_string(options.size) +
                             " dynos of the fleet " + options.id +
                             " are ready, but agreed on no start within " + seconds +
                             ": check that Redis answers, and that nobody else writes "
                             "the keys redline:fleet:*.");
    }
    throw EnvironmentError("Of the fleet " + options.id + ", " + std::to_string(missing) +
                           " of " + std::to_string(options.size) +
                           " dynos did not come within " + seconds +
                           ": look at their output, or wait longer with "
                           "--fleet_wait_seconds.");
  }
  co_await CheckEndedEarly();
}

Supervisor::TimePoint Supervisor::FleetStart() const {
  const auto interval = std::min<std::chrono::duration<double>>(
      std::chrono::duration<double>(1 / plan_.rate().per_second()), kLongestStagger);
  return *fleet_->start() +
         std::chrono::round<TimePoint::duration>(fleet_->phase() * interval);
}

void Supervisor::ThrowWorkerLost(std::size_t lost) const {
  if (const auto failure = pool_->FailureOf(lost)) {
    throw EnvironmentError(failure->sentence);
  }
  const WorkerProcess& worker = (*pool_)[lost];
  throw EnvironmentError("Worker " + std::to_string(lost) + " (pid " +
                         std::to_string(worker.pid()) + ") " + worker.end()->Text() +
                         " before it was ready.");
}

awaitable<void> Supervisor::Issue() {
  std::vector<Dispatcher::Lane> lanes;
  for (std::size_t i = 0; i < pool_->size(); ++i) {
    lanes.push_back({segment_->Producer(i), (*pool_)[i].wakeup_fd()});
  }
  dispatcher_.emplace(std::move(lanes), plan_.dispatch, plan_.seed);
  issuer_.emplace(
      Issuer::Schedule{.rate = plan_.rate(),
                       .start = fleet_ ? FleetStart() : clock_.Now(),
                       .warmup = plan_.warmup(),
                       .duration = plan_.duration(),
                       // As late as any other may be.
                       .grace = std::clamp<Pacer::Duration>(
                           std::chrono::round<Pacer::Duration>(plan_.max_lateness),
                           Issuer::kShortestGrace, Issuer::kLongestGrace)},
      *dispatcher_, clock_, segment_->header().phase);
  std::vector<pid_t> pids;
  for (std::size_t i = 0; i < pool_->size(); ++i) pids.push_back((*pool_)[i].pid());
  watch_.emplace(loop_.get_executor(),
                 redis_ ? std::optional(redis_->options()) : std::nullopt,
                 std::move(pids), [this](TimePoint now) { return LookAt(now); });
  asio::co_spawn(loop_,
                 watch_->Run(issuer_->schedule().measured_start(),
                             issuer_->schedule().measured_end()),
                 [this](std::exception_ptr error) {
                   RethrowInLoop(std::move(error));
                   watch_over_ = true;
                   changed_.Notify();
                 });
  issuer_thread_ = std::thread([this] {
    SteadyIssueClock::BePunctual();
    const IssueOutcome outcome = issuer_->Run();
    asio::post(loop_, [this, outcome] {
      issued_ = outcome;
      changed_.Notify();
    });
  });
  co_await changed_.WaitUntil(kForever, [this] {
    return issued_ || interrupted() || worker_lost() || stopped_by_fleet();
  });
  // Before the verdict: a worker that has died cannot be blamed for its backlog.
  pool_->Reap();
  co_await CheckEndedEarly();
  JoinIssuer();
  if (!end_ && issued_->end == IssueOutcome::End::kBacklogLimit) {
    End(BacklogAtLimit{.worker = issued_->refusal->worker,
                       .backlog = issued_->refusal->backlog,
                       .held_back = issued_->refusal->held_back,
                       .done_meanwhile = issued_->done_after_refusal},
        issued_->at);
  }
}

FleetLook Supervisor::LookAt(TimePoint now) const {
  return LookAtFleet(*segment_, *issuer_, now - issuer_->schedule().measured_start(),
                     issuer_->DueBy(std::min(now, end_time_.value_or(now))));
}

awaitable<void> Supervisor::Drain() {
  const TimePoint time_over = issuer_->schedule().measured_end();
  const TimePoint deadline =
      time_over + std::chrono::round<steady_clock::duration>(plan_.drain);
  const auto done = [this] {
    return TotalBacklog() == 0 || interrupted() || worker_lost();
  };
  while (!done() && clock_.Now() < deadline) {
    co_await changed_.WaitUntil(clock_.Now() + kDrainPoll, done);
  }
  drain_ = clock_.Now() - time_over;
  co_await CheckEndedEarly();
  if (!end_) End(TimeOver{.unfinished = TotalBacklog()}, time_over);
}

void Supervisor::MeasureMemory() {
  for (std::size_t i = 0; i < pool_->size(); ++i) {
    proportional_memory_.push_back(ProportionalMemoryMb((*pool_)[i].pid()));
  }
}

awaitable<void> Supervisor::StopWatching() {
  if (!watch_) co_return;
  watch_->Stop();
  co_await changed_.WaitUntil(kForever, [this] { return watch_over_; });
  if (drain_) {
    watch_->LookAfterDrain(issuer_->schedule().measured_end() +
                           std::chrono::round<steady_clock::duration>(*drain_));
  }
}

awaitable<void> Supervisor::StopWorkers() {
  const std::vector<std::size_t> running = pool_->Running();
  // Relaxed: see shm::SegmentHeader.
  segment_->header().phase.store(shm::Phase::kStopping, std::memory_order_relaxed);
  pool_->WakeAll();
  const auto all_ended = [this] { return pool_->AllEnded(); };
  const auto timeout = interrupted() ? kStopTimeoutInterrupted : kStopTimeout;
  co_await changed_.WaitUntil(clock_.Now() + timeout, all_ended);
  pool_->KillAll();
  co_await changed_.WaitUntil(kForever, all_ended);
  stop_failure_ = pool_->StopFailure(running, signal_);
}

awaitable<void> Supervisor::WatchSignals() {
  while (true) {
    const int signal = co_await signals_.async_wait(use_awaitable);
    if (signal == SIGCHLD) {
      if (pool_) pool_->Reap();
    } else if (signal == SIGTSTP) {
      StandStill();
    } else if (signal == SIGCONT) {
      if (!std::exchange(stood_still_, false)) display_.Resume();
    } else {
      Interrupt(signal);
    }
    changed_.Notify();
  }
}

void Supervisor::Interrupt(int signal) {
  if (!interrupted()) {
    signal_ = signal;
  } else if (!IsFromKeyboard(signal)) {
    // A terminal's end is told by the kernel and by the shell, and a dyno may be told
    // to end several times: the report is on its way already.
  } else if (!hurried_) {
    // Ctrl-C again is meant: what is still to come is the report.
    hurried_ = true;
    if (pool_) pool_->KillAll();
  } else {
    // The keeper ends the private Redis when we are gone.
    display_.StepAside();
    ::_exit(ExitCodeForSignal(signal));
  }
}

void Supervisor::StandStill() {
  display_.StepAside();
  stood_still_ = true;
  // Not SIGSTOP: where nobody could let us go on, the kernel does not stop us.
  signals_.remove(SIGTSTP);
  ::raise(SIGTSTP);
  signals_.add(SIGTSTP);
}

awaitable<void> Supervisor::WatchWorkerStates() {
  asio::posix::stream_descriptor status(loop_,
                                        ::fcntl(pool_->status_fd(), F_DUPFD_CLOEXEC, 0));
  std::array<char, 256> bytes;
  while (true) {
    boost::system::error_code error;
    co_await status.async_read_some(asio::buffer(bytes), Ignoring(error));
    if (error) co_return;
    changed_.Notify();
  }
}

awaitable<void> Supervisor::Show() {
  asio::steady_timer timer(loop_);
  for (auto next = steady_clock::now();; next += display_.interval()) {
    // After a stall, go on from now instead of making up for what nobody saw.
    next = std::max(next, steady_clock::now());
    timer.expires_at(next);
    co_await timer.async_wait(use_awaitable);
    if (!pool_ || pool_->size() < segment_->worker_count()) continue;
    const TimePoint now = steady_clock::now();
    reporting::Result result =
        Collect(plan_, *segment_, *pool_, issuer_ ? &*issuer_ : nullptr,
                issuer_ ? Uptime(now) : std::nullopt, Detail::kLive);
    if (watch_) watch_->Fill(result, Detail::kLive);
    FillOwn(result);
    if (result.messaging.uptime >= kBottleneckKnown) {
      result.bottleneck = FindBottleneck(result);
    }
    display_.Update(result, ProgressAt(now, result.phase), now);
  }
}

void Supervisor::FillOwn(reporting::Result& result) const {
  result.provenance = {.version = std::string(reporting::kVersion),
                       .revision = std::string(reporting::kRevision),
                       .started = started_,
                       .imported_from = "",
                       .dyno = plan_.fleet ? plan_.fleet->dyno : ""};
  result.settings = plan_.settings;
  result.dispatch = NameOf(plan_.dispatch);
  result.seed = plan_.seed;
  result.workers_ready = workers_ready_;
  result.preflight = preflight_;
  result.messaging.loop_lag = shm::HistogramSnapshot(loop_lag_);
}

awaitable<void> Supervisor::MeasureLoopLag() {
  asio::steady_timer timer(loop_);
  while (true) {
    const TimePoint due = steady_clock::now() + kShortestTickInterval;
    timer.expires_at(due);
    co_await timer.async_wait(use_awaitable);
    // Relaxed: see shm::SegmentHeader.
    if (segment_ && segment_->header().phase.load(std::memory_order_relaxed) ==
                        shm::Phase::kMeasuring) {
      loop_lag_.RecordTicks(
          std::chrono::floor<std::chrono::microseconds>(steady_clock::now() - due),
          kShortestTickInterval);
    }
  }
}

awaitable<void> Supervisor::CheckEndedEarly() {
  const TimePoint now = clock_.Now();
  if (!interrupted() && worker_lost()) {
    clock_.Stop();
    const std::size_t lost = *pool_->FirstLost();
    const std::uint64_t backlog = segment_->worker(lost).ring.Backlog();
    const bool interrupted_soon = co_await InterruptedSoon();
    if (!interrupted_soon) {
      EndByWorker(lost, backlog, now);
      co_return;
    }
  }
  if (interrupted()) {
    End(Interrupted{.signal = signal_}, now);
  } else if (stopped_by_fleet() && !fleet_->start()) {
    throw EnvironmentError("The fleet " + fleet_->options().id + " cannot begin. " +
                           fleet_->trouble());
  } else if (stopped_by_fleet() && !issued_) {
    End(FleetStopped{.why = fleet_->trouble()}, now);
  }
}

void Supervisor::EndByWorker(std::size_t worker, std::uint64_t backlog, TimePoint at) {
  if (const auto failure = pool_->FailureOf(worker)) {
    End(WorkerGaveUp{.worker = worker,
                     .backlog = backlog,
                     .error = failure->sentence,
                     .of_workload = failure->of_workload},
        at);
  } else {
    const std::string outcome = (*pool_)[worker].end()->Text();
    End(WorkerLost{.worker = worker, .backlog = backlog, .outcome = outcome}, at);
  }
}

awaitable<bool> Supervisor::InterruptedSoon() {
  return changed_.WaitUntil(clock_.Now() + kSignalMayFollow,
                            [this] { return interrupted(); });
}

void Supervisor::End(RunEnd end, TimePoint at) {
  end_ = std::move(end);
  end_time_ = at;
  TellFleetOfEnd();
}

void Supervisor::TellFleetOfEnd() {
  const bool failed = !std::holds_alternative<TimeOver>(*end_) &&
                      !std::holds_alternative<FleetStopped>(*end_);
  if (!fleet_ || !failed) return;
  fleet_->SayEnded(std::holds_alternative<Interrupted>(*end_) ? "was interrupted"
                                                              : "has failed");
}

void Supervisor::JoinIssuer() {
  if (!issuer_thread_.joinable()) return;
  clock_.Stop();
  issuer_thread_.join();
}

std::uint64_t Supervisor::TotalBacklog() const {
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < segment_->worker_count(); ++i) {
    total += segment_->worker(i).ring.Backlog();
  }
  return total;
}

shm::RunSettings Supervisor::WorkerSettings() const {
  shm::RunSettings settings;
  settings.item_payload_bytes = plan_.item_payload_bytes();
  settings.random_seed = plan_.seed;
  settings.max_flats = static_cast<std::uint32_t>(plan_.constants.max_flats);
  settings.redis_connect_timeout_ms =
      static_cast<std::uint32_t>(plan_.redis_connect_timeout.count());
  CHECK(settings.workload.Assign(plan_.workload));
  settings.tick_interval_us =
      static_cast<std::uint32_t>(TickInterval(plan_.constants.num_workers).count());
  settings.redis_wait_ms = static_cast<std::uint32_t>(plan_.redis_wait.count());
  CHECK(settings.fetch.Assign(plan_.fetch));
  CHECK(settings.tls_verify.Assign(NameOf(plan_.redis_tls.verify)));
  CHECK(settings.key_prefix.Assign(plan_.key_prefix));
  CHECK(settings.run_id.Assign(run_id_));
  CHECK(settings.tls_ca_file.Assign(plan_.redis_tls.ca_file));
  if (redis_) CHECK(settings.redis_url.Assign(redis_->url()));
  return settings;
}

reporting::Progress Supervisor::ProgressAt(TimePoint now,
                                           reporting::RunPhase phase) const {
  using reporting::RunPhase;
  reporting::Progress progress{.phase = phase, .elapsed = {}, .planned = {}};
  if (!issuer_) {
    progress.ready = pool_->ReadyCount();
    progress.elapsed = now - *spawned_;
    return progress;
  }
  const Issuer::Schedule& schedule = issuer_->schedule();
  if (phase == RunPhase::kWarmUp) {
    progress.elapsed = now - schedule.start;
    progress.planned = schedule.warmup;
  } else if (phase == RunPhase::kMeasuring) {
    progress.elapsed = now - schedule.measured_start();
    progress.planned = schedule.duration;
  } else if (phase == RunPhase::kDraining) {
    progress.elapsed = now - schedule.measured_end();
    progress.planned = plan_.drain;
  }
  return progress;
}

std::optional<reporting::Seconds> Supervisor::Uptime(TimePoint now) const {
  if (!issuer_) return std::nullopt;
  const Issuer::Schedule& schedule = issuer_->schedule();
  if (now < schedule.measured_start()) return std::nullopt;
  return std::min(now, schedule.measured_end()) - schedule.measured_start();
}

}  // namespace redline::runner
