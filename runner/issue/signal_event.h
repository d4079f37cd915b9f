// Adds one to an eventfd (eventfd(2)), which wakes whoever waits for it. Any thread.
#ifndef REDLINE_RUNNER_ISSUE_SIGNAL_EVENT_H_
#define REDLINE_RUNNER_ISSUE_SIGNAL_EVENT_H_

#include <glog/logging.h>
#include <unistd.h>

#include <cstdint>

namespace redline::runner {

inline void SignalEvent(int event_fd) {
  constexpr std::uint64_t kOne = 1;
  // Fails only if the counter is full, which takes 2^64 signals that nobody has read.
  PCHECK(::write(event_fd, &kOne, sizeof kOne) == sizeof kOne);
}

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_ISSUE_SIGNAL_EVENT_H_
