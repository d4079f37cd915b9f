// Facts of the machine, or the dyno, for the report. `root` is "/" except in tests.
#ifndef REDLINE_RUNNER_MACHINE_MACHINE_FACTS_H_
#define REDLINE_RUNNER_MACHINE_MACHINE_FACTS_H_

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace redline::runner {

// Bytes of memory that all processes here may take together: of the machine, or of the
// control group if that has less.
std::optional<std::uint64_t> GrantedMemory(const std::filesystem::path& root = "/");

// "Linux 6.1.0-40-amd64 x86_64"; empty if the system does not tell.
std::string KernelName();

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_MACHINE_MACHINE_FACTS_H_
