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
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <exception>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "base/enum_table.h"
#include "redis/command_channel.h"
#include "redis/connect_options.h"
#include "redis/redis_url.h"
#include "redis/tls_options.h"
#include "shm/run_settings.h"
#include "worker/resident_memory.h"
#include "worker/ticker.h"

namespace redline::worker {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using asio::awaitable;
using asio::use_awaitable;
using std::chrono::steady_clock;

constexpr auto kMemoryInterval = 1s;
// A workload that never waits must not keep the event loop from its other work.
constexpr std::chrono::nanoseconds kLongestHold = 1ms;

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
                  .ca_file = std::string(settings.tls_ca_file.view()),
                  .cert_file = std::string(settings.tls_cert_file.view()),
                  .key_file = std::string(settings.tls_key_file.view())},
          .timeout = std::chrono::milliseconds(settings.redis_connect_timeout_ms)};
}

// Neighbouring seeds must not give the same seeds to neighbouring workers, or hands. The
// first hand's is what it was when a worker had one.
std::uint64_t SeedOf(std::uint64_t run_seed, std::size_t worker, std::size_t hand) {
  std::vector<std::uint64_t> parts{run_seed, run_seed >> 32, worker};
  if (hand != 0) parts.push_back(hand);
  std::seed_seq sequence(parts.begin(), parts.end());
  std::array<std::uint32_t, 2> words;
  sequence.generate(words.begin(), words.end());
  return std::uint64_t{words[0]} << 32 | words[1];
}

WorkloadRequest RequestIn(const shm::RunSettings& settings) {
  return {.name = settings.workload.view(),
          .text = settings.task_text.view(),
          .parameters = settings.task_parameters.view()};
}

WorkloadSettings SettingsFor(const shm::RunSettings& settings, std::size_t worker,
                             std::size_t workers, std::size_t hand) {
  return {.run_id = std::string(settings.run_id.view()),
          .worker = worker,
          .workers = workers,
          .hand = hand,
          .hands = settings.worker_concurrency,
          .key_prefix = std::string(settings.key_prefix.view()),
          .max_flats = settings.max_flats,
          .payload_bytes = settings.item_payload_bytes,
          .fetch = ParseEnum<automap::FetchMode>(settings.fetch.view())
                       .value_or(automap::FetchMode::kPipeline),
          .seed = SeedOf(settings.random_seed, worker, hand)};
}

}  // namespace

Worker::Worker(Inherited inherited, WorkloadFinder find_workload)
    : find_workload_(find_workload),
      index_(inherited.index),
      segment_(shm::Segment::Attach(std::move(inherited.segment))),
      status_(std::move(inherited.status)),
      recorder_(segment_.worker(index_), segment_.stages(index_)),
      ring_(segment_.Consumer(index_)),
      wakeup_(loop_, ::dup(inherited.wakeup.get())) {
  DieWithSupervisor(segment_.header().supervisor_pid);
}

void Worker::Run() {
  asio::co_spawn(loop_, Monitor(), asio::detached);
  asio::co_spawn(loop_, Start(), [this](std::exception_ptr error) {
    if (error) End(error);
  });
  loop_.run();
  if (!failure_) return;
  try {
    std::rethrow_exception(failure_);
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

void Worker::End(const std::exception_ptr& failure) {
  if (!failure_) failure_ = failure;
  loop_.stop();
}

awaitable<void> Worker::Start() {
  const shm::RunSettings& settings = segment_.header().settings;
  const std::size_t hands = settings.worker_concurrency;
  workload_ = find_workload_(RequestIn(settings));
  if (!settings.redis_url.view().empty()) {
    co_await channels_.Open(ConnectOptionsFrom(settings), hands,
                            settings.worker_connections, Patience(settings));
  }
  for (std::size_t i = 0; i < hands; ++i) {
    redis::CommandChannel* const channel = channels_.Of(i);
    hands_.emplace_back(
        workload_->Make(SettingsFor(settings, index_, segment_.worker_count(), i),
                        channel),
        channel, Patience(settings), recorder_, ring_);
    spots_.emplace_back();
  }
  if (settings.data_full != 0) co_await Prepare();
  recorder_.Ready(workload_->description().steps);
  TellSupervisor();
  for (std::size_t i = 0; i < hands; ++i) {
    asio::co_spawn(loop_, Work(hands_[i], spots_[i]),
                   [this](const std::exception_ptr& error) { End(error); });
  }
}

awaitable<void> Worker::Prepare() {
  recorder_.Unprepared();
  TellSupervisor();
  // If it is to stop instead, Monitor sees to that.
  while (phase() != shm::Phase::kPreparing) co_await AwaitWakeup();
  for (TaskHand& hand : hands_) {
    bool more = true;
    while (more) {
      more = co_await hand.PreparePart();
      recorder_.PartPrepared();
      // A workload that never waits must not keep the event loop from the order to stop.
      co_await asio::post(loop_, use_awaitable);
    }
  }
}

awaitable<void> Worker::Work(TaskHand& hand, ParkingSpot& spot) {
  // The others may do the same before the loop comes to its other work.
  const auto longest_hold = kLongestHold / static_cast<std::int64_t>(hands_.size());
  auto held_since = steady_clock::now();
  shm::Task task{};
  while (true) {
    if (!ring_.Take(task)) {
      if (phase() == shm::Phase::kStopping) co_return;
      if (lookout_kept_) {
        parked_.push_back(&spot);
        co_await spot.Park();
      } else {
        co_await KeepLookout();
      }
      held_since = steady_clock::now();
      continue;
    }
    CallOneThatIsParked();
    co_await hand.Perform(task);
    ring_.Complete();
    if (steady_clock::now() - held_since > longest_hold) {
      co_await asio::post(loop_, use_awaitable);
      held_since = steady_clock::now();
    }
  }
}

void Worker::CallOneThatIsParked() {
  if (parked_.empty()) return;
  parked_.back()->Call();
  parked_.pop_back();
}

awaitable<void> Worker::KeepLookout() {
  if (!ring_.PrepareToSleep()) co_return;
  lookout_kept_ = true;
  co_await AwaitWakeup();
  lookout_kept_ = false;
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
