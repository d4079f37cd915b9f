#include "reporting/report_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <system_error>

#include "reporting/errors.h"

namespace redline::reporting {

void CheckDistinct(std::span<const std::pair<std::string, std::string>> files) {
  for (std::size_t i = 0; i < files.size(); ++i) {
    for (std::size_t j = i + 1; j < files.size(); ++j) {
      if (files[i].second.empty() || files[i].second != files[j].second) continue;
      const bool is_stdout = files[i].second == "-";
      throw UsageError(files[i].first + " and " + files[j].first + " cannot both go to " +
                       (is_stdout ? "stdout" : files[i].second) +
                       "; name another file for one of them.");
    }
  }
}

ReportFile::ReportFile(const std::string& path, std::string_view flag)
    : path_(path),
      fd_(path == "-" ? ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0)
                      : ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666)) {
  if (fd_) return;
  throw UsageError("Cannot write to " + std::string(flag) + "=" + path + ": " +
                   std::generic_category().message(errno) +
                   "; name a file that can be written to.");
}

void ReportFile::Write(std::string_view text) {
  if (path_ != "-") {
    // Both fail on a pipe, where there is nothing to replace.
    static_cast<void>(::lseek(fd_.get(), 0, SEEK_SET) == 0);
    static_cast<void>(::ftruncate(fd_.get(), 0) == 0);
  }
  while (!text.empty()) {
    const ssize_t written = ::write(fd_.get(), text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      throw EnvironmentError("Cannot write the report to " + path_ + ": " +
                             std::generic_category().message(errno) + ".");
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace redline::reporting
