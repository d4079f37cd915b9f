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
#include "reporting/text/sweep_report.h"
#include "reporting/text/text_report.h"

DEFINE_bool(text, false, "the tables, on stdout; what is shown if nothing else is asked");
DEFINE_string(hgrm, "", "file for one timing as a percentile distribution");
DEFINE_string(timing, "response",
              "which: response, task, a step, queue, rest, lateness; stage2.response");
DEFINE_int64(search, 0, "of a sweep, the search to show, from 1; 0: the sweep itself");
DEFINE_int64(trial, 0, "of a search, the trial to show, from 1; 0: the search itself");

namespace redline::reporting {
namespace {

// Takes the one that --search or --trial names out of these.
template <class Item>
Item TakeNamed(std::vector<Item>& items, const char* flag, std::int64_t number) {
  const auto count = static_cast<std::int64_t>(items.size());
  if (number < 0 || number > count) {
    throw UsageError(std::string(flag) + " must be from 1 to " + std::to_string(count) +
                     ", but is " + std::to_string(number) + ".");
  }
  return std::move(items[static_cast<std::size_t>(number - 1)]);
}

UsageError IsFor(const char* flag, const char* whole, const std::string& path) {
  return UsageError(std::string(flag) + " is for the result of a " + whole + ", and " +
                    path + " is none.");
}

// The result in a file, or what --search and --trial name of the sweep or search there.
AnyResult ReadRendered(const std::string& path) {
  AnyResult read = ReadAnyResultFile(path);
  if (FLAGS_search != 0) {
    auto* const sweep = std::get_if<SweepResult>(&read);
    if (sweep == nullptr) throw IsFor("--search", "sweep", path);
    SweptSearch named = TakeNamed(sweep->searches, "--search", FLAGS_search);
    read = std::move(named.search);
  }
  if (FLAGS_trial != 0) {
    auto* const search = std::get_if<SearchResult>(&read);
    if (search == nullptr && std::holds_alternative<SweepResult>(read)) {
      throw UsageError("--trial is of one search; name it with --search as well.");
    }
    if (search == nullptr) throw IsFor("--trial", "search", path);
    TrialRecord named = TakeNamed(search->trials, "--trial", FLAGS_trial);
    read = std::move(named.result);
  }
  return read;
}

// Why a form of one run cannot be had.
UsageError IsOfOneRun(std::string_view flag, const SearchResult& /*result*/) {
  return UsageError("--" + std::string(flag) +
                    " is of one run; name one of the search with --trial.");
}
UsageError IsOfOneRun(std::string_view flag, const SweepResult& /*result*/) {
  return UsageError("--" + std::string(flag) +
                    " is of one run; name one of the sweep with --search and --trial.");
}

std::string TextOf(const ReportForm& form, const Result& result) {
  return form.TextOf(result);
}
std::string TextOf(const ReportForm& form, const auto& trials) {
  if (form.is_of_one_run()) throw IsOfOneRun(form.name(), trials);
  return form.TextOf(trials);
}

std::string HgrmOf(const Result& result) {
  const std::optional<std::string> hgrm = ToHgrm(result, FLAGS_timing);
  if (hgrm) return *hgrm;
  throw UsageError("The run has no timing --timing=" + FLAGS_timing +
                   "; name response, task, queue, rest, lateness or a step, or one "
                   "of a stage: stage2.response.");
}
std::string HgrmOf(const auto& trials) { throw IsOfOneRun("hgrm", trials); }

std::string TablesOf(const Result& result, std::size_t width) {
  return FinalReport(result, width);
}
std::string TablesOf(const SearchResult& result, std::size_t width) {
  return SearchReport(result, width);
}
std::string TablesOf(const SweepResult& result, std::size_t width) {
  return SweepReport(result, width);
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
  const AnyResult read = ReadRendered(files[0]);
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
