#include "worker/resident_memory.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cstdio>

namespace redline::worker {

ResidentMemory::ResidentMemory()
    : statm_(::open("/proc/self/statm", O_RDONLY | O_CLOEXEC)) {}

std::optional<std::uint64_t> ResidentMemory::Sample() const {
  std::array<char, 128> text{};
  if (::pread(statm_.get(), text.data(), text.size() - 1, 0) <= 0) return std::nullopt;
  unsigned long long resident_pages = 0;
  if (std::sscanf(text.data(), "%*u %llu", &resident_pages) != 1) return std::nullopt;
  return resident_pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace redline::worker
