#include "manual/report_program.h"

#include <gflags/gflags.h>

#include "reporting/commands.h"

namespace redline::manual {
namespace {

Takes TakesOf(const gflags::CommandLineFlagInfo& flag, bool is_path) {
  if (flag.type == "bool") return Takes::kNothing;
  if (is_path) return Takes::kPath;
  return flag.type == "string" ? Takes::kText : Takes::kNumber;
}

Option OptionOf(const reporting::CommandFlag& flag) {
  const std::string name(flag.name);
  const auto known = gflags::GetCommandLineFlagInfoOrDie(name.c_str());
  const Takes takes = TakesOf(known, flag.is_path);
  return {.name = name,
          .takes = takes,
          // A number's default means that it was not given, and its help says so.
          .fallback = takes == Takes::kText ? known.default_value : "",
          .help = known.description};
}

Command CommandOf(const reporting::Command& row) {
  Command command{.name = std::string(row.name),
                  .usages = {row.usages.begin(), row.usages.end()},
                  .meaning = std::string(row.meaning),
                  .groups = {{.title = "", .options = {}}},
                  .takes_paths = true};
  for (const reporting::CommandFlag& flag : row.flags) {
    command.groups.front().options.push_back(OptionOf(flag));
  }
  return command;
}

}  // namespace

Program ReportProgram() {
  Program program{
      .name = "redline-report",
      .purpose = "show, import and compare redline's results",
      .description = {"redline-report works with the results of redline's runs, searches "
                      "and sweeps, as redline --report_json=FILE writes them. A file "
                      "named - is stdin, or stdout.",
                      "--help lists all of this, --version prints redline's version."},
      .exit_codes = {reporting::kExitCodeRows.begin(), reporting::kExitCodeRows.end()},
      .variables = {{"NO_COLOR", "If it is not empty, output is not coloured."}},
      .examples = {{"redline-report render run.json --html=run.html",
                    "Makes a page of a result."},
                   {"redline-report compare --a='before/*.json' --b='after/*.json' "
                    "--fail_if='task.p99>+10%'",
                    "A gate for a build."}},
      .see_also = {"redline(1)"}};
  for (const reporting::Command& row : reporting::Commands()) {
    program.commands.push_back(CommandOf(row));
  }
  return program;
}

}  // namespace redline::manual
