#include "runner/granted_cores.h"

#include <sched.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <optional>
#include <string>

namespace redline::runner {
namespace {

namespace fs = std::filesystem;

// cpu.max: "QUOTA PERIOD" or "max PERIOD".
std::optional<double> QuotaV2(const fs::path& file) {
  std::ifstream in(file);
  double quota = 0;
  double period = 0;
  if (!(in >> quota >> period) || period <= 0) return std::nullopt;
  return quota / period;
}

// A quota of -1 means none.
std::optional<double> QuotaV1(const fs::path& folder) {
  std::ifstream quota_file(folder / "cpu.cfs_quota_us");
  std::ifstream period_file(folder / "cpu.cfs_period_us");
  double quota = 0;
  double period = 0;
  if (!(quota_file >> quota) || !(period_file >> period)) return std::nullopt;
  if (quota <= 0 || period <= 0) return std::nullopt;
  return quota / period;
}

// This process' group: the path after "0::" (v2) in /proc/self/cgroup.
std::string OwnGroup(const fs::path& root) {
  std::ifstream in(root / "proc/self/cgroup");
  for (std::string line; std::getline(in, line);) {
    if (line.rfind("0::/", 0) == 0) return line.substr(4);
  }
  return "";
}

}  // namespace

int GrantedCores(const fs::path& root) {
  cpu_set_t affinity;
  CPU_ZERO(&affinity);
  double cores =
      ::sched_getaffinity(0, sizeof affinity, &affinity) == 0 ? CPU_COUNT(&affinity) : 1;

  // Every group from our own up to the root may set a tighter quota.
  const fs::path groups = root / "sys/fs/cgroup";
  for (fs::path group = OwnGroup(root);; group = group.parent_path()) {
    if (const auto quota = QuotaV2(groups / group / "cpu.max")) {
      cores = std::min(cores, *quota);
    }
    if (group.empty()) break;
  }
  if (const auto quota = QuotaV1(groups / "cpu")) cores = std::min(cores, *quota);
  return std::max(1, static_cast<int>(std::ceil(cores)));
}

}  // namespace redline::runner
