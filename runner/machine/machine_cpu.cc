#include "runner/machine/machine_cpu.h"

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>

#include "runner/machine/cgroup_files.h"

namespace redline::runner {
namespace {

namespace fs = std::filesystem;
using Seconds = std::chrono::duration<double>;

// "cpu3" → 3; nothing for "cpu", the line of all together.
std::optional<int> CpuNumber(const std::string& label) {
  constexpr std::string_view kCpu = "cpu";
  if (!label.starts_with(kCpu) || label.size() == kCpu.size()) return std::nullopt;
  int number = 0;
  std::istringstream in(label.substr(kCpu.size()));
  if (!(in >> number) || number < 0) return std::nullopt;
  return number;
}

std::optional<CpuTime> GroupCpuTime(const fs::path& group) {
  std::ifstream v2(group / "cpu.stat");
  std::string name;
  std::int64_t microseconds = 0;
  while (v2 >> name >> microseconds) {
    if (name == "usage_usec") return std::chrono::microseconds(microseconds);
  }
  if (const auto nanoseconds = ReadNumber(group / "cpuacct.usage")) {
    return CpuTime(static_cast<std::int64_t>(*nanoseconds));
  }
  return std::nullopt;
}

}  // namespace

std::optional<MachineTimes> ReadMachineTimes(const fs::path& root) {
  cpu_set_t affinity;
  if (::sched_getaffinity(0, sizeof affinity, &affinity) != 0) return std::nullopt;
  const double ticks_per_second = static_cast<double>(::sysconf(_SC_CLK_TCK));

  double idle_ticks = 0;
  double all_ticks = 0;
  int cpus = 0;
  std::ifstream in(root / "proc/stat");
  for (std::string line; std::getline(in, line);) {
    std::istringstream fields(line);
    std::string label;
    double user = 0, nice = 0, system = 0, idle = 0, iowait = 0;
    if (!(fields >> label >> user >> nice >> system >> idle >> iowait)) continue;
    const std::optional<int> cpu = CpuNumber(label);
    if (!cpu || *cpu >= CPU_SETSIZE ||
        !CPU_ISSET(static_cast<std::size_t>(*cpu), &affinity)) {
      continue;
    }
    idle_ticks += idle + iowait;
    all_ticks += user + nice + system + idle + iowait;
    ++cpus;
  }
  // A sandbox may show zeros only.
  if (all_ticks <= 0) return std::nullopt;
  const Seconds idle(idle_ticks / ticks_per_second);
  return MachineTimes{.idle = std::chrono::round<CpuTime>(idle), .cpus = cpus};
}

std::optional<GroupCpu> ReadGroupCpu(const fs::path& root) {
  std::optional<GroupCpu> tightest;
  for (const fs::path& group : CgroupFolders(root, "cpu")) {
    const auto quota = CpuQuota(group);
    auto used = GroupCpuTime(group);
    if (!used) {
      // In version 1 another hierarchy counts, often at another place.
      std::error_code error;
      const fs::path below = fs::relative(group, root / "sys/fs/cgroup/cpu", error);
      used = GroupCpuTime(root / "sys/fs/cgroup/cpuacct" / below);
    }
    if (!quota || !used) continue;
    if (!tightest || *quota < tightest->quota_cores) {
      tightest = GroupCpu{.used = *used, .quota_cores = *quota};
    }
  }
  return tightest;
}

MachineReading ReadMachine() {
  return {.time = std::chrono::steady_clock::now(),
          .machine = ReadMachineTimes(),
          .group = ReadGroupCpu()};
}

std::optional<double> MachinePercent(const MachineReading& from,
                                     const MachineReading& to) {
  const Seconds time = to.time - from.time;
  if (time.count() <= 0) return std::nullopt;
  std::optional<double> percent;
  // CPUs that come or go take their idle time with them.
  if (from.machine && to.machine && from.machine->cpus == to.machine->cpus) {
    const Seconds idle = to.machine->idle - from.machine->idle;
    percent = std::clamp(100 * (1 - idle / (time * to.machine->cpus)), 0.0, 100.0);
  }
  if (from.group && to.group) {
    const Seconds granted = time * to.group->quota_cores;
    const double of_quota = 100 * (Seconds(to.group->used - from.group->used) / granted);
    percent = std::max(percent.value_or(of_quota), of_quota);
  }
  return percent;
}

}  // namespace redline::runner
