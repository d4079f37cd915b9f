// The file that a report goes to, opened before the run so that a bad path is found
// before an hour of measuring. What was in it stays until the report is there.
#ifndef REDLINE_REPORTING_REPORT_FILE_H_
#define REDLINE_REPORTING_REPORT_FILE_H_

#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "shm/unique_fd.h"

namespace redline::reporting {

// Throws UsageError if two of these flags name the same file, "-" included; an empty name
// is none.
void CheckDistinct(std::span<const std::pair<std::string, std::string>> files);

class ReportFile {
 public:
  // "-" is stdout. `flag` names the flag in the sentence of the UsageError that is thrown
  // if the file cannot be opened.
  ReportFile(const std::string& path, std::string_view flag);

  // Replaces the file's content. Throws EnvironmentError.
  void Write(std::string_view text);

 private:
  const std::string path_;
  shm::UniqueFd fd_;
};

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_REPORT_FILE_H_
