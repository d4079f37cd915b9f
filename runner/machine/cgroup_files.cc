#include "runner/machine/cgroup_files.h"

#include <charconv>
#include <fstream>
#include <string>
#include <system_error>

namespace redline::runner {
namespace {

namespace fs = std::filesystem;

bool HasController(std::string_view list, std::string_view controller) {
  while (!list.empty()) {
    const std::size_t end = list.find(',');
    if (list.substr(0, end) == controller) return true;
    list.remove_prefix(end == std::string_view::npos ? list.size() : end + 1);
  }
  return false;
}

// The group's folder below the hierarchy's, and all above it. Inside of a container the
// path may be the host's, of which only the hierarchy's root is to be seen.
void AddWithParents(const fs::path& hierarchy, std::string_view group,
                    std::vector<fs::path>& folders) {
  fs::path below(group.substr(group.starts_with('/') ? 1 : 0));
  for (; !below.empty(); below = below.parent_path())
    folders.push_back(hierarchy / below);
  folders.push_back(hierarchy);
}

// Nothing for "max" and "-1": a stream would take the latter for 2^64 - 1.
std::optional<std::uint64_t> Number(const std::string& word) {
  std::uint64_t number = 0;
  const char* const end = word.data() + word.size();
  const auto [last, error] = std::from_chars(word.data(), end, number);
  return error == std::errc() && last == end ? std::optional(number) : std::nullopt;
}

}  // namespace

std::vector<fs::path> CgroupFolders(const fs::path& root, std::string_view controller) {
  const fs::path groups = root / "sys/fs/cgroup";
  std::vector<fs::path> folders;
  std::ifstream in(root / "proc/self/cgroup");
  // "0::/path" in version 2, "12:memory:/path" in version 1.
  for (std::string line; std::getline(in, line);) {
    const std::string_view text = line;
    const std::size_t first = text.find(':');
    const std::size_t second = text.find(':', first + 1);
    if (first == std::string_view::npos || second == std::string_view::npos) continue;
    const std::string_view controllers = text.substr(first + 1, second - first - 1);
    const std::string_view group = text.substr(second + 1);
    if (controllers.empty()) {
      AddWithParents(groups, group, folders);
    } else if (HasController(controllers, controller)) {
      AddWithParents(groups / controller, group, folders);
    }
  }
  return folders;
}

std::optional<std::uint64_t> ReadNumber(const fs::path& file) {
  std::ifstream in(file);
  std::string word;
  if (!(in >> word)) return std::nullopt;
  return Number(word);
}

std::optional<std::uint64_t> ReadLimit(const fs::path& file) {
  // Version 1 of control groups says "no limit" so: all that 63 bits can count,
  // in whole pages.
  constexpr std::uint64_t kNone = std::uint64_t{1} << 62;
  const auto limit = ReadNumber(file);
  return limit && *limit < kNone ? limit : std::nullopt;
}

std::optional<std::uint64_t> NumberAfter(const fs::path& file, std::string_view name) {
  std::ifstream in(file);
  for (std::string word; in >> word;) {
    if (word == name && in >> word) return Number(word);
  }
  return std::nullopt;
}

std::optional<double> CpuQuota(const std::filesystem::path& group) {
  std::ifstream v2(group / "cpu.max");
  double quota = 0;
  double period = 0;
  if (v2 >> quota >> period && period > 0) return quota / period;
  // -1 for no quota is no such number.
  const auto quota_v1 = ReadNumber(group / "cpu.cfs_quota_us");
  const auto period_v1 = ReadNumber(group / "cpu.cfs_period_us");
  if (!quota_v1 || !period_v1 || *quota_v1 == 0 || *period_v1 == 0) return std::nullopt;
  return static_cast<double>(*quota_v1) / static_cast<double>(*period_v1);
}

}  // namespace redline::runner
