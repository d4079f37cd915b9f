#include "reporting/compare_command.h"

#include <gflags/gflags.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "base/errors.h"
#include "base/exit_codes.h"
#include "base/output/report_file.h"
#include "reporting/compare/comparison.h"
#include "reporting/compare/comparison_report.h"
#include "reporting/compare/gate.h"
#include "reporting/form_flags.h"
#include "reporting/json/result_file.h"

DEFINE_string(a, "", "the runs that others are compared with: 'before/*.json'");
DEFINE_string(b, "", "the runs that are compared with those: 'after/*.json'");
DEFINE_string(fail_if, "",
              "conditions on which to exit with 1, separated by commas: task.p99>+10%");

namespace redline::reporting {
namespace {

Side ReadSide(std::string name, std::vector<std::string> files) {
  Side side{.name = std::move(name), .files = std::move(files), .results = {}};
  for (const std::string& file : side.files) {
    side.results.push_back(ReadResultFile(file));
  }
  return side;
}

std::vector<Side> ReadSides(std::span<const std::string> files) {
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

}  // namespace

int CompareResults(std::span<const std::string> files, Output& output) {
  const Comparison comparison = Compare(ReadSides(files));
  const std::vector<GateOutcome> gate =
      CheckGate(Gate(comparison.sides), comparison.sides);
  const std::string html = FormFlag("html");
  if (!html.empty() && IsStdout(html)) {
    output.PutReport(ComparisonHtml(comparison, gate));
  } else {
    if (!html.empty()) ReportFile(html, "--html").Write(ComparisonHtml(comparison, gate));
    output.Show(ComparisonText(comparison, gate));
  }
  return std::ranges::any_of(gate, &GateOutcome::met) ? kExitFailed : kExitSuccess;
}

}  // namespace redline::reporting
