// A real sshd on a free port of 127.0.0.1, and a real ssh that knows it: with keys, a
// configuration and a folder of their own, for the user who runs the test.
//
// The hosts one and two are this machine. The host stranger is too, but nobody knows its
// key; the host refusing does not listen. Throws std::runtime_error if it cannot be
// started; dies with the test.
#ifndef REDLINE_TESTS_LAUNCH_SSH_SERVER_H_
#define REDLINE_TESTS_LAUNCH_SSH_SERVER_H_

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <string>

namespace redline::testing {

class SshServer {
 public:
  // Empty if this machine can run one; else why not.
  static std::string WhyNot();

  // `environment` is what its users' commands find; no value has a blank.
  explicit SshServer(const std::filesystem::path& folder,
                     const std::map<std::string, std::string>& environment);
  ~SshServer();
  SshServer(const SshServer&) = delete;
  SshServer& operator=(const SshServer&) = delete;

  // A folder with the program `ssh`, to come first on the PATH.
  std::filesystem::path programs() const { return folder_ / "ssh"; }

 private:
  void MakeKeys() const;
  void Configure(const std::map<std::string, std::string>& environment) const;
  void Start();

  std::filesystem::path folder_;
  int port_ = 0;
  pid_t pid_ = -1;
};

}  // namespace redline::testing

#endif  // REDLINE_TESTS_LAUNCH_SSH_SERVER_H_
