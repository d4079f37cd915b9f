#include "runner/report_files.h"

#include <utility>

#include "base/errors.h"
#include "reporting/forms/report_forms.h"

namespace redline::runner {

ReportFiles::ReportFiles(const Plan& plan) {
  for (const reporting::ReportForm& form : reporting::kReportForms) {
    const auto asked = plan.reports.find(form.name());
    if (asked == plan.reports.end()) continue;
    const std::string flag = "--" + std::string(form.setting);
    if (plan.search && form.is_of_one_run()) {
      throw UsageError(flag + " is of one run, and a search makes many: leave it out.");
    }
    std::optional<ReportFile> file;
    if (asked->second != "-") file.emplace(asked->second, flag);
    reports_.push_back({&form, std::move(file)});
  }
}

std::vector<std::string> ReportFiles::WriteFiles(const TextOf& text_of,
                                                 const Patience& patience) {
  return Write(false, text_of, patience);
}

std::vector<std::string> ReportFiles::WriteDirect(const TextOf& text_of,
                                                  const Patience& patience) {
  return Write(true, text_of, patience);
}

void ReportFiles::PutOnStdout(const TextOf& text_of, Output& output) {
  for (const Report& report : reports_) {
    if (!report.file) output.PutReport(text_of(*report.form));
  }
}

std::vector<std::string> ReportFiles::Write(bool is_direct, const TextOf& text_of,
                                            const Patience& patience) {
  std::vector<std::string> complaints;
  for (Report& report : reports_) {
    if (!report.file || report.file->is_direct() != is_direct) continue;
    try {
      report.file->Write(text_of(*report.form), patience);
    } catch (const EnvironmentError& error) {
      complaints.emplace_back(error.what());
    }
  }
  return complaints;
}

}  // namespace redline::runner
