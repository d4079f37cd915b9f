// A forked child that runs a function: for tests of what two processes share.
//
// To be made while the test has only one thread. The child inherits everything, reports
// by its exit code and is killed with its owner.
#ifndef REDLINE_TESTS_SHM_CHILD_PROCESS_H_
#define REDLINE_TESTS_SHM_CHILD_PROCESS_H_

#include <sys/types.h>

#include <functional>

namespace redline::testing {

class ChildProcess {
 public:
  // The child exits with what `body` returns.
  explicit ChildProcess(const std::function<int()>& body);
  // Kills and reaps it if nobody waited for it.
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  pid_t pid() const { return pid_; }
  // Waits for its end: the exit code, or 128 + the signal that it died of.
  int Wait();
  // SIGKILL, and Wait.
  int Kill();

 private:
  const pid_t pid_;
  bool reaped_ = false;
};

}  // namespace redline::testing

#endif  // REDLINE_TESTS_SHM_CHILD_PROCESS_H_
