#include "runner/redis_cpu_wait.h"

#include <sys/types.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace redline::runner {
namespace {

// proc(5): the kernel keeps so much of a process' name.
constexpr std::size_t kNameLength = 15;

std::string NameOf(const std::string& process) {
  std::ifstream in("/proc/" + process + "/comm");
  std::string name;
  std::getline(in, name);
  return name;
}

}  // namespace

std::optional<CpuTime> RedisCpuWait(const RedisInfo& info) {
  if (!info.process_id || !info.executable) return std::nullopt;
  const std::string name = std::filesystem::path(*info.executable).filename();
  // The executable itself can only be read by its owner.
  if (NameOf(std::to_string(*info.process_id)) != name.substr(0, kNameLength)) {
    return std::nullopt;
  }
  return CpuWaitOf(static_cast<pid_t>(*info.process_id));
}

}  // namespace redline::runner
