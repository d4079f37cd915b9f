// README and the pages of docs/ keep up with the programs: their samples are what a run
// prints, their settings what --help says, and the programs take their commands.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "reporting/json/json_report.h"
#include "tests/docs/page.h"
#include "tests/e2e/redline_process.h"
#include "tests/reporting/sample_searches.h"
#include "tests/testing/temporary_folder.h"

namespace redline::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kGuide[] = "docs/user-guide.md";

std::string Trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

// The code block after "<!-- sample -->".
std::string Sample(const std::string& page) {
  const std::string text = ContentOf(page);
  const std::string fence = "```\n";
  const std::size_t mark = text.find("<!-- sample -->");
  if (mark == std::string::npos) return "";
  const std::size_t begin = text.find(fence, mark) + fence.size();
  return text.substr(begin, text.find(fence, begin) - begin);
}

// Everything in the tables of a report except the measured values: all cells of header
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

// A command line's words, with single quotes taken away.
std::vector<std::string> Words(const std::string& line) {
  std::vector<std::string> words;
  std::string word;
  bool is_quoted = false;
  for (const char c : line + " ") {
    if (c == '\'') {
      is_quoted = !is_quoted;
    } else if (c != ' ' || is_quoted) {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::exchange(word, ""));
    }
  }
  return words;
}

// Every group of the expression in the code blocks of all pages, once.
std::set<std::string> InCode(const std::regex& expression) {
  std::set<std::string> found;
  for (const Page& page : PagesOf(fs::current_path())) {
    for (const std::string& line : page.code) {
      std::smatch match;
      if (std::regex_search(line, match, expression)) found.insert(match[1]);
    }
  }
  return found;
}

// The program gets as far as a Redis that is not there, so it has taken the flags.
void ExpectTaken(const std::string& flags) {
  RedlineProcess redline(
      {.flags = Words(flags),
       .environment = {{"REDIS_URL", "unix:///no/redis"}, {"REDIS_WAIT_SECONDS", "0"}},
       // What scripts/record has written in one of them.
       .wrapper = "cp -rL examples \"$TMPDIR\" && cp -L examples/cart.task "
                  "\"$TMPDIR/shop.task\" && cd \"$TMPDIR\" && exec \"$@\""});
  EXPECT_EQ(redline.Wait(), 3) << flags << ": " << redline.Stderr();
  EXPECT_THAT(redline.Stderr(), HasSubstr("/no/redis")) << flags;
}

// Runs a shell command; its exit code.
int Shell(const std::string& command) {
  const int status = std::system(command.c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(Readme, ShowsTheEndOfTheUserGuidesSample) {
  EXPECT_THAT(Sample("README.md"), Not(IsEmpty()));
  EXPECT_THAT(Sample(kGuide), EndsWith(Sample("README.md")));
}

TEST(UserGuide, ShowsTheTablesThatARunPrints) {
  RedlineProcess redline({.flags = {"--num_workers=6", "--tasks_per_second=100",
                                    "--test_duration_seconds=1", "--warmup_seconds=1"}});
  ASSERT_EQ(redline.Wait(), 0) << redline.Stderr();
  EXPECT_THAT(Labels(Sample(kGuide)), Not(IsEmpty()));
  EXPECT_EQ(Labels(Sample(kGuide)), Labels(redline.Stdout()));
}

TEST(Readme, ListsFlagsWithTheirDefaults) {
  RedlineProcess redline({.flags = {"--help"}});
  ASSERT_EQ(redline.Wait(), 0);
  const std::regex row(R"(\| (`--[^|]*`) \| ([^|]*)\| .*)");
  std::size_t flags = 0;
  for (const std::string& line : ReadPage("README.md").prose) {
    std::smatch match;
    if (!std::regex_match(line, match, row)) continue;
    const std::string value = Trimmed(match[2]);
    const std::string names = match[1];
    const std::regex name("`(--[a-z_]+)`");
    for (std::sregex_iterator flag(names.begin(), names.end(), name), end; flag != end;
         ++flag, ++flags) {
      const std::string shown = (*flag)[1].str() + (value.empty() ? "" : "=" + value);
      EXPECT_THAT(redline.Stdout(), HasSubstr("\n  " + shown + "\n"));
    }
  }
  EXPECT_GT(flags, 0U);
}

TEST(Pages, ShowCommandsThatTheSupervisorTakes) {
  // By hand, as a dyno's command in quotes, or in a container.
  const std::regex command(
      R"((?:^|'|redline )(?:scripts/run|redline|bazel run //runner --))"
      R"(((?: --[^ ']+(?:'[^']*')?)+))");
  const std::set<std::string> commands = InCode(command);
  EXPECT_THAT(commands, Not(IsEmpty()));
  for (const std::string& flags : commands) ExpectTaken(flags);
}

TEST(Pages, ShowCommandsThatTheLauncherTakes) {
  const std::set<std::string> commands = InCode(std::regex("^scripts/launch_dynos (.*)"));
  EXPECT_THAT(commands, Not(IsEmpty()));
  for (const std::string& arguments : commands) {
    EXPECT_EQ(Shell("python3 scripts/launch_dynos --dry_run " + arguments + " >&2"), 0)
        << arguments;
    const std::size_t flags = arguments.find(" -- ");
    if (flags != std::string::npos) ExpectTaken(arguments.substr(flags + 4));
  }
}

TEST(Pages, ShowCommandsOfReportingThatWork) {
  const TemporaryFolder folder;
  RedlineProcess redline(
      {.flags = {"--num_workers=2", "--tasks_per_second=100", "--test_duration_seconds=1",
                 "--warmup_seconds=0", "--report_json"}});
  ASSERT_EQ(redline.Wait(), 0) << redline.Stderr();
  const std::string result = ContentOf(redline.report_path());
  for (const char* file : {"run.json", "last_week.json", "today.json", "before/1.json",
                           "before/2.json", "after/1.json", "after/2.json"}) {
    folder.Write(file, result);
  }
  for (const char* file : {"before.json", "after.json"}) {
    folder.Write(file, reporting::ToJson(reporting::testing::FoundRate()));
  }
  folder.Write("PAGE.md", R"(## Results

### Test 1

┌───────────────────────┬────────┐
│ (index)               │ Values │
├───────────────────────┼────────┤
│ TASKS_PER_SECOND      │ 10     │
│ TEST_DURATION_SECONDS │ 60     │
│ Tasks Sent            │ 600    │
│ Uptime Seconds        │ 60     │
└───────────────────────┴────────┘
status: Test succeded
)");
  const std::string program = fs::absolute("reporting/reporting");
  const std::set<std::string> commands =
      InCode(std::regex("^bazel run //reporting -- (.*)"));
  EXPECT_THAT(commands, Not(IsEmpty()));
  for (const std::string& arguments : commands) {
    EXPECT_EQ(
        Shell("cd '" + folder.path().string() + "' && '" + program + "' " + arguments), 0)
        << arguments;
  }
}

}  // namespace
}  // namespace redline::testing
