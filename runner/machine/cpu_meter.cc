#include "runner/machine/cpu_meter.h"

#include <time.h>

#include <cstdint>
#include <fstream>
#include <string>

namespace redline::runner {

std::optional<CpuTime> CpuTimeOf(pid_t pid) {
  // 0 would be the caller.
  if (pid <= 0) return std::nullopt;
  clockid_t clock{};
  timespec time{};
  if (::clock_getcpuclockid(pid, &clock) != 0) return std::nullopt;
  if (::clock_gettime(clock, &time) != 0) return std::nullopt;
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

std::optional<CpuTime> CpuWaitOf(pid_t pid) {
  std::ifstream in("/proc/" + std::to_string(pid) + "/schedstat");
  std::int64_t on_cpu = 0;
  std::int64_t waited = 0;
  // A kernel that does not count says 0 of both.
  if (!(in >> on_cpu >> waited) || on_cpu == 0) return std::nullopt;
  return CpuTime(waited);
}

void CpuMeter::Add(std::optional<CpuTime> reading, TimePoint now) {
  if (!reading || (last_ && *reading < last_->cpu)) return;
  last_ = Reading{.cpu = *reading, .time = now};
  if (!first_) first_ = last_;
}

std::optional<CpuTime> CpuMeter::Used() const {
  return first_ ? std::optional(last_->cpu - first_->cpu) : std::nullopt;
}

std::optional<double> CpuMeter::Percent() const {
  if (!first_ || last_->time <= first_->time) return std::nullopt;
  const std::chrono::duration<double> cpu = last_->cpu - first_->cpu;
  return 100 * (cpu / (last_->time - first_->time));
}

}  // namespace redline::runner
