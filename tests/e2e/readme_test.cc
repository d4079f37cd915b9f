// The README keeps up with the binary: its settings table with --help, its sample with
// what a run prints.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>

#include "tests/e2e/redline_process.h"

namespace redline::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

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

TEST(Readme, ListsEveryFlagWithItsVariableAndDefault) {
  RedlineProcess redline({.flags = {"--help"}});
  ASSERT_EQ(redline.Wait(), 0);
  const std::string readme = Readme();
  std::istringstream help(redline.Stdout());
  int flags = 0;
  for (std::string line; std::getline(help, line);) {
    if (line.rfind("  --", 0) != 0) continue;
    ++flags;
    const std::size_t equals = line.find('=');
    const std::string name = line.substr(4, equals - 4);
    const std::string value = equals == std::string::npos ? "" : line.substr(equals + 1);
    // Four flags have no variable: the settings that are flag_only.
    const bool flag_only =
        name == "flushall" || name == "force" || name == "color" || name == "tables";
    const std::string row = "| `--" + name + "` | " +
                            (flag_only ? "" : "`" + Upper(name) + "` ") + "| " +
                            (value.empty() ? "" : value + " ") + "|";
    EXPECT_THAT(readme, HasSubstr(row));
  }
  EXPECT_GE(flags, 9);
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
