// The README keeps up with the binary: its settings with --help, its sample with
// what a run prints.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include "tests/e2e/redline_process.h"

namespace redline::testing {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

std::string Readme() {
  std::ifstream in("README.md");
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string Upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return std::toupper(c); });
  return text;
}

std::string Trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

// What stands in the tables of a report but for the measured values: all cells of header
// rows, and the first cells of others where those are words.
std::set<std::string> Labels(const std::string& report) {
  std::set<std::string> labels;
  std::istringstream lines(report);
  for (std::string line; std::getline(lines, line);) {
    const std::string bar = "│";
    const bool header = line.find("(index)") != std::string::npos;
    std::size_t begin = line.find(bar);
    while (begin != std::string::npos) {
      begin += bar.size();
      const std::size_t end = line.find(bar, begin);
      if (end == std::string::npos) break;
      const std::string cell = Trimmed(line.substr(begin, end - begin));
      if (!cell.empty() &&
          (header || std::isalpha(static_cast<unsigned char>(cell[0])))) {
        labels.insert(cell);
      }
      if (!header) break;
      begin = end;
    }
  }
  return labels;
}

// All flags with their defaults, as --help has them.
std::map<std::string, std::string> FlagsOfHelp() {
  RedlineProcess redline({.flags = {"--help"}});
  EXPECT_EQ(redline.Wait(), 0);
  std::map<std::string, std::string> flags;
  std::istringstream help(redline.Stdout());
  for (std::string line; std::getline(help, line);) {
    if (!line.starts_with("  --")) continue;
    const std::size_t equals = line.find('=');
    flags[line.substr(4, equals - 4)] =
        equals == std::string::npos ? "" : line.substr(equals + 1);
  }
  return flags;
}

TEST(Readme, NamesSettingsWithTheirVariablesAndDefaults) {
  const std::map<std::string, std::string> flags = FlagsOfHelp();
  std::istringstream readme(Readme());
  int rows = 0;
  for (std::string line; std::getline(readme, line);) {
    const std::string begin = "| `--";
    if (!line.starts_with(begin)) continue;
    const std::string name =
        line.substr(begin.size(), line.find('`', begin.size()) - begin.size());
    if (name.find('=') != std::string::npos) continue;  // Of the reports' table.
    ++rows;
    ASSERT_TRUE(flags.contains(name)) << "there is no --" << name;
    const std::string& value = flags.at(name);
    EXPECT_THAT(line, StartsWith(begin + name + "` | `" + Upper(name) + "` | " +
                                 (value.empty() ? "" : value + " ") + "|"));
  }
  EXPECT_GE(rows, 5);
}

TEST(Readme, ShowsTheTablesThatARunPrints) {
  RedlineProcess redline({.flags = {"--num_workers=6", "--tasks_per_second=100",
                                    "--test_duration_seconds=1", "--warmup_seconds=1"}});
  ASSERT_EQ(redline.Wait(), 0) << redline.Stderr();
  const std::string readme = Readme();
  const std::size_t begin = readme.find("<!-- sample -->");
  ASSERT_NE(begin, std::string::npos);
  const std::string sample =
      readme.substr(begin, readme.find("```\n", readme.find("```\n", begin) + 1) - begin);
  EXPECT_EQ(Labels(sample), Labels(redline.Stdout()));
  EXPECT_THAT(Labels(sample), Not(IsEmpty()));
}

}  // namespace
}  // namespace redline::testing
