#include "runner/machine/machine_facts.h"

#include <sys/utsname.h>

#include <algorithm>

#include "runner/machine/cgroup_files.h"

namespace redline::runner {

namespace fs = std::filesystem;

std::optional<std::uint64_t> GrantedMemory(const fs::path& root) {
  std::optional<std::uint64_t> granted;
  if (const auto kilobytes = NumberAfter(root / "proc/meminfo", "MemTotal:")) {
    granted = *kilobytes * 1024;
  }
  for (const fs::path& group : CgroupFolders(root, "memory")) {
    for (const char* file : {"memory.max", "memory.limit_in_bytes"}) {
      if (const auto limit = ReadLimit(group / file)) {
        granted = std::min(granted.value_or(*limit), *limit);
      }
    }
  }
  return granted;
}

std::string KernelName() {
  utsname name{};
  if (::uname(&name) != 0) return "";
  return std::string(name.sysname) + " " + name.release + " " + name.machine;
}

}  // namespace redline::runner
