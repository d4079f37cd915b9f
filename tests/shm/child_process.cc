#include "tests/shm/child_process.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>

namespace redline::testing {
namespace {

pid_t Start(const std::function<int()>& body) {
  const pid_t parent = ::getpid();
  const pid_t pid = ::fork();
  if (pid < 0) throw std::runtime_error("no fork");
  if (pid > 0) return pid;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::_exit(::getppid() == parent ? body() : 127);
}

}  // namespace

ChildProcess::ChildProcess(const std::function<int()>& body) : pid_(Start(body)) {}

ChildProcess::~ChildProcess() {
  if (!reaped_) Kill();
}

int ChildProcess::Wait() {
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  reaped_ = true;
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

int ChildProcess::Kill() {
  ::kill(pid_, SIGKILL);
  return Wait();
}

}  // namespace redline::testing
