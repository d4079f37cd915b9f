// Where the reports of a run or a search go: their files, opened before anything is
// started, and stdout.
//
// Main thread only.
#ifndef REDLINE_RUNNER_REPORT_FILES_H_
#define REDLINE_RUNNER_REPORT_FILES_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/output/output.h"
#include "base/output/patience.h"
#include "base/output/report_file.h"
#include "reporting/forms/report_forms.h"
#include "runner/plan/plan.h"

namespace redline::runner {

class ReportFiles {
 public:
  using TextOf = std::function<std::string(const reporting::ReportForm& form)>;

  // Opens those that the plan asks for. Throws EnvironmentError, or UsageError if a
  // search has no such report.
  explicit ReportFiles(const Plan& plan);

  // Writes those that take the place of a file once they are complete. One that cannot be
  // written keeps none of the others from it: a sentence for each that cannot.
  std::vector<std::string> WriteFiles(const TextOf& text_of, const Patience& patience);
  // Likewise those that go straight to a reader, who may keep us waiting: last.
  std::vector<std::string> WriteDirect(const TextOf& text_of, const Patience& patience);
  void PutOnStdout(const TextOf& text_of, Output& output);

 private:
  struct Report {
    const reporting::ReportForm* form;
    std::optional<ReportFile> file;  // Nothing for stdout.
  };

  std::vector<std::string> Write(bool is_direct, const TextOf& text_of,
                                 const Patience& patience);

  std::vector<Report> reports_;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_REPORT_FILES_H_
