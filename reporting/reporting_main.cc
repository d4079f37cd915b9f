#include "reporting/reporting_main.h"

#include <gflags/gflags.h>
#include <signal.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/build_info.h"
#include "base/command_line.h"
#include "base/errors.h"
#include "base/exit_codes.h"
#include "base/flag_suggestion.h"
#include "base/output/output.h"
#include "base/output/report_file.h"
#include "reporting/compare/comparison.h"
#include "reporting/compare/comparison_report.h"
#include "reporting/compare/gate.h"
#include "reporting/forms/report_forms.h"
#include "reporting/json/json_report.h"
#include "reporting/json/result_file.h"
#include "reporting/logs/timing_log.h"
#include "reporting/published/import_page.h"
#include "reporting/text/search_report.h"
#include "reporting/text/text_report.h"

// --json and so on are of reporting/forms/report_forms.h.
DEFINE_bool(text, false, "the tables, on stdout; what is shown if nothing else is asked");
DEFINE_string(hgrm, "", "file for one timing as a percentile distribution");
DEFINE_string(timing, "response", "which: response, task, a step, queue, rest, lateness");
DEFINE_int64(trial, 0, "of a search, the trial to show, from 1; 0: the search itself");
DEFINE_string(out, "", "folder for the runs of a page, a JSON file each");
DEFINE_string(a, "", "the runs that others are compared with: 'before/*.json'");
DEFINE_string(b, "", "the runs that are compared with those: 'after/*.json'");
DEFINE_string(fail_if, "",
              "conditions on which to exit with 1, separated by commas: task.p99>+10%");

namespace redline::reporting {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kHelp =
    "Works with the results of redline's runs (--report_json=FILE).\n"
    "\n"
    "  bazel run //reporting -- render RESULT.json [--text] [--html=FILE] [--csv=FILE]\n"
    "                                  [--json=FILE] [--hlog=FILE]\n"
    "                                  [--hgrm=FILE [--timing=response]]\n"
    "      shows a result, or a search's, in another form; as tables if no form is "
    "named;\n"
    "      of a search with --trial=N the result of that trial\n"
    "\n"
    "  bazel run //reporting -- import PAGE.md [--out=FOLDER]\n"
    "      reads a page of published results and shows its runs; with --out, writes "
    "each\n"
    "      as a result, for render and compare\n"
    "\n"
    "  bazel run //reporting -- compare A.json B.json [C.json ...] [--html=FILE]\n"
    "                                   [--fail_if='task.p99>+10%,delivered<-1%']\n"
    "  bazel run //reporting -- compare --a='before/*.json' --b='after/*.json' ...\n"
    "      shows settings that differ, and every figure with its ratio to the first; "
    "with\n"
    "      several runs a side, medians and 95 % intervals\n"
    "\n"
    "A file named - is stdin, or stdout. Exit codes: 0; 1 the gate (--fail_if) was not\n"
    "kept to; 2 bad usage, a file that is not a result or cannot be opened, or a run of "
    "a\n"
    "page that import cannot read (it writes the others); 3 a file that cannot be read "
    "or\n"
    "written to its end.\n";

using Words = std::span<const std::string>;

// A flag for each form; gflags keeps all pointers, until the end of the program.
const bool forms_have_flags = [] {
  for (const ReportForm& form : kReportForms) {
    auto& values = *new std::array<std::string, 2>;
    gflags::FlagRegisterer(form.name().data(), form.help.data(), __FILE__, &values[0],
                           &values[1]);
  }
  return true;
}();

std::string ValueOf(std::string_view form) {
  return gflags::GetCommandLineFlagInfoOrDie(form.data()).current_value;
}

void Write(const std::string& path, std::string_view flag, std::string text,
           Output& output) {
  if (path.empty()) return;
  if (IsStdout(path)) {
    output.PutReport(std::move(text));
  } else {
    ReportFile(path, flag).Write(text);
  }
}

std::string Hgrm(const Result& result) {
  const std::optional<std::string> hgrm = ToHgrm(result, FLAGS_timing);
  if (hgrm) return *hgrm;
  throw UsageError("The run has no timing --timing=" + FLAGS_timing +
                   "; name response, task, queue, rest, lateness or a step.");
}

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

std::string HgrmOf(const Result& result) { return Hgrm(result); }
std::string HgrmOf(const SearchResult& /*result*/) {
  throw UsageError("--hgrm is of one run; name one of the search with --trial.");
}

std::string Tables(const Result& result, std::size_t width) {
  return FinalReport(result, width);
}
std::string Tables(const SearchResult& result, std::size_t width) {
  return SearchReport(result, width);
}

int Render(Words files, Output& output) {
  if (files.size() != 1) {
    throw UsageError("render takes one result, as render RESULT.json --html=FILE.");
  }
  std::vector<std::pair<std::string, std::string>> asked;
  for (const ReportForm& form : kReportForms) {
    asked.emplace_back("--" + std::string(form.name()), ValueOf(form.name()));
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
    add(ValueOf(form.name()), "--" + std::string(form.name()),
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
        [&](const auto& result) { return Tables(result, output.width()); }, read));
  }
  return kExitSuccess;
}

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

// The runs' files. Two pages both have a test 1: the second's files begin with its name.
std::vector<fs::path> FilesOfRuns(const ImportedPage& page, const std::string& name) {
  std::vector<std::string> names;
  bool is_taken = false;
  for (const ImportedRun& run : page.runs) {
    const std::string file = FileNameOf(run, names);
    is_taken = is_taken || IsOfAnother(fs::path(FLAGS_out) / file, run);
  }
  const std::string begin = is_taken ? fs::path(name).stem().string() + "-" : "";
  std::vector<fs::path> files;
  for (const std::string& free : names) {
    files.push_back(fs::path(FLAGS_out) / (begin + free + ".json"));
  }
  return files;
}

int Import(Words files, Output& output) {
  if (files.size() != 1) {
    throw UsageError("import takes one page, as import PAGE.md --out=FOLDER.");
  }
  const std::string name = fs::path(files[0]).filename();
  ImportedPage page;
  try {
    page = ImportPage(ReadFile(files[0]), name);
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
  const std::vector<fs::path> paths = FilesOfRuns(page, name);
  for (std::size_t i = 0; i < page.runs.size(); ++i) {
    const ImportedRun& run = page.runs[i];
    output.Say(run.name);
    if (FLAGS_out.empty()) {
      output.Show(FinalReport(run.result, output.width()));
    } else {
      const std::string path = paths[i];
      Write(path, "--out", ToJson(run.result), output);
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

Side ReadSide(std::string name, std::vector<std::string> files) {
  Side side{.name = std::move(name), .files = std::move(files), .results = {}};
  for (const std::string& file : side.files) {
    side.results.push_back(ReadResultFile(file));
  }
  return side;
}

std::vector<Side> ReadSides(Words files) {
  if (FLAGS_a.empty() != FLAGS_b.empty() || (!FLAGS_a.empty() && !files.empty())) {
    throw UsageError(
        "compare takes results, as compare A.json B.json, or both --a='x*.json' and "
        "--b='y*.json'.");
  }
  if (std::ranges::count(files, "-") > 1) {
    throw UsageError(
        "Only one result can come from stdin (-); name a file for the other.");
  }
  std::vector<Side> sides;
  if (!FLAGS_a.empty()) {
    sides.push_back(ReadSide("A", FilesOf(FLAGS_a)));
    sides.push_back(ReadSide("B", FilesOf(FLAGS_b)));
    return sides;
  }
  constexpr std::size_t kMost = 26;
  if (files.size() < 2 || files.size() > kMost) {
    throw UsageError("compare takes from 2 to 26 results, as compare A.json B.json.");
  }
  for (const std::string& file : files) {
    const char letter = static_cast<char>('A' + sides.size());
    sides.push_back(ReadSide(std::string(1, letter), {file}));
  }
  return sides;
}

std::vector<GateCondition> Gate(const std::vector<Side>& sides) {
  std::vector<GateCondition> gate;
  try {
    gate = ParseGate(FLAGS_fail_if);
  } catch (const GateError& error) {
    throw UsageError("--fail_if: " + std::string(error.what()));
  }
  for (const GateCondition& condition : gate) {
    const bool known = std::ranges::any_of(sides, [&](const Side& side) {
      return std::ranges::any_of(side.results, [&](const Result& result) {
        return condition.figure.IsKnown(result.step_names);
      });
    });
    if (known) continue;
    throw UsageError("--fail_if: no run has such a timing as \"" + condition.text +
                     "\" asks for.");
  }
  return gate;
}

int CompareResults(Words files, Output& output) {
  const Comparison comparison = Compare(ReadSides(files));
  const std::vector<GateOutcome> gate =
      CheckGate(Gate(comparison.sides), comparison.sides);
  const std::string html = ValueOf("html");
  const bool stdout_is_taken = !html.empty() && IsStdout(html);
  Write(html, "--html", ComparisonHtml(comparison, gate), output);
  if (!stdout_is_taken) output.Show(ComparisonText(comparison, gate));
  return std::ranges::any_of(gate, &GateOutcome::met) ? kExitFailed : kExitSuccess;
}

struct Command {
  std::string_view name;
  std::vector<std::string_view> flags;
  int (*run)(Words words, Output& output);
};

const std::vector<Command>& Commands() {
  static const auto& commands = *[] {
    auto* const all = new std::vector<Command>{
        {"render", {"text", "hgrm", "timing", "trial"}, Render},
        {"import", {"out"}, Import},
        {"compare", {"a", "b", "html", "fail_if"}, CompareResults},
    };
    for (const ReportForm& form : kReportForms) all->front().flags.push_back(form.name());
    return all;
  }();
  return commands;
}

const std::vector<ForeignName>& ForeignNames() {
  static const auto& names = *new std::vector<ForeignName>{
      {"output", "out"}, {"folder", "out"},        {"before", "a"},
      {"after", "b"},    {"threshold", "fail_if"}, {"thresholds", "fail_if"},
      {"slo", "fail_if"}};
  return names;
}

// A flag that another command has is not called unknown.
void CheckCommandsFlags(const Command& command, std::span<const char* const> arguments) {
  const auto has = [](const Command& each, std::string_view flag) {
    return std::ranges::find(each.flags, flag) != each.flags.end();
  };
  for (std::string_view argument : arguments) {
    if (!argument.starts_with('-')) continue;
    argument.remove_prefix(std::min(argument.find_first_not_of('-'), argument.size()));
    const std::string flag(argument.substr(0, argument.find('=')));
    const auto other = std::ranges::find_if(
        Commands(), [&](const Command& each) { return has(each, flag); });
    if (has(command, flag) || other == Commands().end()) continue;
    throw UsageError("--" + flag + " is a flag of " + std::string(other->name) +
                     " and not of " + std::string(command.name) + "; --help lists them.");
  }
}

// --help and --version.
bool WasAnswered(const CommandLine& line, Output& output) {
  if (line.help) output.Show(kHelp);
  if (line.version) output.Show(VersionText());
  return line.help || line.version;
}

int Run(std::span<const char* const> arguments, Output& output) {
  const std::string name = arguments.empty() ? "--help" : arguments[0];
  const auto command = std::ranges::find(Commands(), name, &Command::name);
  if (command == Commands().end() && !name.starts_with("-")) {
    throw UsageError("There is no command '" + name +
                     "'; there are render, import and compare.");
  }
  if (command == Commands().end()) {
    // Finds a flag before its command, and --help.
    const CommandLine line = ReadCommandLine(arguments, {});
    if (WasAnswered(line, output)) return kExitSuccess;
    throw UsageError("Name a command: render, import or compare.");
  }
  CheckCommandsFlags(*command, arguments.subspan(1));
  const CommandLine line =
      ReadCommandLine(arguments.subspan(1), command->flags, ForeignNames());
  return WasAnswered(line, output) ? kExitSuccess : command->run(line.words, output);
}

}  // namespace

int ReportingMain(int argc, char** argv) {
  // Writing to a reader that has gone is an error like any other, not a death.
  ::signal(SIGPIPE, SIG_IGN);
  // So is a file that becomes larger than it may.
  ::signal(SIGXFSZ, SIG_IGN);
  Output output;
  const auto fail = [&](const std::exception& error, int code) {
    output.Complain(error.what());
    return output.End(code);
  };
  EnterUsersFolder();
  try {
    const std::span<const char* const> arguments(argv + 1,
                                                 static_cast<std::size_t>(argc - 1));
    return output.End(Run(arguments, output));
  } catch (const UsageError& error) {
    return fail(error, kExitUsage);
  } catch (const std::exception& error) {
    return fail(error, kExitEnvironment);
  }
}

}  // namespace redline::reporting
