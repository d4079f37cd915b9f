#include "runner/workers/worker_process.h"

#include <fcntl.h>
#include <glog/logging.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "base/errors.h"
#include "runner/issue/signal_event.h"
#include "runner/loop/null_input.h"

namespace redline::runner {
namespace {

// posix_spawn's settings for a worker, with their clean-up.
class SpawnSettings {
 public:
  // `input` is the worker's.
  explicit SpawnSettings(UniqueFd input) : input_(std::move(input)) {
    CHECK_EQ(::posix_spawn_file_actions_init(&actions_), 0);
    CHECK_EQ(::posix_spawnattr_init(&attributes_), 0);
    sigset_t none;
    ::sigemptyset(&none);
    sigset_t all;
    ::sigfillset(&all);
    CHECK_EQ(::posix_spawnattr_setsigmask(&attributes_, &none), 0);
    CHECK_EQ(::posix_spawnattr_setsigdefault(&attributes_, &all), 0);
    CHECK_EQ(::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSID |
                                                          POSIX_SPAWN_SETSIGMASK |
                                                          POSIX_SPAWN_SETSIGDEF),
             0);
    CHECK_EQ(::posix_spawn_file_actions_adddup2(&actions_, input_.get(), STDIN_FILENO),
             0);
    // Nothing of a worker's may get into a report on stdout.
    CHECK_EQ(::posix_spawn_file_actions_adddup2(&actions_, STDERR_FILENO, STDOUT_FILENO),
             0);
  }
  ~SpawnSettings() {
    ::posix_spawn_file_actions_destroy(&actions_);
    ::posix_spawnattr_destroy(&attributes_);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;

  // The child keeps the descriptor under its number: dup2 onto itself takes the
  // close-on-exec flag off (POSIX.1-2024; glibc since 2.29).
  void Inherit(int fd) {
    CHECK_EQ(::posix_spawn_file_actions_adddup2(&actions_, fd, fd), 0);
  }

  const posix_spawn_file_actions_t* actions() const { return &actions_; }
  const posix_spawnattr_t* attributes() const { return &attributes_; }

 private:
  const UniqueFd input_;
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

std::string Reason(int error) { return std::generic_category().message(error); }

}  // namespace

std::string ProcessEnd::Text() const {
  if (exit_code) return "exited with code " + std::to_string(*exit_code);
  const char* name = ::sigabbrev_np(*signal);
  return "was killed by signal " + std::to_string(*signal) +
         (name == nullptr ? "" : " (SIG" + std::string(name) + ")");
}

WorkerProcess WorkerProcess::Spawn(const std::filesystem::path& executable,
                                   std::size_t index, const Inherited& inherited) {
  UniqueFd wakeup(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  UniqueFd input = NullInput();
  if (!wakeup || !input) {
    throw EnvironmentError(
        "Cannot start worker " + std::to_string(index) + ": " + Reason(errno) +
        "; raise the limit of open files (ulimit -n) or " + "use fewer workers.");
  }
  SpawnSettings settings(std::move(input));
  settings.Inherit(inherited.segment_fd);
  settings.Inherit(inherited.status_fd);
  settings.Inherit(wakeup.get());

  std::array<std::string, 5> arguments = {
      executable.string(),
      "--worker_index=" + std::to_string(index),
      "--segment_fd=" + std::to_string(inherited.segment_fd),
      "--status_fd=" + std::to_string(inherited.status_fd),
      "--wakeup_fd=" + std::to_string(wakeup.get()),
  };
  std::array<char*, arguments.size() + 1> argv{};
  for (std::size_t i = 0; i < arguments.size(); ++i) argv[i] = arguments[i].data();

  pid_t pid = -1;
  if (const int error = ::posix_spawn(&pid, executable.c_str(), settings.actions(),
                                      settings.attributes(), argv.data(), environ)) {
    throw EnvironmentError("Cannot start worker " + std::to_string(index) + " (" +
                           executable.string() + "): " + Reason(error) +
                           (error == EAGAIN ? "; use fewer workers or raise the limit of "
                                              "processes (ulimit -u)."
                                            : "."));
  }
  return {pid, std::move(wakeup)};
}

void WorkerProcess::Wake() { SignalEvent(wakeup_.get()); }

bool WorkerProcess::Reap() {
  if (end_) return true;
  int status = 0;
  if (::waitpid(pid_, &status, WNOHANG) != pid_) return false;
  end_.emplace();
  if (WIFSIGNALED(status)) {
    end_->signal = WTERMSIG(status);
  } else {
    end_->exit_code = WEXITSTATUS(status);
  }
  return true;
}

void WorkerProcess::Kill() {
  // A child that was not reaped keeps its pid, so this cannot hit another process.
  if (running()) ::kill(pid_, SIGKILL);
}

}  // namespace redline::runner
