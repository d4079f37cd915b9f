#include "runner/plan/run_id.h"

#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>

#include "runner/plan/fleet_name.h"

namespace redline::runner {
std::string DynoName() {
  if (const char* dyno = std::getenv("DYNO"); dyno != nullptr && *dyno != '\0')
    return dyno;
  std::array<char, 256> host{};
  return ::gethostname(host.data(), host.size() - 1) == 0 ? host.data() : "";
}

std::string MakeRunId(std::string_view dyno) {
  std::random_device random;
  const std::uint64_t number =
      (std::uint64_t{random()} << 32 | random()) & 0xffff'ffff'ffff;
  char digits[13];
  std::snprintf(digits, sizeof digits, "%012llx",
                static_cast<unsigned long long>(number));
  std::string id = std::string(digits) + "-";
  const std::size_t longest = id.size() + kLongestFleetName;
  for (const char c : dyno) {
    if (IsOfFleetNames(c) && id.size() < longest) id += c;
  }
  return id;
}

}  // namespace redline::runner
