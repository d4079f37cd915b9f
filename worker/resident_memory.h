// How much memory this process holds: its resident set, shared pages included.
#ifndef REDLINE_WORKER_RESIDENT_MEMORY_H_
#define REDLINE_WORKER_RESIDENT_MEMORY_H_

#include <cstdint>
#include <optional>

#include "base/unique_fd.h"

namespace redline::worker {

// Keeps /proc/self/statm open (proc(5)), so that a sample is one system call. One thread.
class ResidentMemory {
 public:
  ResidentMemory();

  // Bytes; nothing where the system does not tell.
  std::optional<std::uint64_t> Sample() const;

 private:
  UniqueFd statm_;
};

}  // namespace redline::worker

#endif  // REDLINE_WORKER_RESIDENT_MEMORY_H_
