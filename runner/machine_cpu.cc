#include "runner/machine_cpu.h"

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

#include "runner/cgroup_files.h"

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

  double used = 0;
  double idle = 0;
  std::ifstream in(root / "proc/stat");
  for (std::string line; std::getline(in, line);) {
    std::istringstream fields(line);
    std::string label;
    // Guest time, which follows, is in user and nice already.
    double user = 0, nice = 0, system = 0, idle_now = 0, iowait = 0;
    if (!(fields >> label >> user >> nice >> system >> idle_now >> iowait)) continue;
    const std::optional<int> cpu = CpuNumber(label);
    if (!cpu || *cpu >= CPU_SETSIZE ||
        !CPU_ISSET(static_cast<std::size_t>(*cpu), &affinity)) {
      continue;
    }
    // Old kernels leave these out.
    double irq = 0, softirq = 0, steal = 0;
    fields >> irq >> softirq >> steal;
    used += user + nice + system + irq + softirq + steal;
    idle += idle_now + iowait;
  }
  if (used + idle <= 0) return std::nullopt;
  const auto time = [&](double ticks) {
    return std::chrono::round<CpuTime>(Seconds(ticks / ticks_per_second));
  };
  return MachineTimes{.used = time(used), .total = time(used + idle)};
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

MachineReading ReadMachine(CpuMeter::TimePoint now) {
  return {.time = now, .machine = ReadMachineTimes(), .group = ReadGroupCpu()};
}

std::optional<double> MachinePercent(const MachineReading& from,
                                     const MachineReading& to) {
  std::optional<double> percent;
  if (from.machine && to.machine && to.machine->total > from.machine->total) {
    percent = 100 * (Seconds(to.machine->used - from.machine->used) /
                     (to.machine->total - from.machine->total));
  }
  const Seconds time = to.time - from.time;
  if (from.group && to.group && time.count() > 0) {
    const Seconds granted = time * to.group->quota_cores;
    const double of_quota = 100 * (Seconds(to.group->used - from.group->used) / granted);
    percent = std::max(percent.value_or(of_quota), of_quota);
  }
  return percent;
}

}  // namespace redline::runner
