// scripts/record at work: started, listening, and ended by Ctrl-C.
#ifndef REDLINE_TESTS_RECORDING_RECORDING_H_
#define REDLINE_TESTS_RECORDING_RECORDING_H_

#include <memory>
#include <string>
#include <vector>

#include "tests/launch/launcher_process.h"
#include "tests/testing/temporary_folder.h"

namespace redline::testing {

class Recording {
 public:
  // With these flags. `limits` are commands for the shell that starts it, such as
  // "ulimit -v 100000;".
  explicit Recording(const std::vector<std::string>& flags,
                     const std::string& limits = "");

  // Waits until it listens; false if it ends before that, or takes ten seconds.
  bool Listens();

  // Ends it by Ctrl-C, if it has not ended; its exit code.
  int End();
  // Waits until it ends by itself; its exit code.
  int Wait();

  // What it has written: the task file, and what it has said.
  std::string TaskFile() const { return ContentOf(folder_.path() / "task"); }
  std::string Said() const { return ContentOf(folder_.path() / "said"); }

 private:
  const TemporaryFolder folder_;
  std::unique_ptr<LauncherProcess> process_;
};

// The file's lines without comments at the left margin.
std::string WithoutComments(const std::string& task_file);

}  // namespace redline::testing

#endif  // REDLINE_TESTS_RECORDING_RECORDING_H_
