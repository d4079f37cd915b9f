// The supervisor's program, from its command line to its exit code.
#ifndef REDLINE_RUNNER_RUNNER_MAIN_H_
#define REDLINE_RUNNER_RUNNER_MAIN_H_

namespace redline::runner {

// Runs the test that the command line asks for, and shows its report. Errors become one
// sentence on stderr. Returns the exit code (runner/verdict/exit_code.h).
int RunnerMain(int argc, char** argv);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_RUNNER_MAIN_H_
