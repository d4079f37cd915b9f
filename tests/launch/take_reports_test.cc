// scripts/take_reports: what a real run has put into its output comes out as it was.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "base/output/report_stream.h"
#include "tests/e2e/redline_process.h"
#include "tests/launch/launcher_process.h"
#include "tests/testing/temporary_folder.h"

namespace redline {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using testing::ContentOf;
using ::testing::HasSubstr;
using testing::LauncherProcess;
using ::testing::Not;
using testing::RedlineProcess;
using testing::TemporaryFolder;

class TakeReports : public ::testing::Test {
 protected:
  // Its exit code for this output of a run; its own goes to "output".
  int Take(const std::string& printed) {
    const fs::path file = folder_.Write("printed", printed);
    LauncherProcess take({"/bin/sh", "-c", R"(exec "$1" --out=out <"$2")", "sh",
                          fs::absolute("scripts/take_reports"), file},
                         {{"PATH", "/usr/bin:/bin"}, {"LANG", "C"}}, folder_.path(),
                         "output");
    return take.Wait();
  }
  std::string Content(const std::string& name) const {
    return ContentOf(folder_.path() / name);
  }

  std::set<std::string> Reports() const {
    std::set<std::string> names;
    for (const auto& file : fs::directory_iterator(folder_.path() / "out")) {
      names.insert(file.path().filename());
    }
    return names;
  }

  const TemporaryFolder folder_;
};

// The output of a run whose report is this.
std::string Printed(std::string_view json, int code) {
  return "status: Test failed\n" + StreamedReport("json", json) + EndOfReportStream(code);
}

std::string EachLine(const std::string& text,
                     const std::function<std::string(const std::string&)>& change) {
  std::istringstream lines(text);
  std::string out;
  for (std::string line; std::getline(lines, line);) out += change(line) + "\n";
  return out;
}

std::string Prefixed(const std::string& text, const std::string& prefix) {
  return EachLine(text, [&](const std::string& line) { return prefix + line; });
}

// `text` is ASCII.
std::string Utf16(std::string_view text) {
  std::string wide = "\xff\xfe";
  for (const char c : text) wide += {c, '\0'};
  return wide;
}

TEST_F(TakeReports, BringsThemBackAsTheyWereWithTheRunsExitCode) {
  RedlineProcess redline(
      {.flags = {"--workload=noop", "--num_workers=1", "--tasks_per_second=100",
                 "--test_duration_seconds=0.2", "--slo=tasks_sent<1",
                 "--warmup_seconds=0", "--send_reports", "--report_json"}});
  ASSERT_EQ(redline.Wait(), 1) << redline.Stderr();
  EXPECT_EQ(Take(redline.Stdout()), 1) << Content("output");
  EXPECT_EQ(Content("out/report.json"), ContentOf(redline.report_path()));
  EXPECT_THAT(Content("out/report.html"),
              AllOf(HasSubstr("<!DOCTYPE html>"), HasSubstr("</html>")));
  EXPECT_THAT(Content("output"), AllOf(HasSubstr("status: Test failed\n"),
                                       Not(HasSubstr("redline-report: "))));
}

TEST_F(TakeReports, SaysIfTheOutputIsCutOff) {
  RedlineProcess redline(
      {.flags = {"--workload=noop", "--num_workers=1", "--test_duration_seconds=0.2",
                 "--warmup_seconds=0", "--send_reports"}});
  ASSERT_EQ(redline.Wait(), 0) << redline.Stderr();
  const std::string printed = redline.Stdout();
  const std::size_t html = printed.find("redline-report: html ");
  ASSERT_NE(html, std::string::npos);
  EXPECT_EQ(Take(printed.substr(0, html + 3000)), 3);
  EXPECT_THAT(Content("output"), HasSubstr("redline: This output is not complete."));
  EXPECT_THAT(Content("out/report.json"), HasSubstr("\"verdict\""));
  EXPECT_FALSE(fs::exists(folder_.path() / "out/report.html"));
}

TEST_F(TakeReports, FindsThemBehindWhatOthersPutBeforeEachLine) {
  for (const char* prefix :
       {"[pod/redline-x7f2k-0-8q5cb/redline] ", "2026-11-26T21:04:05.123456789Z ",
        "[pod/redline-x7f2k-0-8q5cb/redline] 2026-11-26T21:04:05.123456789Z ",
        "redline-1  | ", "\x1b[36mredline-1  | \x1b[0m",
        "2026-11-26T21:04:05.123456+00:00 app[run.1234]: ",
        "2026-11-26T21:04:05.123456789Z stdout F ",
        "Nov  6 21:04:05 host redline[4711]: "}) {
    fs::remove_all(folder_.path() / "out");
    EXPECT_EQ(Take(Prefixed(Printed("{}", 1), prefix)), 1) << prefix;
    EXPECT_EQ(Content("out/report.json"), "{}") << prefix;
    EXPECT_EQ(Content("output"), std::string(prefix) + "status: Test failed\n");
  }
}

TEST_F(TakeReports, TellsSeveralDynosApartAndTakesTheFleetsReportForTheWhole) {
  const std::string first = Prefixed(Printed("{\"a\": 1}", 1), "[pod/a/redline] ");
  const std::string leader =
      Prefixed(Printed(R"({"dynos": [{}, {}]})", 1), "[pod/b/redline] ");
  // Line by line in turn, as they come.
  std::istringstream of_first(first);
  std::istringstream of_leader(leader);
  std::string both;
  for (std::string one, other; std::getline(of_first, one);) {
    std::getline(of_leader, other);
    both += one + "\n" + other + "\n";
  }
  EXPECT_EQ(Take(both), 1);
  EXPECT_EQ(Reports(),
            (std::set<std::string>{"report.json", "report-pod-a-redline.json"}));
  EXPECT_EQ(Content("out/report.json"), R"({"dynos": [{}, {}]})");
}

TEST_F(TakeReports, TakesTheLeadersReportOfASearchForTheWhole) {
  const auto searched = [](const std::string& dyno) {
    return R"({"search": "rate", "settings": {"fleet": "f"}, "provenance": {"dyno": ")" +
           dyno + R"("}})";
  };
  EXPECT_EQ(Take(Prefixed(Printed(searched("A"), 4), "[pod/a/redline] ") +
                 Prefixed(Printed(searched(""), 4), "[pod/b/redline] ")),
            4);
  EXPECT_EQ(Content("out/report.json"), searched(""));
  EXPECT_EQ(Content("out/report-pod-a-redline.json"), searched("A"));
}

TEST_F(TakeReports, NamesTheDynoWhoseOutputIsCutOff) {
  const std::string whole = Prefixed(Printed("{}", 0), "[pod/a/redline] ");
  EXPECT_EQ(Take(whole + "[pod/b/redline] redline-report: json 9 00000000\n"), 3);
  EXPECT_THAT(Content("output"),
              HasSubstr("redline: The output of [pod/b/redline] is not complete."));
}

TEST_F(TakeReports, ReadsALogThatWindowsToolsHaveWritten) {
  EXPECT_EQ(Take(Utf16(EachLine(Printed("{}", 1),
                                [](const std::string& line) { return line + "\r"; }))),
            1);
  EXPECT_EQ(Content("out/report.json"), "{}");
  EXPECT_EQ(Take("\xef\xbb\xbf" + Printed("{\"b\": 2}", 1)), 1);
  EXPECT_EQ(Content("out/report.json"), "{\"b\": 2}");
}

TEST_F(TakeReports, SaysIfThereAreNone) {
  EXPECT_EQ(Take("status: Test succeeded\n"), 3);
  EXPECT_THAT(
      Content("output"),
      HasSubstr("redline: There are no reports in this output: was the run's with "
                "--send_reports?"));
}

// 150 MB of zeros in 150 KB, announced as a few bytes, with an address space that the
// whole would not fit into.
TEST_F(TakeReports, UnpacksNoMoreThanWasAnnounced) {
  const std::string bomb = StreamedReport("json", std::string(150 << 20, '\0'));
  std::string printed = "redline-report: json 10 00000000\n" +
                        bomb.substr(bomb.find('\n') + 1) + EndOfReportStream(0);
  const fs::path file = folder_.Write("printed", printed);
  LauncherProcess take({"/bin/sh", "-c", R"(ulimit -v 120000; exec "$1" --out=out <"$2")",
                        "sh", fs::absolute("scripts/take_reports"), file},
                       {{"PATH", "/usr/bin:/bin"}}, folder_.path(), "output");
  EXPECT_EQ(take.Wait(), 3);
  EXPECT_THAT(Content("output"), HasSubstr("redline: This output is not complete."));
}

TEST_F(TakeReports, AreNotMisledByNumbersAndNamesThatNoRunWrites) {
  for (const char* line :
       {"end 256", "end -1", "end 99999999999999999999999", "end \xc2\xb2",
        "../evil 2 99914b93", "json 99999999999999999999999 0"}) {
    const std::string printed =
        StreamedReport("json", "{}") + "redline-report: " + std::string(line) + "\n";
    EXPECT_EQ(Take(printed), 3) << line;
  }
  EXPECT_EQ(Reports(), (std::set<std::string>{"report.json"}));
}

}  // namespace
}  // namespace redline
