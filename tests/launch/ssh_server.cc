#include "tests/launch/ssh_server.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace redline::testing {
namespace {

namespace fs = std::filesystem;

constexpr char kServer[] = "/usr/sbin/sshd";

sockaddr_in Loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int FreePort() {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = Loopback(0);
  socklen_t size = sizeof address;
  ::bind(listener, reinterpret_cast<sockaddr*>(&address), size);
  ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
  ::close(listener);
  return ntohs(address.sin_port);
}

bool Accepts(int port) {
  const int client = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = Loopback(port);
  const bool accepted =
      ::connect(client, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  ::close(client);
  return accepted;
}

std::string FirstTwoWords(const fs::path& file) {
  std::ifstream in(file);
  std::string type;
  std::string key;
  in >> type >> key;
  return type + " " + key;
}

}  // namespace

std::string SshServer::WhyNot() {
  if (::access(kServer, X_OK) != 0 || ::access("/usr/bin/ssh", X_OK) != 0) {
    return "OpenSSH is not installed: scripts/setup --tests";
  }
  // Its init script makes it, which a container does not run.
  if (::geteuid() == 0 && ::access("/run/sshd", F_OK) != 0) {
    return "root's sshd needs the folder /run/sshd: mkdir /run/sshd";
  }
  return "";
}

SshServer::SshServer(const fs::path& folder,
                     const std::map<std::string, std::string>& environment)
    : folder_(folder / "sshd"), port_(FreePort()) {
  fs::create_directories(programs());
  MakeKeys();
  Configure(environment);
  Start();
}

SshServer::~SshServer() {
  ::kill(pid_, SIGTERM);
  ::waitpid(pid_, nullptr, 0);
}

void SshServer::MakeKeys() const {
  for (const char* name : {"host", "user"}) {
    const std::string command =
        "ssh-keygen -q -t ed25519 -N '' -f '" + (folder_ / name).string() + "'";
    if (::system(command.c_str()) != 0) throw std::runtime_error("no ssh-keygen");
  }
}

void SshServer::Configure(const std::map<std::string, std::string>& environment) const {
  const std::string folder = folder_.string();
  std::ofstream server(folder_ / "server_config");
  server << "ListenAddress 127.0.0.1:" << port_ << "\nHostKey " << folder
         << "/host\nAuthorizedKeysFile " << folder
         << "/user.pub\nStrictModes no\nPidFile none\nUsePAM no\n"
            "PasswordAuthentication no\nSetEnv";
  for (const auto& [name, value] : environment) server << " " << name << "=" << value;
  server << "\n";
  std::ofstream(folder_ / "known_hosts")
      << "fleet " << FirstTwoWords(folder_ / "host.pub") << "\n";
  std::ofstream(folder_ / "client_config")
      << "Host refusing\n  Port 1\nHost stranger\n  UserKnownHostsFile /dev/null\n"
         "Host *\n  HostName 127.0.0.1\n  HostKeyAlias fleet\n  Port "
      << port_ << "\n  IdentityFile " << folder
      << "/user\n  IdentitiesOnly yes\n  UserKnownHostsFile " << folder
      << "/known_hosts\n  GlobalKnownHostsFile /dev/null\n";
  // A user's own configuration is found by the user's entry in the system, not by HOME.
  const fs::path client = programs() / "ssh";
  std::ofstream(client) << "#!/bin/sh\nexec /usr/bin/ssh -F '" << folder
                        << "/client_config' \"$@\"\n";
  fs::permissions(client, fs::perms::owner_all);
}

void SshServer::Start() {
  const std::string config = folder_ / "server_config";
  const std::string log = folder_ / "log";
  pid_ = ::fork();
  if (pid_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    ::dup2(::open(log.c_str(), O_WRONLY | O_CREAT, 0600), STDERR_FILENO);
    ::execl(kServer, kServer, "-D", "-e", "-f", config.c_str(), nullptr);
    ::_exit(127);
  }
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!Accepts(port_)) {
    const bool ended = ::waitpid(pid_, nullptr, WNOHANG) == pid_;
    if (ended || std::chrono::steady_clock::now() > deadline) {
      std::ostringstream said;
      said << std::ifstream(log).rdbuf();
      throw std::runtime_error("sshd does not start: " + said.str());
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

}  // namespace redline::testing
