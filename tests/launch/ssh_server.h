// A real sshd on the loopback for one test, in a folder of its own, which lets the test's
// user in by a key; and a client that knows it.
//
// The client's names for it: "one" and "two", as if it were two machines; "stranger", for
// which no key of a host is known; and "closed", where nobody listens.
//
// Where the test is root's, sshd asks for /run/sshd, which Debian makes when it starts
// its own; the test makes it if there is none.
#ifndef REDLINE_TESTS_LAUNCH_SSH_SERVER_H_
#define REDLINE_TESTS_LAUNCH_SSH_SERVER_H_

#include <sys/types.h>

#include <string>

#include "tests/testing/temporary_folder.h"

namespace redline::testing {

class SshServer {
 public:
  // Throws std::runtime_error if it does not start.
  SshServer();
  // Ends it. Connections of before end with their clients.
  ~SshServer();
  SshServer(const SshServer&) = delete;
  SshServer& operator=(const SshServer&) = delete;

  // A folder with a program "ssh", to stand first in PATH.
  std::string ClientFolder() const { return folder_.path() / "bin"; }

 private:
  bool Start(int port);

  const TemporaryFolder folder_;
  pid_t pid_ = -1;
};

}  // namespace redline::testing

#endif  // REDLINE_TESTS_LAUNCH_SSH_SERVER_H_
