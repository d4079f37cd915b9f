#include "runner/redis/private_redis.h"

#include <fcntl.h>
#include <glog/logging.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <fstream>
#include <optional>
#include <system_error>
#include <utility>

#include "base/errors.h"
#include "runner/loop/null_input.h"

namespace redline::runner {
namespace {

namespace fs = std::filesystem;

constexpr char kServer[] = "redis-server";
constexpr char kSocket[] = "redis.sock";
constexpr char kLog[] = "redis.log";
// A Unix socket's path must fit into sockaddr_un, 108 bytes with its end.
constexpr std::size_t kLongestTemporaryFolder = 80;

// The keeper's work at its start and at its end takes milliseconds.
constexpr std::chrono::seconds kKeeperTimeout{5};

// Signals that end the supervisor's run, and are for the supervisor to decide.
constexpr int kSupervisorsSignals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
// Other signals for which the supervisor has handlers.
constexpr int kHandledSignals[] = {SIGCHLD, SIGTSTP, SIGCONT};

struct Pipe {
  UniqueFd read;
  UniqueFd write;
};

Pipe MakePipe() {
  int fds[2];
  if (::pipe2(fds, O_CLOEXEC) != 0) {
    throw EnvironmentError(
        "Cannot make a pipe: " + std::generic_category().message(errno) + ".");
  }
  return {UniqueFd(fds[0]), UniqueFd(fds[1])};
}

// The parent of the server's folder.
std::string TemporaryFolder() {
  const char* variable = ::getenv("TMPDIR");
  if (variable == nullptr || *variable == '\0') return "/tmp";
  std::error_code unknown;
  const std::string folder = fs::absolute(variable, unknown);
  return unknown || folder.size() > kLongestTemporaryFolder ? "/tmp" : folder;
}

// As redis/redis_url.h reads it.
std::string UnixUrl(const std::string& path) {
  std::string url = "unix://";
  for (const char c : path) {
    if (c == '%') {
      url += "%25";
    } else if (c == '?') {
      url += "%3F";
    } else {
      url += c;
    }
  }
  return url;
}

// Waits until nobody holds the pipe's other end any more, or `timeout_ms` has passed.
bool Closed(int fd, std::chrono::milliseconds::rep timeout_ms) {
  pollfd pipe{.fd = fd, .events = POLLIN, .revents = 0};
  int ready = 0;
  do {
    ready = ::poll(&pipe, 1, static_cast<int>(timeout_ms));
  } while (ready < 0 && errno == EINTR);
  return ready == 1;
}

// Waits for the keeper's end, and returns its exit code. One that does not end in time is
// killed, and has none: somebody has stopped it. The kernel kills the server with it.
std::optional<int> EndOf(pid_t keeper) {
  const auto deadline = std::chrono::steady_clock::now() + kKeeperTimeout;
  bool killed = false;
  while (true) {
    int status = 0;
    if (::waitpid(keeper, &status, WNOHANG) == keeper) {
      return killed ? std::nullopt : std::optional(WEXITSTATUS(status));
    }
    if (!killed && std::chrono::steady_clock::now() >= deadline) {
      ::kill(keeper, SIGKILL);
      killed = true;
    }
    // There is nothing to wait on that has a deadline.
    ::poll(nullptr, 0, 1);
  }
}

// Reads until the other end is closed, or nothing more comes in time.
std::string ReadAll(int fd) {
  std::string text;
  char bytes[256];
  while (Closed(fd, std::chrono::milliseconds(kKeeperTimeout).count())) {
    const ssize_t got = ::read(fd, bytes, sizeof bytes);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return text;
    text.append(bytes, static_cast<std::size_t>(got));
  }
  return text;
}

// The server's process: never returns.
[[noreturn]] void BecomeServer(const fs::path& folder, pid_t keeper) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  // The keeper may have died before the line above.
  if (::getppid() != keeper) ::_exit(1);
  for (const int signal : kSupervisorsSignals) ::signal(signal, SIG_DFL);
  const int log = ::open((folder / kLog).c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  ::dup2(log, STDOUT_FILENO);
  ::dup2(log, STDERR_FILENO);
  ::execlp(kServer, kServer, "--port", "0", "--unixsocket", (folder / kSocket).c_str(),
           "--unixsocketperm", "700", "--save", "", "--appendonly", "no", "--dir",
           folder.c_str(), "--daemonize", "no", "--loglevel", "warning", nullptr);
  const std::string reason = std::generic_category().message(errno);
  ::dprintf(STDERR_FILENO, "%s could not be started: %s\n", kServer, reason.c_str());
  ::_exit(127);
}

// The keeper's process: never returns. Begins with all signals blocked. Tells `folder_to`
// the folder that it has made, or exits with the errno if it could not: were it the
// supervisor that makes it, one killed before the fork would leave it behind.
[[noreturn]] void Keep(std::string folder, UniqueFd folder_to, Pipe supervisor_lives,
                       Pipe server_lives) {
  // The handlers are the supervisor's, and would write to its event loop's pipe: one
  // SIGTERM to all processes of a dyno would look like two. The keeper outlives it.
  for (const int signal : kSupervisorsSignals) ::signal(signal, SIG_IGN);
  for (const int signal : kHandledSignals) ::signal(signal, SIG_DFL);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  // A session of its own: a terminal's Ctrl-C is for the supervisor, which decides.
  ::setsid();
  ::prctl(PR_SET_NAME, "redline-keeper");
  // Nobody is to wait for the end of an output that the keeper has and does not use.
  const UniqueFd null = NullInput();
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    ::dup2(null.get(), fd);
  }
  supervisor_lives.write.Reset();
  server_lives.read.Reset();

  if (::mkdtemp(folder.data()) == nullptr) ::_exit(errno);
  if (::write(folder_to.get(), folder.data(), folder.size()) < 0) ::rmdir(folder.c_str());
  folder_to.Reset();

  const pid_t keeper = ::getpid();
  const pid_t server = ::fork();
  if (server == 0) {
    // The server holds this pipe, without knowing, until it ends.
    ::fcntl(server_lives.write.get(), F_SETFD, 0);
    BecomeServer(folder, keeper);
  }
  server_lives.write.Reset();
  while (!Closed(supervisor_lives.read.get(), -1)) {
  }
  if (server > 0) {
    ::kill(server, SIGKILL);
    ::waitpid(server, nullptr, 0);
  }
  std::error_code ignored;
  fs::remove_all(folder, ignored);
  ::_exit(0);
}

}  // namespace

PrivateRedis::PrivateRedis() {
  Pipe supervisor_lives = MakePipe();
  Pipe server_lives = MakePipe();
  Pipe folder = MakePipe();
  const std::string parent = TemporaryFolder();
  // Blocked until the keeper has put the supervisor's handlers away.
  sigset_t all;
  ::sigfillset(&all);
  sigset_t before;
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  keeper_ = ::fork();
  if (keeper_ == 0) {
    Keep(parent + "/redline-XXXXXX", std::move(folder.write), std::move(supervisor_lives),
         std::move(server_lives));
  }
  const int error = errno;
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (keeper_ < 0) {
    throw EnvironmentError("Cannot start the private Redis: " +
                           std::generic_category().message(error) + ".");
  }
  supervisor_lives_ = std::move(supervisor_lives.write);
  server_lives_ = std::move(server_lives.read);
  folder.write.Reset();
  folder_ = ReadAll(folder.read.get());
  if (folder_.empty()) {
    const std::optional<int> code = EndOf(keeper_);
    throw EnvironmentError(
        "Cannot make a folder for the private Redis in " + parent + ": " +
        (code ? std::generic_category().message(*code)
              : "it takes longer than " + std::to_string(kKeeperTimeout.count()) +
                    " seconds") +
        "; set TMPDIR to a folder that can be written to.");
  }
}

PrivateRedis::~PrivateRedis() {
  supervisor_lives_.Reset();
  EndOf(keeper_);
  // The keeper has removed it, unless somebody killed the keeper.
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

std::string PrivateRedis::url() const { return UnixUrl((folder_ / kSocket).string()); }

bool PrivateRedis::Ended() const { return Closed(server_lives_.get(), 0); }

std::string PrivateRedis::EndSentence() const {
  std::ifstream log(folder_ / kLog);
  std::string last;
  for (std::string line; std::getline(log, line);) {
    if (!line.empty()) last = line;
  }
  return "The private Redis has ended" + (last.empty() ? "" : " (" + last + ")") +
         "; install redis-server, or name a Redis with REDIS_URL.";
}

}  // namespace redline::runner
