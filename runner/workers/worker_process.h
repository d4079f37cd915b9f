// A worker as a child process: a state with a printable outcome.
// Not copyable; its owner must let it end before it is destroyed (Kill, then Reap).
// Supervisor's main thread only.
#ifndef REDLINE_RUNNER_WORKERS_WORKER_PROCESS_H_
#define REDLINE_RUNNER_WORKERS_WORKER_PROCESS_H_

#include <sys/types.h>

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

#include "base/unique_fd.h"

namespace redline::runner {

// How a process ended.
struct ProcessEnd {
  std::optional<int> exit_code;
  std::optional<int> signal;

  bool Succeeded() const { return exit_code == 0; }
  // "exited with code 3", "was killed by signal 9 (SIGKILL)".
  std::string Text() const;
};

class WorkerProcess {
 public:
  // The descriptors that a worker inherits. Not owned.
  struct Inherited {
    int segment_fd;
    int status_fd;  // The worker writes one byte to it when its state has changed.
  };

  // Starts worker `index`, in a session of its own, so that a terminal's Ctrl-C reaches
  // the supervisor only. Throws EnvironmentError if the system refuses.
  static WorkerProcess Spawn(const std::filesystem::path& executable, std::size_t index,
                             const Inherited& inherited);

  WorkerProcess(WorkerProcess&&) = default;

  pid_t pid() const { return pid_; }
  // The eventfd on which the worker sleeps.
  int wakeup_fd() const { return wakeup_.get(); }

  // Wakes it, if it sleeps, to look for what it is to do.
  void Wake();

  bool running() const { return !end_; }
  const std::optional<ProcessEnd>& end() const { return end_; }

  // Takes note of the end if the process has ended; returns whether it has.
  bool Reap();
  // SIGKILL, if it is still running.
  void Kill();

 private:
  WorkerProcess(pid_t pid, UniqueFd wakeup) : pid_(pid), wakeup_(std::move(wakeup)) {}

  pid_t pid_;
  UniqueFd wakeup_;
  std::optional<ProcessEnd> end_;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_WORKERS_WORKER_PROCESS_H_
