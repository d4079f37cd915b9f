#include "reporting/import_command.h"

#include <gflags/gflags.h>

#include <algorithm>
#include <cstddef>
#include <exception>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "base/errors.h"
#include "base/exit_codes.h"
#include "base/output/report_file.h"
#include "reporting/json/json_report.h"
#include "reporting/json/result_file.h"
#include "reporting/published/import_page.h"
#include "reporting/text/text_report.h"

DEFINE_string(out, "", "folder for the runs of a page, a JSON file each");

namespace redline::reporting {
namespace {

namespace fs = std::filesystem;

// "Test 1, Dyno A" → "test-1-dyno-a.json". Letters other than ASCII's become '-'; a name
// that is taken gets a number.
std::string FileNameOf(const ImportedRun& run, std::vector<std::string>& taken) {
  std::string name;
  for (const char c : run.name) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool kept = upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (!kept && (name.empty() || name.back() == '-')) continue;
    name += upper ? static_cast<char>(c - 'A' + 'a') : kept ? c : '-';
  }
  if (!name.empty() && name.back() == '-') name.pop_back();
  if (name.empty()) name = "run";
  std::string free = name;
  for (int i = 2; std::ranges::count(taken, free) > 0; ++i) {
    free = name + "-" + std::to_string(i);
  }
  taken.push_back(free);
  return free + ".json";
}

// Whether something is there that this import would destroy.
bool IsOfAnother(const fs::path& path, const ImportedRun& run) {
  std::error_code unknown;
  if (!fs::exists(path, unknown)) return false;
  try {
    return ReadResultFile(path).provenance.imported_from !=
           run.result.provenance.imported_from;
  } catch (const std::exception&) {
    return true;
  }
}

// The runs' files. Two pages both have a test 1: the second's files begin with its name,
// those of a third with the same name with its number too.
std::vector<fs::path> FilesOfRuns(const ImportedPage& page, const std::string& name) {
  std::vector<std::string> taken;
  std::vector<std::string> names;
  for (const ImportedRun& run : page.runs) names.push_back(FileNameOf(run, taken));
  std::string begin;
  for (int number = 1;; ++number) {
    std::vector<fs::path> files;
    bool is_free = true;
    for (std::size_t i = 0; i < names.size(); ++i) {
      files.push_back(fs::path(FLAGS_out) / (begin + names[i]));
      is_free = is_free && !IsOfAnother(files[i], page.runs[i]);
    }
    if (is_free) return files;
    begin = name + "-" + (number == 1 ? "" : std::to_string(number) + "-");
  }
}

}  // namespace

int Import(std::span<const std::string> files, Output& output) {
  if (files.size() != 1) {
    throw UsageError("import takes one page, as import PAGE.md --out=FOLDER.");
  }
  ImportedPage page;
  try {
    page = ImportPage(ReadFile(files[0]), files[0]);
  } catch (const ImportError& error) {
    throw UsageError(error.what());
  }
  if (!FLAGS_out.empty()) {
    std::error_code error;
    fs::create_directories(FLAGS_out, error);
    if (error) {
      throw UsageError("Cannot make the folder --out=" + FLAGS_out + ": " +
                       error.message() + ".");
    }
  }
  const std::vector<fs::path> paths = FilesOfRuns(page, fs::path(files[0]).stem());
  for (std::size_t i = 0; i < page.runs.size(); ++i) {
    const ImportedRun& run = page.runs[i];
    output.Say(run.name);
    if (FLAGS_out.empty()) {
      output.Show(FinalReport(run.result, output.width()));
    } else {
      const std::string path = paths[i];
      ReportFile(path, "--out").Write(ToJson(run.result));
      output.Say("written to " + path);
    }
    for (const std::string& warning : run.result.warnings) {
      output.Say("warning: " + warning);
    }
  }
  for (const std::string& absent : page.absent) {
    output.Say("warning: " + absent);
  }
  for (const std::string& unread : page.unread) {
    output.Complain("Not imported: " + unread);
  }
  return page.unread.empty() ? kExitSuccess : kExitUsage;
}

}  // namespace redline::reporting
