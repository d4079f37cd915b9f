#include "worker/workloads/random_id.h"

#include <cstddef>

namespace redline::worker {

std::string RandomId(std::mt19937_64& random) {
  constexpr std::size_t kDigits = 12;
  auto bits = random();
  std::string id(kDigits, '0');
  for (char& digit : id) {
    digit = "0123456789abcdef"[bits & 15];
    bits >>= 4;
  }
  return id;
}

}  // namespace redline::worker
