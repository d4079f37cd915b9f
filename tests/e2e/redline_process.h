// The built supervisor as a user runs it: a real process, with its output, its workers
// and its end to look at.
//
// Each has a temporary folder of its own as TMPDIR, in which its private Redis lives, and
// an environment of the variables given here only. Dies with the test. Everything that is
// awaited is observed, up to a deadline that fails the test.
#ifndef REDLINE_TESTS_E2E_REDLINE_PROCESS_H_
#define REDLINE_TESTS_E2E_REDLINE_PROCESS_H_

#include <rapidjson/document.h>
#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace redline::testing {

// Looks at the condition until it holds; false if it does not within `deadline`.
bool Eventually(const std::function<bool()>& condition,
                std::chrono::milliseconds deadline = std::chrono::seconds(10));

// Whether a process of this id exists and has not ended.
bool IsRunning(pid_t pid);

class RedlineProcess {
 public:
  struct Options {
    std::vector<std::string> flags;
    std::map<std::string, std::string> environment = {};
    // Stdout and stderr are one pseudo-terminal of 120 × 50 instead of files.
    bool on_terminal = false;
    // Stdout is a pipe of 4 KB; stderr is a file. Nobody reads either before
    // StartReading.
    bool on_pipe = false;
    // Nor the terminal.
    bool unread = false;
    // A shell command line that ends by executing "$@"; e.g. to change what it sees.
    std::string wrapper = {};
    // A worker fails when it is to stop, and Wait does not take that for a failed test.
    bool workers_fail_to_stop = false;
  };

  explicit RedlineProcess(Options options);
  // Kills what is left of it.
  ~RedlineProcess();
  RedlineProcess(const RedlineProcess&) = delete;
  RedlineProcess& operator=(const RedlineProcess&) = delete;

  pid_t pid() const { return pid_; }
  const std::filesystem::path& folder() const { return folder_; }

  // The file that --report_json is to name; Json reads it.
  std::string report_path() const { return (folder_ / "report.json").string(); }
  rapidjson::Document Json() const;

  std::string Stdout() const;
  std::string Stderr() const;

  void Signal(int signal) const;
  // Types this on the terminal. REQUIRES: on_terminal.
  void Type(const std::string& keys) const;
  void StartReading() { unread_ = false; }
  // Closes the pseudo-terminal, as a lost connection does. REQUIRES: on_terminal.
  void HangUp();
  // The exit code, or minus the signal that ended it. Fails the test at the deadline, and
  // if a worker failed when it was to stop, as those do whose sanitizer has found a leak.
  int Wait(std::chrono::milliseconds deadline = std::chrono::seconds(60));

  // The running child of this name, or -1: redline itself where a shell wraps it.
  pid_t Child(const std::string& name) const;
  // Its running processes, found by their parents: workers first as they were started.
  std::vector<pid_t> Workers() const;
  // The redis-server of its own, or -1.
  pid_t PrivateRedis() const;
  // Waits until all workers have been started and the progress output has begun.
  void AwaitTasks();
  // Files that its private Redis left in the temporary folder.
  std::vector<std::string> Leftovers() const;

 private:
  void Start(const Options& options);
  void ReadTerminal() const;

  std::filesystem::path folder_;
  pid_t pid_ = -1;
  int status_ = 0;
  bool ended_ = false;
  int terminal_ = -1;  // Or the pipe's end.
  bool unread_ = false;
  bool workers_fail_to_stop_ = false;
  mutable std::string terminal_output_;
};

}  // namespace redline::testing

#endif  // REDLINE_TESTS_E2E_REDLINE_PROCESS_H_
