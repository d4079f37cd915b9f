#include "runner/on_this_machine.h"

#include <string>
#include <variant>

namespace redline::runner {

bool OnThisMachine(const redis::RedisUrl& url) {
  const auto* const tcp = std::get_if<redis::TcpAddress>(&url.address);
  if (tcp == nullptr) return true;
  const std::string& host = tcp->host;
  // 127.0.0.0/8 as a whole (RFC 1122, 3.2.1.3).
  return host == "::1" || redis::IsLocalhost(host) || host.starts_with("127.");
}

}  // namespace redline::runner
