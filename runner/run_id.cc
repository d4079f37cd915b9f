#include "runner/run_id.h"

#include <unistd.h>

#include <array>
#include <cctype>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>

namespace redline::runner {
namespace {

constexpr std::size_t kLongestDynoName = 64;

}  // namespace

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
  const std::size_t longest = id.size() + kLongestDynoName;
  // Colons separate the parts of a key and must not be in a name; nor may surprises.
  for (const unsigned char c : dyno) {
    const bool plain = std::isalnum(c) || c == '.' || c == '-' || c == '_';
    if (plain && id.size() < longest) id += static_cast<char>(c);
  }
  return id;
}

}  // namespace redline::runner
