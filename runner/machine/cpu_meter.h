// How busy a process was between two readings of its CPU time.
#ifndef REDLINE_RUNNER_MACHINE_CPU_METER_H_
#define REDLINE_RUNNER_MACHINE_CPU_METER_H_

#include <sys/types.h>

#include <chrono>
#include <optional>

namespace redline::runner {

using CpuTime = std::chrono::nanoseconds;

// The CPU time that a process has taken since it started, all its threads together, those
// that have ended included; nothing if there is no such process (any more).
//
// By the process' CPU clock (clock_getcpuclockid(3)): /proc/PID/stat says the same in
// steps of 10 ms, and /proc/PID/schedstat of the first thread only.
std::optional<CpuTime> CpuTimeOf(pid_t pid);

// How long the process' first thread has been ready to run, and had no CPU, since it
// started (/proc/PID/schedstat, Documentation/scheduler/sched-stats.rst of Linux);
// nothing if there is no such process, or the kernel does not count that.
std::optional<CpuTime> CpuWaitOf(pid_t pid);

// From the first reading to the last. Pure: readings are passed in. Not thread-safe.
class CpuMeter {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  // Nothing, as of a process that has ended, changes nothing: its figure is that of the
  // time until the last reading before. Nor does less than before, which is another
  // process of the same number.
  void Add(std::optional<CpuTime> reading, TimePoint now);

  // The CPU time between the first and the last reading; nothing before the first.
  std::optional<CpuTime> Used() const;

  // In percent of one core: 100 is a core fully used. Nothing before the second reading.
  std::optional<double> Percent() const;

 private:
  struct Reading {
    CpuTime cpu;
    TimePoint time;
  };
  std::optional<Reading> first_;
  std::optional<Reading> last_;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_MACHINE_CPU_METER_H_
