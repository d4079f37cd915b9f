#include "tests/e2e/redline_process.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <utility>

namespace redline::testing {
namespace {

namespace fs = std::filesystem;
using std::chrono::steady_clock;

// The file in /proc of a process that has just ended opens but cannot be read: it counts
// as empty, as a missing one does.
std::string ReadFile(const fs::path& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

// Under /tmp and not TEST_TMPDIR: a Unix socket's path is short.
fs::path MakeFolder() {
  std::string folder = "/tmp/rl-e2e-XXXXXX";
  if (::mkdtemp(folder.data()) == nullptr)
    throw std::runtime_error("no temporary folder");
  return folder;
}

struct ProcessInfo {
  std::string name;  // At most 15 characters, as the kernel keeps it.
  char state = 'X';
  pid_t parent = -1;
};

// proc(5): "pid (name) state parent ..."; the name may hold anything, so from its end.
ProcessInfo InfoOf(pid_t pid) {
  const std::string stat = ReadFile("/proc/" + std::to_string(pid) + "/stat");
  const std::size_t open = stat.find('(');
  const std::size_t close = stat.rfind(')');
  if (open == std::string::npos || close == std::string::npos) return {};
  ProcessInfo info;
  info.name = stat.substr(open + 1, close - open - 1);
  std::istringstream(stat.substr(close + 1)) >> info.state >> info.parent;
  return info;
}

// The running children of a process of this name, by id.
std::vector<pid_t> Children(pid_t parent, const std::string& name) {
  std::vector<pid_t> children;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const std::string file = entry.path().filename();
    if (file.find_first_not_of("0123456789") != std::string::npos) continue;
    const pid_t pid = std::stoi(file);
    const ProcessInfo info = InfoOf(pid);
    if (info.parent == parent && info.name == name && info.state != 'Z') {
      children.push_back(pid);
    }
  }
  std::sort(children.begin(), children.end());
  return children;
}

}  // namespace

bool Eventually(const std::function<bool()>& condition,
                std::chrono::milliseconds deadline) {
  const auto end = steady_clock::now() + deadline;
  while (!condition()) {
    if (steady_clock::now() > end) return false;
    // Between two looks at the state of another process there is nothing to wait on.
    ::poll(nullptr, 0, 5);
  }
  return true;
}

bool IsRunning(pid_t pid) {
  const ProcessInfo info = InfoOf(pid);
  return info.state != 'X' && info.state != 'Z';
}

RedlineProcess::RedlineProcess(Options options)
    : folder_(MakeFolder()), workers_fail_to_stop_(options.workers_fail_to_stop) {
  Start(options);
}

RedlineProcess::~RedlineProcess() {
  if (!ended_) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  if (terminal_ >= 0) ::close(terminal_);
  // The keeper may still be removing what it keeps.
  std::error_code ignored;
  Eventually([&] { return Leftovers().empty(); }, std::chrono::seconds(5));
  fs::remove_all(folder_, ignored);
}

void RedlineProcess::Start(const Options& options) {
  std::vector<std::string> arguments;
  if (!options.wrapper.empty()) {
    arguments = {"/bin/sh", "-c", options.wrapper, "sh"};
  }
  arguments.push_back(fs::absolute("runner/runner"));
  for (std::string flag : options.flags) {
    if (flag == "--report_json") flag += "=" + report_path();
    arguments.push_back(flag);
  }
  std::vector<std::string> environment = {
      "PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "TMPDIR=" + folder_.string(),
      "TERM=xterm"};
  // Under AddressSanitizer a worker's death by a signal is to be just that.
  // Nor is it to mind what a test preloads.
  environment.push_back(
      "ASAN_OPTIONS=handle_segv=0:handle_abort=0:verify_asan_link_order=0");
  // A machine that runs tests side by side issues some tasks late, and no test is about
  // that but those that say so by the flag. Whom a backlog at its limit is blamed on does
  // not depend on it.
  environment.push_back("MAX_LATENESS_MS=60000");
  for (const auto& [name, value] : options.environment) {
    environment.push_back(name + "=" + value);
  }
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  std::vector<char*> envp;
  for (std::string& variable : environment) envp.push_back(variable.data());
  envp.push_back(nullptr);
  const std::string out = folder_ / "stdout";
  const std::string err = folder_ / "stderr";

  winsize size{};
  size.ws_col = 120;
  size.ws_row = 50;
  unread_ = options.unread || options.on_pipe;
  int pipe[2] = {-1, -1};
  if (options.on_pipe) {
    EXPECT_EQ(::pipe2(pipe, O_CLOEXEC), 0);
    EXPECT_EQ(::fcntl(pipe[1], F_SETPIPE_SZ, 4096), 4096);
    terminal_ = pipe[0];
  }
  pid_ = options.on_terminal ? ::forkpty(&terminal_, nullptr, nullptr, &size) : ::fork();
  if (pid_ != 0) {
    ::close(pipe[1]);
    return;
  }
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (!options.on_terminal) {
    ::dup2(::open(out.c_str(), O_WRONLY | O_CREAT, 0600), STDOUT_FILENO);
    if (options.on_pipe) ::dup2(pipe[1], STDOUT_FILENO);
    ::dup2(::open(err.c_str(), O_WRONLY | O_CREAT, 0600), STDERR_FILENO);
  }
  ::execve(argv[0], argv.data(), envp.data());
  ::_exit(127);
}

rapidjson::Document RedlineProcess::Json() const {
  rapidjson::Document document;
  document.Parse(ReadFile(report_path()).c_str());
  EXPECT_FALSE(document.HasParseError()) << "no JSON report; stderr: " << Stderr();
  return document;
}

std::string RedlineProcess::Stdout() const {
  if (terminal_ < 0 && terminal_output_.empty()) return ReadFile(folder_ / "stdout");
  if (terminal_ >= 0) ReadTerminal();
  return terminal_output_;
}

std::string RedlineProcess::Stderr() const { return ReadFile(folder_ / "stderr"); }

void RedlineProcess::ReadTerminal() const {
  pollfd readable{.fd = terminal_, .events = POLLIN, .revents = 0};
  char bytes[4096];
  while (::poll(&readable, 1, 0) == 1) {
    const ssize_t got = ::read(terminal_, bytes, sizeof bytes);
    if (got <= 0) return;
    terminal_output_.append(bytes, static_cast<std::size_t>(got));
  }
}

void RedlineProcess::Type(const std::string& keys) const {
  ASSERT_EQ(::write(terminal_, keys.data(), keys.size()),
            static_cast<ssize_t>(keys.size()));
}

void RedlineProcess::Signal(int signal) const { ::kill(pid_, signal); }

void RedlineProcess::HangUp() {
  ReadTerminal();
  ::close(std::exchange(terminal_, -1));
}

int RedlineProcess::Wait(std::chrono::milliseconds deadline) {
  ended_ = ended_ || Eventually(
                         [&] {
                           // Else the process waits for its reader.
                           if (terminal_ >= 0 && !unread_) ReadTerminal();
                           return ::waitpid(pid_, &status_, WNOHANG) == pid_;
                         },
                         deadline);
  if (!ended_) {
    ADD_FAILURE() << "redline still runs; stdout: " << Stdout() << "stderr: " << Stderr();
    return -1;
  }
  if (terminal_ >= 0) ReadTerminal();
  const std::string said = Stdout() + Stderr();
  if (!workers_fail_to_stop_ && said.find("when it was to stop") != std::string::npos) {
    ADD_FAILURE() << "a worker failed when it was to stop: " << said;
  }
  return WIFSIGNALED(status_) ? -WTERMSIG(status_) : WEXITSTATUS(status_);
}

std::vector<pid_t> RedlineProcess::Workers() const { return Children(pid_, "worker"); }

pid_t RedlineProcess::Child(const std::string& name) const {
  const std::vector<pid_t> children = Children(pid_, name);
  return children.empty() ? -1 : children.front();
}

pid_t RedlineProcess::PrivateRedis() const {
  for (const pid_t keeper : Children(pid_, "redline-keeper")) {
    const std::vector<pid_t> servers = Children(keeper, "redis-server");
    if (!servers.empty()) return servers.front();
  }
  return -1;
}

void RedlineProcess::AwaitTasks() {
  ASSERT_TRUE(Eventually([&] { return Stdout().find(": sent ") != std::string::npos; }))
      << "no progress; stdout: " << Stdout() << "stderr: " << Stderr();
}

std::vector<std::string> RedlineProcess::Leftovers() const {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder_)) {
    const std::string name = entry.path().filename();
    if (name.rfind("redline-", 0) == 0) names.push_back(name);
  }
  return names;
}

}  // namespace redline::testing
