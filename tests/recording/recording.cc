#include "tests/recording/recording.h"

#include <signal.h>

#include <filesystem>
#include <sstream>

#include "tests/e2e/redline_process.h"

namespace redline::testing {

Recording::Recording(const std::vector<std::string>& flags, const std::string& limits) {
  std::vector<std::string> command{"/bin/sh", "-c", limits + R"(exec "$@" >task 2>said)",
                                   "sh", std::filesystem::absolute("scripts/record")};
  command.insert(command.end(), flags.begin(), flags.end());
  process_ = std::make_unique<LauncherProcess>(
      command,
      std::map<std::string, std::string>{{"PATH", "/usr/bin:/bin"}, {"LANG", "C"}},
      folder_.path(), "shell");
}

bool Recording::Listens() {
  const auto has_said = [this](const char* word) {
    return Said().find(word) != std::string::npos;
  };
  Eventually([&] { return has_said("Watching ") || has_said("redline: "); });
  return has_said("Watching ");
}

int Recording::End() {
  process_->Signal(SIGINT);
  return process_->Wait();
}

int Recording::Wait() { return process_->Wait(); }

std::string WithoutComments(const std::string& task_file) {
  std::istringstream lines(task_file);
  std::string rest;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with('#')) rest += line + "\n";
  }
  return rest;
}

}  // namespace redline::testing
