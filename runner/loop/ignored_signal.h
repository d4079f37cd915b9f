// Whether this process ignores a signal, as nohup has its command ignore SIGHUP.
#ifndef REDLINE_RUNNER_LOOP_IGNORED_SIGNAL_H_
#define REDLINE_RUNNER_LOOP_IGNORED_SIGNAL_H_

#include <signal.h>

namespace redline::runner {

inline bool IsIgnored(int signal) {
  struct sigaction action{};
  return ::sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_LOOP_IGNORED_SIGNAL_H_
