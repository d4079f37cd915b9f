// A program of the launcher's, scripts/launch_dynos or what it needs beside it: a real
// process with an environment of its own, whose output goes to a file. It gets SIGTERM if
// the test dies.
#ifndef REDLINE_TESTS_LAUNCH_LAUNCHER_PROCESS_H_
#define REDLINE_TESTS_LAUNCH_LAUNCHER_PROCESS_H_

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace redline::testing {

class LauncherProcess {
 public:
  // Runs this command in the folder; what it prints is in its file `output`.
  LauncherProcess(const std::vector<std::string>& command,
                  const std::map<std::string, std::string>& environment,
                  const std::filesystem::path& folder, const std::string& output);
  // Ends it with SIGTERM, and waits.
  ~LauncherProcess();
  LauncherProcess(const LauncherProcess&) = delete;
  LauncherProcess& operator=(const LauncherProcess&) = delete;

  void Signal(int signal) const;
  // The exit code, or minus the signal that ended it.
  int Wait();

 private:
  pid_t pid_ = -1;  // -1 once it has been waited for.
};

}  // namespace redline::testing

#endif  // REDLINE_TESTS_LAUNCH_LAUNCHER_PROCESS_H_
