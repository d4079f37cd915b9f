// The wall clock for a task's values, such as a time stamp in a job; redline itself times
// nothing by it.
#ifndef REDLINE_WORKER_TASK_UNIX_TIME_H_
#define REDLINE_WORKER_TASK_UNIX_TIME_H_

#include <chrono>
#include <cstdint>

namespace redline::worker {

// Units since 1970: UnixTime<std::chrono::milliseconds>().
template <class Unit>
std::int64_t UnixTime() {
  return std::chrono::floor<Unit>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

}  // namespace redline::worker

#endif  // REDLINE_WORKER_TASK_UNIX_TIME_H_
