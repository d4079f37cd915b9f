// The supervisor's exit code, decided here and nowhere else.
#ifndef REDLINE_RUNNER_VERDICT_EXIT_CODE_H_
#define REDLINE_RUNNER_VERDICT_EXIT_CODE_H_

#include <signal.h>

#include "base/exit_codes.h"
#include "reporting/model/verdict.h"

namespace redline::runner {

// 129 for SIGHUP, 130 for SIGINT, 131 for SIGQUIT, 143 for SIGTERM: what a shell reports
// of a process that died of it.
constexpr int ExitCodeForSignal(int signal) { return 128 + signal; }

// Ctrl-C or Ctrl-\: a person's, who means it.
constexpr bool IsFromKeyboard(int signal) {
  return signal == SIGINT || signal == SIGQUIT;
}

// `signal` is the one that interrupted the run, if one did.
int ExitCode(const reporting::Verdict& verdict, int signal);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_VERDICT_EXIT_CODE_H_
