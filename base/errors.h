// Errors that end a program before it has anything to show. what() is one plain sentence
// for the user; base/exit_codes.h has each one's exit code.
#ifndef REDLINE_BASE_ERRORS_H_
#define REDLINE_BASE_ERRORS_H_

#include <stdexcept>

namespace redline {

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

}  // namespace redline

#endif  // REDLINE_BASE_ERRORS_H_
