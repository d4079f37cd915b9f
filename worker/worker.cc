#include "worker/worker.h"

#include <glog/logging.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdint>
#include <exception>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>

#include "base/enum_table.h"
#include "redis/connect_options.h"
#include "redis/error_class.h"
#include "redis/redis_error.h"
#include "redis/redis_url.h"
#include "redis/tls_options.h"
#include "shm/run_settings.h"
#include "worker/backoff.h"
#include "worker/resident_memory.h"
#include "worker/ticker.h"
#include "worker/workloads/building_keys.h"
#include "worker/workloads/workload_list.h"

namespace redline::worker {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using asio::awaitable;
using asio::use_awaitable;
using std::chrono::steady_clock;

constexpr auto kMemoryInterval = 1s;
// A workload that never waits must not keep the event loop from its other work.
constexpr auto kLongestHold = 1ms;

// A workload threw something other than an error of Redis.
class WorkloadError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

std::chrono::microseconds Microseconds(std::int64_t nanoseconds) {
  return std::chrono::floor<std::chrono::microseconds>(
      std::chrono::nanoseconds(nanoseconds));
}

// The kernel kills us when the supervisor ends, even by SIGKILL.
void DieWithSupervisor(pid_t supervisor) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  // It may have ended before the line above.
  if (::getppid() != supervisor) ::_exit(EXIT_FAILURE);
}

// How long to go on trying while Redis fails in a way that may heal.
std::chrono::milliseconds Patience(const shm::RunSettings& settings) {
  return std::chrono::milliseconds(settings.redis_wait_ms);
}

redis::ConnectOptions ConnectOptionsFrom(const shm::RunSettings& settings) {
  return {.url = redis::ParseRedisUrl(settings.redis_url.view()),
          .tls = {.verify = redis::ParseVerify(settings.tls_verify.view())
                                .value_or(redis::TlsOptions::Verify::kFull),
                  .ca_file = std::string(settings.tls_ca_file.view())},
          .timeout = std::chrono::milliseconds(settings.redis_connect_timeout_ms)};
}

// Neighbouring seeds must not give the same seeds to neighbouring workers.
std::uint64_t SeedOf(std::uint64_t run_seed, std::size_t index) {
  std::seed_seq sequence{run_seed, run_seed >> 32, std::uint64_t{index}};
  std::array<std::uint32_t, 2> words;
  sequence.generate(words.begin(), words.end());
  return std::uint64_t{words[0]} << 32 | words[1];
}

WorkloadSettings SettingsFor(const shm::RunSettings& settings, std::size_t index) {
  return {.building_id = BuildingId(settings.run_id.view(), index),
          .key_prefix = std::string(settings.key_prefix.view()),
          .max_flats = settings.max_flats,
          .payload_bytes = settings.item_payload_bytes,
          .fetch = ParseEnum<automap::FetchMode>(settings.fetch.view())
                       .value_or(automap::FetchMode::kPipeline),
          .seed = SeedOf(settings.random_seed, index)};
}

// What a workload did. REQUIRES: in a handler of what it threw.
std::string WhatItThrew() {
  try {
    throw;
  } catch (const std::exception& thrown) {
    return "threw \"" + std::string(thrown.what()) + "\".";
  } catch (...) {
    return "threw something other than a std::exception.";
  }
}

}  // namespace

Worker::Worker(Inherited inherited, WorkloadMaker make_workload)
    : make_workload_(make_workload),
      index_(inherited.index),
      segment_(shm::Segment::Attach(std::move(inherited.segment))),
      status_(std::move(inherited.status)),
      recorder_(segment_.worker(index_), segment_.stages(index_)),
      ring_(segment_.Consumer(index_)),
      wakeup_(loop_, ::dup(inherited.wakeup.get())) {
  DieWithSupervisor(segment_.header().supervisor_pid);
}

void Worker::Run() {
  std::exception_ptr failure;
  asio::co_spawn(loop_, Monitor(), asio::detached);
  asio::co_spawn(loop_, Work(), [&](std::exception_ptr error) {
    failure = error;
    loop_.stop();
  });
  loop_.run();
  if (!failure) return;
  try {
    std::rethrow_exception(failure);
  } catch (const WorkloadError& error) {
    recorder_.Failed(error.what(), true);
    TellSupervisor();
    throw;
  } catch (const std::exception& error) {
    recorder_.Failed(error.what(), false);
    TellSupervisor();
    throw;
  }
}

awaitable<void> Worker::Work() {
  co_await Start();
  auto held_since = steady_clock::now();
  while (true) {
    const shm::Task* task = ring_.Front();
    if (task == nullptr) {
      if (phase() == shm::Phase::kStopping) co_return;
      co_await SleepUntilTask();
      held_since = steady_clock::now();
      continue;
    }
    co_await Perform(*task);
    ring_.Complete();
    if (steady_clock::now() - held_since > kLongestHold) {
      co_await asio::post(loop_, use_awaitable);
      held_since = steady_clock::now();
    }
  }
}

awaitable<void> Worker::Start() {
  const shm::RunSettings& settings = segment_.header().settings;
  if (!settings.redis_url.view().empty()) co_await Connect();
  workload_ = make_workload_(settings.workload.view(), SettingsFor(settings, index_),
                             connection_.get());
  if (settings.data_full != 0) co_await Prepare();
  const auto steps = FindWorkloadSpec(settings.workload.view())->steps;
  recorder_.Ready({steps.begin(), steps.end()});
  TellSupervisor();
}

awaitable<void> Worker::Connect() {
  const redis::ConnectOptions options = ConnectOptionsFrom(segment_.header().settings);
  Backoff backoff(Patience(segment_.header().settings));
  asio::steady_timer timer(loop_);
  while (true) {
    std::optional<redis::RedisError> error;
    try {
      connection_ = co_await redis::RedisConnection::Connect(options);
    } catch (const redis::RedisError& thrown) {
      error = thrown;
    }
    if (!error) co_return;
    const auto wait =
        redis::MayHeal(*error) ? backoff.Next(steady_clock::now()) : std::nullopt;
    if (!wait) throw *error;
    timer.expires_after(*wait);
    co_await timer.async_wait(use_awaitable);
  }
}

awaitable<void> Worker::Prepare() {
  recorder_.Unprepared();
  TellSupervisor();
  // If it is to stop instead, Monitor sees to that.
  while (phase() != shm::Phase::kPreparing) co_await AwaitWakeup();
  bool more = true;
  while (more) {
    more = co_await PreparePart();
    recorder_.PartPrepared();
    // A workload that never waits must not keep the event loop from the order to stop.
    co_await asio::post(loop_, use_awaitable);
  }
}

awaitable<bool> Worker::PreparePart() {
  Backoff backoff(Patience(segment_.header().settings));
  while (true) {
    std::optional<redis::RedisError> error;
    try {
      if (reopen_) co_await connection_->Reopen();
      reopen_ = false;
      const bool more = co_await workload_->Prepare();
      co_return more;
    } catch (const redis::RedisError& thrown) {
      error = thrown;
    } catch (...) {
      throw std::runtime_error("Before the test, the workload " + WhatItThrew());
    }
    const auto wait =
        redis::MayHeal(*error) ? backoff.Next(steady_clock::now()) : std::nullopt;
    if (!wait) throw *error;
    reopen_ = redis::NeedsReopening(*error);
    asio::steady_timer timer(loop_, *wait);
    co_await timer.async_wait(use_awaitable);
  }
}

awaitable<void> Worker::Perform(const shm::Task& task) {
  const bool measured = task.measured != 0;
  if (measured) recorder_.Started();
  const std::chrono::microseconds started = SteadyMicroseconds();
  Backoff backoff(Patience(segment_.header().settings));
  while (true) {
    // This attempt's steps: the time of earlier ones is in the rest.
    StepTimer steps;
    std::optional<redis::RedisError> error;
    try {
      if (reopen_) co_await connection_->Reopen();
      reopen_ = false;
      co_await workload_->Perform(steps);
    } catch (const redis::RedisError& thrown) {
      error = thrown;
    } catch (...) {
      if (measured) recorder_.GivenUp();
      throw WorkloadError("the workload " + WhatItThrew());
    }
    if (!error) {
      if (measured) {
        recorder_.Completed(task.stage,
                            {.due = Microseconds(task.due_ns),
                             .started = started,
                             .done = SteadyMicroseconds()},
                            steps, ring_.Backlog());
      }
      co_return;
    }
    if (measured) recorder_.Error(redis::Classify(*error));
    const auto wait =
        redis::MayHeal(*error) ? backoff.Next(steady_clock::now()) : std::nullopt;
    if (!wait) {
      if (measured) recorder_.GivenUp();
      throw *error;
    }
    reopen_ = redis::NeedsReopening(*error);
    asio::steady_timer timer(loop_, *wait);
    co_await timer.async_wait(use_awaitable);
  }
}

awaitable<void> Worker::SleepUntilTask() {
  if (!ring_.PrepareToSleep()) co_return;
  co_await AwaitWakeup();
  ring_.CancelSleep();
}

awaitable<void> Worker::AwaitWakeup() {
  std::uint64_t wakeups = 0;
  co_await wakeup_.async_read_some(asio::buffer(&wakeups, sizeof wakeups), use_awaitable);
}

awaitable<void> Worker::Monitor() {
  const ResidentMemory memory;
  const std::chrono::microseconds interval(segment_.header().settings.tick_interval_us);
  Ticker ticker(loop_, interval);
  auto next_memory = steady_clock::now();
  while (phase() != shm::Phase::kStopping) {
    const Ticker::Duration lag = co_await ticker.Next();
    if (phase() != shm::Phase::kMeasuring) continue;
    recorder_.LoopLag(std::chrono::floor<std::chrono::microseconds>(lag), interval);
    const auto now = steady_clock::now();
    if (now < next_memory) continue;
    next_memory = now + kMemoryInterval;
    if (const auto bytes = memory.Sample()) recorder_.Memory(*bytes);
  }
  loop_.stop();
}

void Worker::TellSupervisor() {
  constexpr char kByte = 0;
  // If the pipe is full the supervisor has enough to read, and will look at us too.
  static_cast<void>(::write(status_.get(), &kByte, 1) == 1);
}

shm::Phase Worker::phase() const {
  // Relaxed: see shm::SegmentHeader.
  return segment_.header().phase.load(std::memory_order_relaxed);
}

}  // namespace redline::worker
