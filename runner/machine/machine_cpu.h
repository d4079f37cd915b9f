// How busy the machine's CPUs, or those granted to this control group, were between two
// readings. `root` is "/" except in tests, which lay out a file system of their own.
#ifndef REDLINE_RUNNER_MACHINE_MACHINE_CPU_H_
#define REDLINE_RUNNER_MACHINE_MACHINE_CPU_H_

#include <filesystem>
#include <optional>

#include "runner/machine/cpu_meter.h"

namespace redline::runner {

// How long the CPUs that this process may use had nothing to do since the machine has
// started, all together, and how many they are.
//
// Not how long they were in use, by the kernel's own count: most kernels look once a tick
// what a CPU is doing, and of work that a timer begins and that is done before the next
// tick they may see a tenth. They know precisely how long a CPU slept. So what is not
// idle is used, by anybody; also by a hypervisor for others, since nobody here could use
// it.
struct MachineTimes {
  CpuTime idle{0};
  int cpus = 0;
};

// From /proc/stat (proc(5)), of the CPUs in this process' affinity, in steps of 10 ms.
std::optional<MachineTimes> ReadMachineTimes(const std::filesystem::path& root = "/");

// The CPU time that the control group has taken whose quota binds this process tightest,
// and that quota in cores; nothing without a quota, or where the group does not tell.
// From cpu.max and cpu.stat of version 2 (cgroups(7)); of version 1 from cpu.cfs_quota_us
// and cpuacct.usage.
struct GroupCpu {
  CpuTime used{0};
  double quota_cores = 0;
};
std::optional<GroupCpu> ReadGroupCpu(const std::filesystem::path& root = "/");

struct MachineReading {
  CpuMeter::TimePoint time;
  std::optional<MachineTimes> machine;
  std::optional<GroupCpu> group;
};
MachineReading ReadMachine();

// How much of the cores that were granted was used between two readings: of those of the
// machine, or of the control group, whichever is nearer to its limit. 100 is all of them
// fully used. Nothing if no time has passed, or one reading lacks both. Pure.
std::optional<double> MachinePercent(const MachineReading& from,
                                     const MachineReading& to);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_MACHINE_MACHINE_CPU_H_
