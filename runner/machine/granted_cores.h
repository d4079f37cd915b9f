// How many cores this process may use: the cgroup's quota and the CPU affinity, whichever
// is less. A dyno sees the host's cores in /proc/cpuinfo, and only the cgroup tells what
// it was granted.
#ifndef REDLINE_RUNNER_MACHINE_GRANTED_CORES_H_
#define REDLINE_RUNNER_MACHINE_GRANTED_CORES_H_

#include <filesystem>

namespace redline::runner {

// `root` is "/" except in tests, which lay out a cgroup file system of their own.
// Understands cgroup v2 (cpu.max) and v1 (cpu.cfs_quota_us), as proc(5) and cgroups(7)
// describe them. A quota may be a part of a core.
double GrantedCores(const std::filesystem::path& root = "/");

// For how many workers that is: rounded up, at least 1.
int WholeCores(double cores);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_MACHINE_GRANTED_CORES_H_
