#include "runner/workers/worker_pool.h"

#include <fcntl.h>
#include <glog/logging.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <system_error>
#include <utility>

#include "base/errors.h"

namespace redline::runner {

WorkerPool::WorkerPool(shm::Segment& segment, std::filesystem::path executable)
    : segment_(segment), executable_(std::move(executable)) {
  int fds[2];
  if (::pipe2(fds, O_CLOEXEC | O_NONBLOCK) != 0) {
    throw EnvironmentError(
        "Cannot start workers: " + std::generic_category().message(errno) +
        "; raise the limit of open files (ulimit -n).");
  }
  status_read_ = UniqueFd(fds[0]);
  status_write_ = UniqueFd(fds[1]);
}

WorkerPool::~WorkerPool() {
  KillAll();
  for (WorkerProcess& worker : workers_) {
    siginfo_t ignored;
    if (worker.running()) ::waitid(P_PID, worker.pid(), &ignored, WEXITED | WNOWAIT);
    worker.Reap();
  }
}

void WorkerPool::SpawnAll() {
  workers_.reserve(segment_.worker_count());
  for (std::size_t i = 0; i < segment_.worker_count(); ++i) {
    workers_.push_back(WorkerProcess::Spawn(
        executable_, i, {.segment_fd = segment_.fd(), .status_fd = status_write_.get()}));
  }
}

std::size_t WorkerPool::ReadyCount() const {
  std::size_t ready = 0;
  for (std::size_t i = 0; i < size(); ++i) {
    // Acquire: what a ready worker announces (its step names) may be read afterwards.
    const auto state = segment_.worker(i).vitals.state.load(std::memory_order_acquire);
    ready += state == shm::WorkerState::kReady;
  }
  return ready;
}

std::size_t WorkerPool::ConnectedCount() const {
  std::size_t connected = 0;
  for (std::size_t i = 0; i < size(); ++i) {
    // Acquire: as in ReadyCount, of which it may take the place.
    const auto state = segment_.worker(i).vitals.state.load(std::memory_order_acquire);
    connected +=
        state == shm::WorkerState::kUnprepared || state == shm::WorkerState::kReady;
  }
  return connected;
}

std::uint64_t WorkerPool::PartsPrepared() const {
  std::uint64_t parts = 0;
  for (std::size_t i = 0; i < size(); ++i) {
    // Relaxed: only whether it grows is of interest.
    parts += segment_.worker(i).vitals.parts_prepared.load(std::memory_order_relaxed);
  }
  return parts;
}

std::optional<std::size_t> WorkerPool::FirstLost() const {
  for (std::size_t i = 0; i < size(); ++i) {
    if (!workers_[i].running()) return i;
  }
  return std::nullopt;
}

std::optional<WorkerPool::Failure> WorkerPool::FailureOf(std::size_t index) const {
  const shm::WorkerVitals& vitals = segment_.worker(index).vitals;
  // Acquire: the text was written before the state that announces it.
  const shm::WorkerState state = vitals.state.load(std::memory_order_acquire);
  const bool of_workload = state == shm::WorkerState::kWorkloadFailed;
  if (state != shm::WorkerState::kFailed && !of_workload) return std::nullopt;
  return Failure{.sentence = std::string(vitals.error.view()),
                 .of_workload = of_workload};
}

std::vector<std::size_t> WorkerPool::Running() const {
  std::vector<std::size_t> running;
  for (std::size_t i = 0; i < size(); ++i) {
    if (workers_[i].running()) running.push_back(i);
  }
  return running;
}

std::string WorkerPool::StopFailure(const std::vector<std::size_t>& stopped,
                                    int expected) const {
  std::vector<std::size_t> failed;
  std::copy_if(stopped.begin(), stopped.end(), std::back_inserter(failed),
               [&](std::size_t i) {
                 const auto& end = workers_[i].end();
                 return end && !end->Succeeded() && end->signal != SIGKILL &&
                        (expected == 0 || end->signal != expected) && !FailureOf(i);
               });
  if (failed.empty()) return "";
  const WorkerProcess& first = workers_[failed.front()];
  const std::string others =
      failed.size() == 1 ? ""
      : failed.size() == 2
          ? ", and another worker failed too"
          : ", and " + std::to_string(failed.size() - 1) + " other workers failed too";
  return "After the test, when it was to stop, worker " + std::to_string(failed.front()) +
         " (pid " + std::to_string(first.pid()) + ") " + first.end()->Text() + others +
         ": the figures are complete, but the workload has a fault.";
}

void WorkerPool::Reap() {
  for (WorkerProcess& worker : workers_) worker.Reap();
}

bool WorkerPool::AllEnded() const {
  return std::none_of(workers_.begin(), workers_.end(),
                      [](const WorkerProcess& worker) { return worker.running(); });
}

void WorkerPool::WakeAll() {
  for (WorkerProcess& worker : workers_) worker.Wake();
}

void WorkerPool::KillAll() {
  for (WorkerProcess& worker : workers_) worker.Kill();
}

}  // namespace redline::runner
