// To be preloaded: a worker does all that it is to do, and then fails, as one does whose
// sanitizer has found a leak.
#include <errno.h>
#include <string.h>
#include <unistd.h>

namespace {

// By its name: the supervisor and its Redis load this too.
__attribute__((destructor)) void Fail() {
  if (::strcmp(program_invocation_short_name, "worker") == 0) ::_exit(23);
}

}  // namespace
