#include "runner/machine/granted_cores.h"

#include <sched.h>

#include <algorithm>
#include <cmath>

#include "runner/machine/cgroup_files.h"

namespace redline::runner {

double GrantedCores(const std::filesystem::path& root) {
  cpu_set_t affinity;
  CPU_ZERO(&affinity);
  double cores =
      ::sched_getaffinity(0, sizeof affinity, &affinity) == 0 ? CPU_COUNT(&affinity) : 1;

  for (const std::filesystem::path& group : CgroupFolders(root, "cpu")) {
    if (const auto quota = CpuQuota(group)) cores = std::min(cores, *quota);
  }
  return cores;
}

int WholeCores(double cores) { return std::max(1, static_cast<int>(std::ceil(cores))); }

}  // namespace redline::runner
