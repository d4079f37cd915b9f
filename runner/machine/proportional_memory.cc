#include "runner/machine/proportional_memory.h"

#include <fstream>
#include <limits>
#include <string>

namespace redline::runner {

std::optional<double> ProportionalMemoryMb(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/smaps_rollup");
  for (std::string word; file >> word;) {
    double kilobytes = 0;
    if (word == "Pss:" && file >> kilobytes) return kilobytes / 1024;
    file.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
  }
  return std::nullopt;
}

}  // namespace redline::runner
