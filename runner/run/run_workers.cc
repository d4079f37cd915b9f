#include "runner/run/run_workers.h"

#include <fcntl.h>

#include <array>
#include <atomic>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <string>
#include <utility>

#include "base/errors.h"
#include "runner/machine/proportional_memory.h"

namespace redline::runner {

namespace asio = boost::asio;
using asio::awaitable;
using std::chrono::steady_clock;

RunWorkers::RunWorkers(const Plan& plan, const shm::RunSettings& settings,
                       std::filesystem::path executable, asio::io_context& loop,
                       ChangeSignal& changed)
    : loop_(loop),
      changed_(changed),
      segment_(shm::Segment::Create(
          {.worker_count = static_cast<std::uint32_t>(plan.constants.num_workers),
           .backlog_limit = static_cast<std::uint32_t>(plan.constants.max_worker_backlog),
           .stage_count = static_cast<std::uint32_t>(plan.load().stage_count())},
          settings)),
      pool_(segment_, std::move(executable)) {}

void RunWorkers::Spawn() {
  asio::co_spawn(loop_, WatchStates(), [](std::exception_ptr error) {
    if (error) std::rethrow_exception(error);
  });
  spawned_ = steady_clock::now();
  pool_.SpawnAll();
}

awaitable<void> RunWorkers::WatchStates() {
  asio::posix::stream_descriptor status(loop_,
                                        ::fcntl(pool_.status_fd(), F_DUPFD_CLOEXEC, 0));
  std::array<char, 256> bytes;
  while (true) {
    boost::system::error_code error;
    co_await status.async_read_some(asio::buffer(bytes),
                                    asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return;
    changed_.Notify();
  }
}

void RunWorkers::ThrowLate(std::chrono::seconds time) const {
  throw EnvironmentError("Only " + std::to_string(pool_.ConnectedCount()) + " of " +
                         std::to_string(pool_.size()) + " workers were ready after " +
                         std::to_string(time.count()) + " seconds; use fewer workers.");
}

void RunWorkers::ThrowNotPrepared(std::chrono::seconds time) const {
  throw EnvironmentError("Only " + std::to_string(pool_.ReadyCount()) + " of " +
                         std::to_string(pool_.size()) + " workers were ready, and for " +
                         std::to_string(time.count()) +
                         " seconds none prepared any more of its data: check what holds "
                         "Redis up, or use --data=empty.");
}

void RunWorkers::ThrowNeverReady() const {
  const std::size_t lost = *pool_.FirstLost();
  if (const auto failure = pool_.FailureOf(lost)) {
    throw EnvironmentError(failure->sentence);
  }
  const WorkerProcess& worker = pool_[lost];
  throw EnvironmentError("Worker " + std::to_string(lost) + " (pid " +
                         std::to_string(worker.pid()) + ") " + worker.end()->Text() +
                         " before it was ready.");
}

std::vector<pid_t> RunWorkers::Pids() const {
  std::vector<pid_t> pids;
  for (std::size_t i = 0; i < pool_.size(); ++i) pids.push_back(pool_[i].pid());
  return pids;
}

std::uint64_t RunWorkers::TotalBacklog() const {
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < segment_.worker_count(); ++i) {
    total += segment_.worker(i).ring.Backlog();
  }
  return total;
}

RunEnd RunWorkers::LossOfFirst() const {
  const std::size_t lost = *pool_.FirstLost();
  const std::uint64_t backlog = segment_.worker(lost).ring.Backlog();
  if (const auto failure = pool_.FailureOf(lost)) {
    return WorkerGaveUp{.worker = lost,
                        .backlog = backlog,
                        .error = failure->sentence,
                        .of_workload = failure->of_workload};
  }
  return WorkerLost{
      .worker = lost, .backlog = backlog, .outcome = pool_[lost].end()->Text()};
}

std::vector<std::optional<double>> RunWorkers::ProportionalMemory() const {
  std::vector<std::optional<double>> memory;
  for (const pid_t pid : Pids()) memory.push_back(ProportionalMemoryMb(pid));
  return memory;
}

void RunWorkers::Order(shm::Phase phase) {
  // Relaxed: see shm::SegmentHeader.
  segment_.header().phase.store(phase, std::memory_order_relaxed);
  pool_.WakeAll();
}

awaitable<std::vector<std::size_t>> RunWorkers::Stop(std::chrono::seconds timeout) {
  std::vector<std::size_t> running = pool_.Running();
  Order(shm::Phase::kStopping);
  const auto all_ended = [this] { return pool_.AllEnded(); };
  co_await changed_.WaitUntil(steady_clock::now() + timeout, all_ended);
  pool_.KillAll();
  co_await changed_.WaitUntil(steady_clock::time_point::max(), all_ended);
  co_return running;
}

}  // namespace redline::runner
