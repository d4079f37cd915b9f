// An input from which nothing comes, for processes that read none.
#ifndef REDLINE_RUNNER_LOOP_NULL_INPUT_H_
#define REDLINE_RUNNER_LOOP_NULL_INPUT_H_

#include <fcntl.h>
#include <unistd.h>

#include "base/unique_fd.h"

namespace redline::runner {

// /dev/null, or where there is none a pipe that nobody can write to. Closed on exec. None
// if the system has no descriptor left. Safe between fork and exec.
inline UniqueFd NullInput() {
  UniqueFd null(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  if (null) return null;
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return {};
  ::close(ends[1]);
  return UniqueFd(ends[0]);
}

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_LOOP_NULL_INPUT_H_
