// A user's terminal, pipe or disk never changes a run's figures, and its reports are
// never lost.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <signal.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/e2e/redline_process.h"
#include "tests/testing/pseudo_terminals.h"
#include "tests/testing/temporary_folder.h"

namespace redline::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
namespace fs = std::filesystem;

constexpr char kShowCursor[] = "\x1b[?25h";
constexpr char kHideCursor[] = "\x1b[?25l";

// Sixty pictures a second fill every buffer of a terminal that nobody reads.
std::vector<std::string> RunOf(const std::string& seconds) {
  return {"--workload=noop",
          "--num_workers=8",
          "--tasks_per_second=200",
          "--warmup_seconds=0",
          "--max_stats_update_per_second=60",
          "--test_duration_seconds=" + seconds,
          "--report_json"};
}

bool IsCursorShown(const std::string& output) {
  const std::size_t hidden = output.rfind(kHideCursor);
  const std::size_t shown = output.rfind(kShowCursor);
  return hidden == std::string::npos || (shown != std::string::npos && shown > hidden);
}

class Terminal : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!HasPseudoTerminals()) {
      GTEST_SKIP() << "no pseudo-terminals here: mount /dev/pts";
    }
  }
  static bool HasReport(const RedlineProcess& redline) {
    return Eventually([&] { return fs::exists(redline.report_path()); }, 30s);
  }
};

TEST_F(Terminal, ThatNobodyReadsDelaysNeitherTheRunNorItsReports) {
  RedlineProcess redline({.flags = RunOf("6"), .on_terminal = true, .unread = true});
  ASSERT_TRUE(HasReport(redline));
  const auto json = redline.Json();
  EXPECT_STREQ(json["verdict"]["status"].GetString(), "success");
  EXPECT_LT(json["messaging"]["drain_seconds"].GetDouble(), 1);
  EXPECT_LT(json["messaging"]["supervisor_loop_lag"]["max_ms"].GetDouble(), 1000);
  EXPECT_TRUE(IsRunning(redline.pid())) << "it waits for its reader";
  redline.StartReading();
  EXPECT_EQ(redline.Wait(), 0);
  EXPECT_THAT(redline.Stdout(), HasSubstr("status: Test succeeded"));
  EXPECT_TRUE(IsCursorShown(redline.Stdout()));
}

TEST_F(Terminal, ThatNobodyReadsIsLeftAfterSigterm) {
  RedlineProcess redline({.flags = RunOf("6"), .on_terminal = true, .unread = true});
  ASSERT_TRUE(HasReport(redline));
  ASSERT_TRUE(IsRunning(redline.pid()));
  redline.Signal(SIGTERM);
  EXPECT_EQ(redline.Wait(20s), 0) << "the verdict's code";
  EXPECT_STREQ(redline.Json()["verdict"]["status"].GetString(), "success");
}

TEST_F(Terminal, HasItsCursorBackWhenTheRunIsStoppedAndIsDrawnAnewWhenItGoesOn) {
  // A shell with job control, as a user's.
  RedlineProcess shell(
      {.flags = RunOf("5"),
       .on_terminal = true,
       .wrapper = "exec bash -c 'set -m; \"$@\"; echo STOPPED; read go; fg' sh \"$@\""});
  ASSERT_TRUE(
      Eventually([&] { return shell.Stdout().find("measuring") != std::string::npos; }));
  shell.Type("\x1a");
  ASSERT_TRUE(
      Eventually([&] { return shell.Stdout().find("STOPPED") != std::string::npos; }));
  const std::string before = shell.Stdout();
  EXPECT_THAT(before, HasSubstr(kHideCursor));
  EXPECT_TRUE(IsCursorShown(before));
  shell.Type("\n");
  ASSERT_TRUE(Eventually([&] {
    return shell.Stdout().find(kHideCursor, before.size()) != std::string::npos;
  }));
  shell.Wait();
  const std::string after = shell.Stdout().substr(before.size());
  EXPECT_THAT(after, HasSubstr("status: Test "));
  EXPECT_TRUE(IsCursorShown(after));
  EXPECT_TRUE(shell.Json()["verdict"].IsObject());
}

TEST_F(Terminal, HasItsCursorBackAfterCtrlBackslashAndTheReportIsKept) {
  RedlineProcess redline({.flags = RunOf("600"), .on_terminal = true});
  ASSERT_TRUE(Eventually(
      [&] { return redline.Stdout().find("measuring") != std::string::npos; }));
  redline.Type("\x1c");
  EXPECT_EQ(redline.Wait(10s), 131);
  EXPECT_THAT(redline.Stdout(), HasSubstr("status: Test interrupted"));
  EXPECT_TRUE(IsCursorShown(redline.Stdout()));
  EXPECT_THAT(redline.Json()["verdict"]["sentence"].GetString(), HasSubstr("SIGQUIT"));
}

TEST_F(Terminal, ShowsTheVerdictTheBottleneckAndASummaryLast) {
  RedlineProcess redline({.flags = RunOf("1"), .on_terminal = true});
  ASSERT_EQ(redline.Wait(), 0);
  const std::string out = redline.Stdout();
  const std::size_t summary = out.rfind("All workers");
  ASSERT_NE(summary, std::string::npos);
  EXPECT_GT(summary, out.rfind("Worker timings"));
  EXPECT_GT(out.rfind("status: Test succeeded"), summary);
  EXPECT_GT(out.rfind("bottleneck: "), out.rfind("status: Test succeeded"));
}

TEST(UnreadPipe, IsLeftAfterSigtermAndTheReportIsKept) {
  RedlineProcess redline({.flags = RunOf("600"), .on_pipe = true});
  ASSERT_TRUE(Eventually([&] { return redline.Workers().size() == 8; }));
  redline.Signal(SIGTERM);
  EXPECT_EQ(redline.Wait(20s), 143);
  EXPECT_STREQ(redline.Json()["verdict"]["status"].GetString(), "interrupted");
}

TEST(UnreadPipe, IsLeftAtTheSecondCtrlCAndTheReportIsKept) {
  RedlineProcess redline({.flags = RunOf("600"), .on_pipe = true});
  ASSERT_TRUE(Eventually([&] { return redline.Workers().size() == 8; }));
  redline.Signal(SIGINT);
  redline.Signal(SIGINT);
  ASSERT_TRUE(Eventually([&] { return fs::exists(redline.report_path()); }));
  redline.Signal(SIGINT);
  EXPECT_EQ(redline.Wait(20s), 130);
  EXPECT_STREQ(redline.Json()["verdict"]["status"].GetString(), "interrupted");
}

TEST(UnreadPipe, GetsEverythingWhenItIsReadAtLast) {
  RedlineProcess redline({.flags = RunOf("1"), .on_pipe = true});
  ASSERT_TRUE(Eventually([&] { return fs::exists(redline.report_path()); }));
  redline.StartReading();
  EXPECT_EQ(redline.Wait(), 0);
  EXPECT_THAT(redline.Stdout(), AllOf(HasSubstr("Preflight\n"), HasSubstr("Constants\n"),
                                      HasSubstr("\nstatus: Test succeeded\n")));
}

TEST(UnreadPipe, IsLeftAfterSigtermThoughTheReportItselfGoesThere) {
  auto flags = RunOf("600");
  flags.back() = "--report_json=-";
  RedlineProcess redline({.flags = flags, .on_pipe = true});
  ASSERT_TRUE(Eventually([&] { return redline.Workers().size() == 8; }));
  redline.Signal(SIGTERM);
  EXPECT_EQ(redline.Wait(20s), 143);
}

// In a shell, ulimit -f counts blocks of 512 bytes: more than the shared memory, less
// than a page.
TEST(FullDisk, KeepsTheOldReportAndTheVerdictIsShown) {
  const TemporaryFolder folder;
  const std::string page = folder.Write("run.html", "old");
  RedlineProcess redline(
      {.flags = {"--workload=noop", "--num_workers=1", "--tasks_per_second=100",
                 "--warmup_seconds=0", "--test_duration_seconds=1", "--report_json",
                 "--report_html=" + page},
       .wrapper = "ulimit -f 400; exec \"$@\""});
  EXPECT_EQ(redline.Wait(), 3);
  EXPECT_EQ(ContentOf(page), "old");
  EXPECT_THAT(redline.Stdout(), HasSubstr("status: Test succeeded"));
  EXPECT_EQ(redline.Stderr(), "redline: Cannot write the report to " + page +
                                  ": File too large: raise the limit of ulimit -f.\n");
  EXPECT_STREQ(redline.Json()["verdict"]["status"].GetString(), "success");
}

TEST(FullDisk, IsToldWhereTheOutputGoesToIt) {
  RedlineProcess redline({.flags = RunOf("1"), .wrapper = "exec \"$@\" > /dev/full"});
  EXPECT_EQ(redline.Wait(), 3);
  EXPECT_THAT(redline.Stderr(),
              HasSubstr("Cannot write to stdout: No space left on device"));
  EXPECT_STREQ(redline.Json()["verdict"]["status"].GetString(), "success");
}

TEST(ClosedStdout, DoesNotGetIntoAReport) {
  RedlineProcess redline({.flags = RunOf("1"), .wrapper = "exec \"$@\" >&- 2>&- <&-"});
  EXPECT_EQ(redline.Wait(), 0);
  EXPECT_STREQ(redline.Json()["verdict"]["status"].GetString(), "success");
}

TEST(Tables, AreAllShownWhenAskedTo) {
  std::vector<std::string> flags = {"--num_workers=2", "--tasks_per_second=100",
                                    "--warmup_seconds=0", "--test_duration_seconds=1"};
  RedlineProcess main({.flags = flags});
  ASSERT_EQ(main.Wait(), 0);
  EXPECT_THAT(main.Stdout(),
              AllOf(HasSubstr("\nAll workers\n"), Not(HasSubstr("\nRedis commands\n"))));
  flags.emplace_back("--tables=all");
  RedlineProcess all({.flags = flags});
  ASSERT_EQ(all.Wait(), 0);
  EXPECT_THAT(all.Stdout(),
              AllOf(HasSubstr("\nAll workers\n"), HasSubstr("│ p99.9 (ms) │"),
                    HasSubstr("\nRedis\n"), HasSubstr("\nRedis commands\n")));
}

}  // namespace
}  // namespace redline::testing
