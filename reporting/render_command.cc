#include "reporting/render_command.h"

#include <gflags/gflags.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/errors.h"
#include "base/exit_codes.h"
#include "base/output/report_file.h"
#include "reporting/form_flags.h"
#include "reporting/forms/report_forms.h"
#include "reporting/json/result_file.h"
#include "reporting/logs/timing_log.h"
#include "reporting/text/search_report.h"
#include "reporting/text/text_report.h"

DEFINE_bool(text, false, "the tables, on stdout; what is shown if nothing else is asked");
DEFINE_string(hgrm, "", "file for one timing as a percentile distribution");
DEFINE_string(timing, "response", "which: response, task, a step, queue, rest, lateness");
DEFINE_int64(trial, 0, "of a search, the trial to show, from 1; 0: the search itself");

namespace redline::reporting {
namespace {

// The result in a file, or the trial that --trial names of the search there.
std::variant<Result, SearchResult> ReadRendered(const std::string& path) {
  std::variant<Result, SearchResult> read = ReadAnyResultFile(path);
  if (FLAGS_trial == 0) return read;
  auto* const search = std::get_if<SearchResult>(&read);
  if (search == nullptr) {
    throw UsageError("--trial is for the result of a search, and " + path +
                     " is that of one run.");
  }
  const auto trials = static_cast<std::int64_t>(search->trials.size());
  if (FLAGS_trial < 0 || FLAGS_trial > trials) {
    throw UsageError("--trial must be from 1 to " + std::to_string(trials) + ", but is " +
                     std::to_string(FLAGS_trial) + ".");
  }
  return std::move(search->trials[static_cast<std::size_t>(FLAGS_trial - 1)].result);
}

std::string TextOf(const ReportForm& form, const Result& result) {
  return form.TextOf(result);
}
std::string TextOf(const ReportForm& form, const SearchResult& result) {
  if (form.search_text != nullptr) return form.TextOf(result);
  throw UsageError("--" + std::string(form.name()) +
                   " is of one run; name one of the search with --trial.");
}

std::string HgrmOf(const Result& result) {
  const std::optional<std::string> hgrm = ToHgrm(result, FLAGS_timing);
  if (hgrm) return *hgrm;
  throw UsageError("The run has no timing --timing=" + FLAGS_timing +
                   "; name response, task, queue, rest, lateness or a step.");
}
std::string HgrmOf(const SearchResult& /*result*/) {
  throw UsageError("--hgrm is of one run; name one of the search with --trial.");
}

std::string TablesOf(const Result& result, std::size_t width) {
  return FinalReport(result, width);
}
std::string TablesOf(const SearchResult& result, std::size_t width) {
  return SearchReport(result, width);
}

}  // namespace

int Render(std::span<const std::string> files, Output& output) {
  if (files.size() != 1) {
    throw UsageError("render takes one result, as render RESULT.json --html=FILE.");
  }
  std::vector<std::pair<std::string, std::string>> asked;
  for (const ReportForm& form : kReportForms) {
    asked.emplace_back("--" + std::string(form.name()), FormFlag(form.name()));
  }
  asked.emplace_back("--hgrm", FLAGS_hgrm);
  asked.emplace_back("--text", FLAGS_text ? "-" : "");
  CheckDistinct(asked);
  const std::variant<Result, SearchResult> read = ReadRendered(files[0]);
  // All texts and all files, before the first is written.
  struct Report {
    std::optional<ReportFile> file;  // Nothing for stdout.
    std::string text;
  };
  std::vector<Report> reports;
  const auto add = [&](const std::string& path, const std::string& flag, auto text_of) {
    if (path.empty()) return;
    std::optional<ReportFile> file;
    if (!IsStdout(path)) file.emplace(path, flag);
    reports.push_back({std::move(file), std::visit(text_of, read)});
  };
  for (const ReportForm& form : kReportForms) {
    add(FormFlag(form.name()), "--" + std::string(form.name()),
        [&](const auto& result) { return TextOf(form, result); });
  }
  add(FLAGS_hgrm, "--hgrm", [](const auto& result) { return HgrmOf(result); });
  for (Report& report : reports) {
    if (report.file) report.file->Write(report.text);
  }
  for (Report& report : reports) {
    if (!report.file) output.PutReport(std::move(report.text));
  }
  if (FLAGS_text || reports.empty()) {
    output.Show(std::visit(
        [&](const auto& result) { return TablesOf(result, output.width()); }, read));
  }
  return kExitSuccess;
}

}  // namespace redline::reporting
