// The memory that a process holds for itself: its proportional set size (PSS), in which a
// page that n processes share counts for an n-th.
#ifndef REDLINE_RUNNER_MACHINE_PROPORTIONAL_MEMORY_H_
#define REDLINE_RUNNER_MACHINE_PROPORTIONAL_MEMORY_H_

#include <sys/types.h>

#include <optional>

namespace redline::runner {

// In MB of 2^20 bytes, from /proc/PID/smaps_rollup (proc(5)); nothing if the process has
// ended or the system does not tell. Takes the kernel up to a millisecond: for the end of
// a run.
std::optional<double> ProportionalMemoryMb(pid_t pid);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_MACHINE_PROPORTIONAL_MEMORY_H_
