#include "tests/testing/pseudo_terminals.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>

namespace redline::testing {

bool HasPseudoTerminals() {
  const int master = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (master < 0) return false;
  char slave[64];
  const bool usable =
      ::ptsname_r(master, slave, sizeof slave) == 0 && std::filesystem::exists(slave);
  ::close(master);
  return usable;
}

}  // namespace redline::testing
