// Where the limits of this process' control groups are (cgroups(7)), and how their files
// and those of proc(5) are read. `root` is "/" except in tests.
#ifndef REDLINE_RUNNER_MACHINE_CGROUP_FILES_H_
#define REDLINE_RUNNER_MACHINE_CGROUP_FILES_H_

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

namespace redline::runner {

// The folders whose limits may bind this process for a controller ("memory", "pids",
// "cpu"): in version 2 its own group and all above it, then those of version 1. Some may
// not exist, and a file that is not there limits nothing.
std::vector<std::filesystem::path> CgroupFolders(const std::filesystem::path& root,
                                                 std::string_view controller);

// The number that a file begins with; nothing if it is missing, or says "max" or "-1".
std::optional<std::uint64_t> ReadNumber(const std::filesystem::path& file);

// The same for a limit; nothing also for the number by which a file says that it sets
// none.
std::optional<std::uint64_t> ReadLimit(const std::filesystem::path& file);

// The number after "Name:" in a file such as /proc/meminfo.
std::optional<std::uint64_t> NumberAfter(const std::filesystem::path& file,
                                         std::string_view name);

// The cores that a folder's group may use: cpu.max in version 2, cpu.cfs_quota_us in
// version 1; nothing if it sets no quota.
std::optional<double> CpuQuota(const std::filesystem::path& group);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_MACHINE_CGROUP_FILES_H_
