// The file that a report goes to: the one way for a program to write one.
//
// Whether it can be written is found out before the run, before an hour of measuring.
// The old file stays as it is until the report is complete beside it and on the disk,
// and then takes its place in one step: neither a full disk nor an end in between leaves
// half a report, or none. A link stays a link, and a file keeps its permissions.
//
// Where no file can be beside it (a folder that is not ours, a file that a container has
// mounted), the room is made sure of first, and then the file is written over. A pipe, a
// device or a socket is written to directly, and waited for as long as the patience
// lasts.
#ifndef REDLINE_BASE_OUTPUT_REPORT_FILE_H_
#define REDLINE_BASE_OUTPUT_REPORT_FILE_H_

#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/output/patience.h"
#include "base/unique_fd.h"

namespace redline {

// Whether a report of this path goes to stdout: "-", or another name of what stdout is.
bool IsStdout(const std::string& path);

// Throws UsageError if two of these flags name the same file, stdout included, in
// whatever spelling; an empty name is not one.
void CheckDistinct(std::span<const std::pair<std::string, std::string>> files);

class ReportFile {
 public:
  // `flag` names the flag in the sentence of the UsageError that is thrown if the file
  // cannot be written to. Not for stdout, which is the output's.
  ReportFile(const std::string& path, std::string_view flag);

  // Written to directly: its reader may keep us waiting.
  bool is_direct() const { return static_cast<bool>(direct_); }

  // Replaces the file's content. Throws EnvironmentError. One thread.
  void Write(std::string_view text, const Patience& patience = {});

 private:
  [[noreturn]] void Fail(int error) const;
  void Replace(std::string_view text);
  void WriteOver(std::string_view text);
  void WriteDirectly(std::string_view text, const Patience& patience);

  const std::string path_;    // As the user wrote it.
  const std::string target_;  // At the end of the path's links.
  UniqueFd direct_;
};

}  // namespace redline

#endif  // REDLINE_BASE_OUTPUT_REPORT_FILE_H_
