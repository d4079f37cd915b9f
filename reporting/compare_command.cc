#include "reporting/compare_command.h"

#include <gflags/gflags.h>

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/errors.h"
#include "base/exit_codes.h"
#include "base/output/report_file.h"
#include "reporting/compare/comparison.h"
#include "reporting/compare/comparison_report.h"
#include "reporting/compare/gate.h"
#include "reporting/compare/search_comparison.h"
#include "reporting/compare/search_comparison_report.h"
#include "reporting/compare/search_gate.h"
#include "reporting/form_flags.h"
#include "reporting/json/result_file.h"

DEFINE_string(a, "",
              "the runs, or searches, that others are compared with: 'before/*.json'");
DEFINE_string(b, "",
              "the runs, or searches, that are compared with those: 'after/*.json'");
DEFINE_string(
    fail_if, "",
    "conditions on which to exit with 1, separated by commas: task.p99>+10%, or "
    "redline<-5% of searches");

namespace redline::reporting {
namespace {

// What the files of one side hold: runs or searches.
using Compared = std::variant<Result, SearchResult>;
using ReadSide = SideOf<Compared>;

Compared ReadCompared(const std::string& file) {
  AnyResult read = ReadAnyResultFile(file);
  if (auto* const search = std::get_if<SearchResult>(&read)) return std::move(*search);
  if (auto* const run = std::get_if<Result>(&read)) return std::move(*run);
  throw UsageError(file +
                   " is a sweep; compare one of its searches instead, which reporting "
                   "render " +
                   file + " --search=N --json=FILE writes.");
}

ReadSide Read(std::string name, std::vector<std::string> files) {
  ReadSide side{.name = std::move(name), .files = std::move(files), .results = {}};
  for (const std::string& file : side.files) {
    side.results.push_back(ReadCompared(file));
  }
  return side;
}

std::vector<ReadSide> ReadSides(std::span<const std::string> files) {
  if (FLAGS_a.empty() != FLAGS_b.empty() || (!FLAGS_a.empty() && !files.empty())) {
    throw UsageError(
        "compare takes results, as compare A.json B.json, or both --a='x*.json' and "
        "--b='y*.json'.");
  }
  if (std::ranges::count(files, "-") > 1) {
    throw UsageError(
        "Only one result can come from stdin (-); name a file for the other.");
  }
  std::vector<ReadSide> sides;
  if (!FLAGS_a.empty()) {
    sides.push_back(Read("A", FilesOf(FLAGS_a)));
    sides.push_back(Read("B", FilesOf(FLAGS_b)));
    return sides;
  }
  constexpr std::size_t kMost = 26;
  if (files.size() < 2 || files.size() > kMost) {
    throw UsageError("compare takes from 2 to 26 results, as compare A.json B.json.");
  }
  for (const std::string& file : files) {
    const char letter = static_cast<char>('A' + sides.size());
    sides.push_back(Read(std::string(1, letter), {file}));
  }
  return sides;
}

// Throws UsageError if not all results are such as can be compared with the first.
void CheckAreOfAKind(const std::vector<ReadSide>& sides) {
  const auto& first = sides.front().results.front();
  const std::string& first_file = sides.front().files.front();
  for (const ReadSide& side : sides) {
    for (std::size_t i = 0; i < side.results.size(); ++i) {
      const auto& result = side.results[i];
      const std::string& file = side.files[i];
      const auto* const search = std::get_if<SearchResult>(&result);
      if (result.index() != first.index()) {
        const std::string& of_search = search != nullptr ? file : first_file;
        throw UsageError(of_search + " is a search, and " +
                         (search != nullptr ? first_file : file) +
                         " is one run; compare a trial of the search instead, which "
                         "reporting render " +
                         of_search + " --trial=N --json=FILE writes.");
      }
      if (search == nullptr) continue;
      const SearchGoal goal = std::get<SearchResult>(first).goal;
      if (search->goal != goal) {
        throw UsageError(file + " is of --search=" + std::string(NameOf(search->goal)) +
                         ", and " + first_file + " of --search=" +
                         std::string(NameOf(goal)) + "; compare searches for the same.");
      }
    }
  }
}

// REQUIRES: all results are of this kind.
template <class Item>
std::vector<SideOf<Item>> SidesOf(std::vector<ReadSide> read) {
  std::vector<SideOf<Item>> sides;
  for (ReadSide& side : read) {
    auto& typed = sides.emplace_back();
    typed.name = std::move(side.name);
    typed.files = std::move(side.files);
    for (auto& result : side.results) {
      typed.results.push_back(std::get<Item>(std::move(result)));
    }
  }
  return sides;
}

template <class Parse>
auto ParseFailIf(Parse parse) {
  try {
    return parse(FLAGS_fail_if);
  } catch (const GateError& error) {
    throw UsageError("--fail_if: " + std::string(error.what()));
  }
}

// Throws UsageError if a run has no such stage as the condition is of.
void CheckHasStage(const GateCondition& condition, const std::vector<Side>& sides) {
  for (const Side& side : sides) {
    for (std::size_t i = 0; i < side.results.size(); ++i) {
      const std::size_t stages = side.results[i].stages.size();
      if (condition.figure.stage().value_or(0) <= stages) continue;
      throw UsageError("--fail_if: \"" + condition.change.text +
                       "\" is of a stage that " + side.files[i] +
                       " does not have: it has " +
                       (stages == 0 ? "none" : std::to_string(stages)) + ".");
    }
  }
}

std::vector<GateOutcome> GateOf(const std::vector<Side>& sides) {
  const std::vector<GateCondition> gate = ParseFailIf(ParseGate);
  for (const GateCondition& condition : gate) {
    CheckHasStage(condition, sides);
    const bool known = std::ranges::any_of(sides, [&](const Side& side) {
      return std::ranges::any_of(side.results, [&](const Result& result) {
        return condition.figure.IsKnown(result.step_names);
      });
    });
    if (known) continue;
    throw UsageError("--fail_if: no run has such a timing as \"" + condition.change.text +
                     "\" asks for.");
  }
  return CheckGate(gate, sides);
}

std::vector<GateOutcome> GateOf(const std::vector<SearchSide>& sides) {
  return CheckSearchGate(ParseFailIf(ParseSearchGate), sides);
}

// Returns the exit code.
template <class Item>
int Show(std::vector<SideOf<Item>> sides, Output& output) {
  const auto comparison = Compare(std::move(sides));
  const std::vector<GateOutcome> gate = GateOf(comparison.sides);
  const std::string html = FormFlag("html");
  if (!html.empty() && IsStdout(html)) {
    output.PutReport(ComparisonHtml(comparison, gate));
  } else {
    if (!html.empty()) ReportFile(html, "--html").Write(ComparisonHtml(comparison, gate));
    output.Show(ComparisonText(comparison, gate));
  }
  return std::ranges::any_of(gate, &GateOutcome::met) ? kExitFailed : kExitSuccess;
}

}  // namespace

int CompareResults(std::span<const std::string> files, Output& output) {
  std::vector<ReadSide> sides = ReadSides(files);
  CheckAreOfAKind(sides);
  const bool are_searches =
      std::holds_alternative<SearchResult>(sides.front().results.front());
  return are_searches ? Show(SidesOf<SearchResult>(std::move(sides)), output)
                      : Show(SidesOf<Result>(std::move(sides)), output);
}

}  // namespace redline::reporting
