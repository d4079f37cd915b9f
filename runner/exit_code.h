// The process' exit codes, decided here and nowhere else.
#ifndef REDLINE_RUNNER_EXIT_CODE_H_
#define REDLINE_RUNNER_EXIT_CODE_H_

#include "reporting/verdict.h"

namespace redline::runner {

inline constexpr int kExitSuccess = 0;
inline constexpr int kExitFailed = 1;
inline constexpr int kExitUsage = 2;        // UsageError
inline constexpr int kExitEnvironment = 3;  // EnvironmentError
inline constexpr int kExitInvalid = 4;

// 130 for SIGINT, 143 for SIGTERM: what a shell reports of a process that died of it.
constexpr int ExitCodeForSignal(int signal) { return 128 + signal; }

// `signal` is the one that interrupted the run, if one did.
int ExitCode(const reporting::Verdict& verdict, int signal);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_EXIT_CODE_H_
