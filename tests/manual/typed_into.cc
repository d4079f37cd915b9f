#include "tests/manual/typed_into.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstddef>
#include <fstream>
#include <stdexcept>
#include <string_view>

namespace redline::testing {
namespace {

namespace fs = std::filesystem;
using std::chrono::steady_clock;

constexpr char kPrompt[] = "ready> ";
constexpr char kEnter[] = "\r";
// Primary Device Attributes (xterm's "Control Sequences"): fish 4 asks each terminal, and
// waits for the answer. Here it is that of a VT102.
constexpr std::string_view kWhatAreYou = "\x1b[0c";
constexpr char kTerminal[] = "\x1b[?6c";
constexpr std::chrono::seconds kPatience(20);

// The shell on a terminal of its own; killed with this.
class Terminal {
 public:
  Terminal(const std::string& command, const fs::path& folder) {
    winsize size{.ws_row = 50, .ws_col = 120, .ws_xpixel = 0, .ws_ypixel = 0};
    pid_ = ::forkpty(&fd_, nullptr, nullptr, &size);
    if (pid_ < 0) throw std::runtime_error("there is no terminal for a shell");
    if (pid_ != 0) return;
    if (::chdir(folder.c_str()) != 0) ::_exit(126);
    const std::string home = "HOME=" + folder.string();
    const std::string zsh = "ZDOTDIR=" + folder.string();
    const std::string rc = "RC=" + (folder / ".zshrc").string();
    const char* const environment[] = {home.c_str(),         zsh.c_str(),  rc.c_str(),
                                       "PATH=/usr/bin:/bin", "TERM=xterm", "LC_ALL=C",
                                       "INPUTRC=/dev/null",  nullptr};
    ::execle("/bin/sh", "sh", "-c", command.c_str(), nullptr, environment);
    ::_exit(127);
  }
  ~Terminal() {
    ::close(fd_);
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  // False at the end of all that is shown. Throws at the deadline.
  bool ReadMore() {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline_ - steady_clock::now());
    pollfd readable{.fd = fd_, .events = POLLIN, .revents = 0};
    if (left.count() <= 0 || ::poll(&readable, 1, static_cast<int>(left.count())) < 1) {
      throw std::runtime_error("the shell goes on, and has shown: " + shown_);
    }
    char bytes[4096];
    const ssize_t got = ::read(fd_, bytes, sizeof bytes);
    if (got <= 0) return false;
    shown_.append(bytes, static_cast<std::size_t>(got));
    Answer();
    return true;
  }

  void AwaitPrompt() {
    while (shown_.find(kPrompt) == std::string::npos) {
      if (!ReadMore()) throw std::runtime_error("the shell ended, and showed: " + shown_);
    }
  }

  void Type(const std::string& keys) const {
    if (::write(fd_, keys.data(), keys.size()) != static_cast<ssize_t>(keys.size())) {
      throw std::runtime_error("the terminal takes nothing");
    }
  }

  const std::string& shown() const { return shown_; }

 private:
  void Answer() {
    for (auto asked = shown_.find(kWhatAreYou, answered_); asked != std::string::npos;
         asked = shown_.find(kWhatAreYou, answered_)) {
      Type(kTerminal);
      answered_ = asked + kWhatAreYou.size();
    }
  }

  pid_t pid_ = -1;
  int fd_ = -1;
  std::string shown_;
  std::size_t answered_ = 0;  // Up to where `shown_` has been answered.
  const steady_clock::time_point deadline_ = steady_clock::now() + kPatience;
};

std::string Share(const std::string& path) {
  return (fs::current_path() / "manual/share" / path).string();
}

constexpr char kPosixFunctions[] =
    "PS1='ready> '\n"
    "redline() { printf '%s\\n' \"$@\" >arguments; exit; }\n"
    "redline-report() { printf '%s\\n' \"$@\" >arguments; exit; }\n";

}  // namespace

std::vector<Shell> Shells() {
  const std::string of_bash = Share("bash-completion/completions/");
  const std::string of_fish = Share("fish/vendor_completions.d/");
  return {{.name = "bash",
           .command = "exec bash --noprofile --rcfile \"$RC\" -i",
           .script = ". '" + of_bash + "redline'\n. '" + of_bash + "redline-report'\n" +
                     kPosixFunctions},
          {.name = "zsh",
           .command = "exec zsh -d -i",
           .script = "fpath=('" + Share("zsh/site-functions") +
                     "' $fpath)\nautoload -Uz compinit\ncompinit -C -u -d '" +
                     ::testing::TempDir() + "/zcompdump'\n" + kPosixFunctions},
          {.name = "fish",
           .command = "exec fish --no-config --init-command \"source '$RC'\"",
           .script = "source '" + of_fish + "redline.fish'\nsource '" + of_fish +
                     "redline-report.fish'\n"
                     "function fish_prompt; echo 'ready> '; end\n"
                     "function redline; printf '%s\\n' $argv >arguments; exit; end\n"
                     "function redline-report; printf '%s\\n' $argv >arguments; exit; "
                     "end\n"}};
}

bool IsInstalled(const Shell& shell) {
  return ::system(("command -v " + shell.name + " >/dev/null").c_str()) == 0;
}

std::vector<std::string> ArgumentsOf(const Shell& shell, const std::string& keys,
                                     const fs::path& folder) {
  std::ofstream(folder / ".zshrc") << shell.script;
  Terminal terminal(shell.command, folder);
  terminal.AwaitPrompt();
  terminal.Type(keys + kEnter);
  while (terminal.ReadMore()) continue;
  std::ifstream file(folder / "arguments");
  if (!file) throw std::runtime_error("nothing was called; shown: " + terminal.shown());
  std::vector<std::string> arguments;
  for (std::string line; std::getline(file, line);) arguments.push_back(line);
  return arguments;
}

}  // namespace redline::testing
