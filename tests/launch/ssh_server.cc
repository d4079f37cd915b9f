#include "tests/launch/ssh_server.h"

#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <thread>

#include "tests/testing/loopback_port.h"

namespace redline::testing {
namespace {

constexpr char kServer[] = "/usr/sbin/sshd";
constexpr int kPortAttempts = 5;
constexpr std::chrono::milliseconds kRetry{5};

// A key of its own for each side, without a password.
void MakeKey(const std::filesystem::path& file) {
  const std::string command =
      "ssh-keygen -q -t ed25519 -N '' -C test -f '" + file.string() + "'";
  if (std::system(command.c_str()) != 0) throw std::runtime_error("no ssh-keygen");
}

std::string User() {
  const passwd* const user = ::getpwuid(::getuid());
  if (user == nullptr) throw std::runtime_error("the test's user has no name");
  return user->pw_name;
}

}  // namespace

SshServer::SshServer() {
  MakeKey(folder_.path() / "host_key");
  MakeKey(folder_.path() / "user_key");
  const std::string at = folder_.path().string() + "/";
  folder_.Write("known_hosts", "loopback " + ContentOf(at + "host_key.pub"));
  if (::getuid() == 0) ::mkdir("/run/sshd", 0755);
  for (int attempt = 0; attempt < kPortAttempts; ++attempt) {
    const std::uint16_t port = FreePort();
    if (!Start(port)) continue;
    const std::string common = "  HostName 127.0.0.1\n  User " + User() +
                               "\n  IdentityFile " + at +
                               "user_key\n  IdentitiesOnly yes\n"
                               "  HostKeyAlias loopback\n  StrictHostKeyChecking yes\n"
                               "  GlobalKnownHostsFile /dev/null\n";
    const std::string open = "  Port " + std::to_string(port) + "\n" + common;
    const std::string known = "  UserKnownHostsFile " + at + "known_hosts\n";
    folder_.Write("client", "Host one two\n" + open + known +
                                "Host stranger\n  UserKnownHostsFile /dev/null\n" + open +
                                "Host closed\n  Port " + std::to_string(FreePort()) +
                                "\n" + common + known);
    const auto client = folder_.Write(
        "bin/ssh", "#!/bin/sh\nexec /usr/bin/ssh -F " + at + "client \"$@\"\n");
    std::filesystem::permissions(client, std::filesystem::perms::owner_all);
    return;
  }
  throw std::runtime_error("sshd did not start: " + ContentOf(at + "log"));
}

bool SshServer::Start(int port) {
  const std::string at = folder_.path().string() + "/";
  folder_.Write("server", "Port " + std::to_string(port) +
                              "\nListenAddress 127.0.0.1\nHostKey " + at +
                              "host_key\nAuthorizedKeysFile " + at +
                              "user_key.pub\nStrictModes no\nPidFile none\nUsePAM no\n"
                              "PasswordAuthentication no\nPermitRootLogin yes\n");
  const std::string configuration = at + "server";
  const std::string log = at + "log";
  pid_ = ::fork();
  if (pid_ < 0) throw std::runtime_error("fork failed");
  if (pid_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::execl(kServer, kServer, "-D", "-E", log.c_str(), "-f", configuration.c_str(),
            nullptr);
    ::_exit(127);
  }
  while (!Accepts(static_cast<std::uint16_t>(port))) {
    if (::waitpid(pid_, nullptr, WNOHANG) == pid_) {
      pid_ = -1;
      return false;
    }
    std::this_thread::sleep_for(kRetry);
  }
  return true;
}

SshServer::~SshServer() {
  if (pid_ < 0) return;
  ::kill(pid_, SIGTERM);
  ::waitpid(pid_, nullptr, 0);
}

}  // namespace redline::testing
