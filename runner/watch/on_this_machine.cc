#include "runner/watch/on_this_machine.h"

#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <variant>

#include "runner/machine/machine_facts.h"

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

// As Redis finds it out.
std::uint64_t TotalMemory() {
  return static_cast<std::uint64_t>(::sysconf(_SC_PHYS_PAGES)) *
         static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace

bool IsOwnAddress(const redis::RedisUrl& url) {
  if (std::holds_alternative<redis::UnixAddress>(url.address)) return true;
  const auto* const tcp = std::get_if<redis::TcpAddress>(&url.address);
  if (tcp == nullptr) return false;
  const std::string& host = tcp->host;
  // 127.0.0.0/8 as a whole (RFC 1122, 3.2.1.3).
  return host == "::1" || redis::IsLocalhost(host) || host.starts_with("127.");
}

bool ProcessIsHere(const RedisInfo& info) {
  if (!info.process_id || !info.executable) return false;
  const std::string name = std::filesystem::path(*info.executable).filename();
  // The executable itself can only be read by its owner.
  return !name.empty() &&
         NameOf(std::to_string(*info.process_id)) == name.substr(0, kNameLength);
}

bool OnThisMachine(const redis::RedisUrl& url, const RedisInfo& info) {
  if (!IsOwnAddress(url)) return false;
  const bool same_kernel_and_memory =
      info.os == KernelName() && info.total_system_memory == TotalMemory();
  return same_kernel_and_memory || ProcessIsHere(info);
}

}  // namespace redline::runner
