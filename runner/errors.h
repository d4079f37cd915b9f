// What ends a run before there is anything to report. what() is one plain sentence for
// the user; runner/exit_code.h gives each its exit code.
#ifndef REDLINE_RUNNER_ERRORS_H_
#define REDLINE_RUNNER_ERRORS_H_

#include <stdexcept>

namespace redline::runner {

// The user asked for something that cannot be: a bad flag, a bad value.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The surroundings do not allow a run: no Redis, no shared memory, a worker that cannot
// start.
class EnvironmentError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_ERRORS_H_
