#include "tests/testing/redis_server.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <thread>
#include <utility>

#include "tests/testing/loopback_port.h"

namespace redline::testing {
namespace {

constexpr std::chrono::seconds kStartTimeout{20};
constexpr std::chrono::milliseconds kRetry{5};
constexpr int kPortAttempts = 5;

std::string MakeFolder() {
  const char* const parent = getenv("TEST_TMPDIR");
  std::string name = std::string(parent ? parent : "/tmp") + "/redis.XXXXXX";
  // The path of a Unix socket has at most 107 bytes.
  if (name.size() + std::strlen("/redis.sock") >= sizeof(sockaddr_un::sun_path)) {
    name = "/tmp/redis.XXXXXX";
  }
  if (mkdtemp(name.data()) == nullptr) {
    throw std::runtime_error("no temporary folder " + name);
  }
  return name;
}

}  // namespace

RedisServer::RedisServer(Transport transport, std::vector<std::string> arguments)
    : transport_(transport), folder_(MakeFolder()), arguments_(std::move(arguments)) {
  // First, so that the test's own arguments override these.
  const bool has_file = !arguments_.empty() && arguments_.front().starts_with('/');
  arguments_.insert(arguments_.begin() + (has_file ? 1 : 0),
                    {"--save", "", "--appendonly", "no", "--dir", folder_});
  if (transport == Transport::kUnix) {
    socket_path_ = folder_ + "/redis.sock";
    arguments_.insert(arguments_.end(), {"--port", "0", "--unixsocket", socket_path_});
    Start(arguments_);
    return;
  }
  arguments_.insert(arguments_.end(), {"--bind", "127.0.0.1"});
  if (std::ranges::find(arguments_, "--cluster-enabled") != arguments_.end()) {
    // Else it is the port plus 10000, which may be unused.
    arguments_.insert(arguments_.end(), {"--cluster-port", std::to_string(FreePort())});
  }
  if (transport == Transport::kTls) {
    arguments_.insert(arguments_.end(), {"--port", "0", "--tls-port", ""});
  } else {
    arguments_.insert(arguments_.end(), {"--port", ""});
  }
  for (int attempt = 1;; ++attempt) {
    port_ = FreePort();
    arguments_.back() = std::to_string(port_);
    try {
      Start(arguments_);
      return;
    } catch (const std::runtime_error&) {
      // Another process may have taken the port in between.
      if (attempt == kPortAttempts) throw;
    }
  }
}

RedisServer::~RedisServer() {
  Kill();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::string RedisServer::Url(const std::string& login) const {
  const std::string at = login.empty() ? "" : login + "@";
  if (!socket_path_.empty()) return "unix://" + at + socket_path_;
  const std::string port = std::to_string(port_);
  if (transport_ == Transport::kTls) return "rediss://" + at + "localhost:" + port;
  return "redis://" + at + "127.0.0.1:" + port;
}

void RedisServer::Kill() {
  if (pid_ == -1) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

void RedisServer::Restart(const std::vector<std::string>& more_arguments) {
  Kill();
  // Otherwise the socket of the dead one would count as there.
  if (!socket_path_.empty()) std::filesystem::remove(socket_path_);
  auto arguments = arguments_;
  arguments.insert(arguments.end(), more_arguments.begin(), more_arguments.end());
  Start(arguments);
}

void RedisServer::Freeze() const { kill(pid_, SIGSTOP); }
void RedisServer::Resume() const { kill(pid_, SIGCONT); }

std::string RedisServer::Cli(const std::string& command) const {
  std::string where =
      socket_path_.empty() ? "-p " + std::to_string(port_) : "-s " + socket_path_;
  if (transport_ == Transport::kTls) where += " --tls --insecure";
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(
      popen(("redis-cli " + where + " " + command).c_str(), "re"), pclose);
  std::string output;
  char buffer[4096];
  while (const auto size = fread(buffer, 1, sizeof(buffer), pipe.get())) {
    output.append(buffer, size);
  }
  return output;
}

void RedisServer::Start(const std::vector<std::string>& arguments) {
  // Made before the fork, after which a child may not allocate.
  std::vector<char*> argv{const_cast<char*>("redis-server")};
  for (const auto& argument : arguments) {
    argv.push_back(const_cast<char*>(argument.c_str()));
  }
  argv.push_back(nullptr);
  const pid_t parent = getpid();
  pid_ = fork();
  if (pid_ == -1) throw std::runtime_error("no fork for redis-server");
  if (pid_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(127);
    const int null = open("/dev/null", O_RDWR);
    dup2(null, STDIN_FILENO);
    dup2(null, STDOUT_FILENO);
    execvp(argv[0], argv.data());
    _exit(127);
  }
  const auto deadline = std::chrono::steady_clock::now() + kStartTimeout;
  while (!Accepts()) {
    if (Exited()) throw std::runtime_error("redis-server ended while it started");
    if (std::chrono::steady_clock::now() > deadline) {
      Kill();
      throw std::runtime_error("redis-server did not start in time");
    }
    std::this_thread::sleep_for(kRetry);
  }
}

bool RedisServer::Accepts() const {
  if (socket_path_.empty()) return testing::Accepts(port_);
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  socket_path_.copy(address.sun_path, sizeof(address.sun_path) - 1);
  const bool accepts =
      connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  close(fd);
  return accepts;
}

bool RedisServer::Exited() {
  if (waitpid(pid_, nullptr, WNOHANG) != pid_) return false;
  pid_ = -1;
  return true;
}

}  // namespace redline::testing
