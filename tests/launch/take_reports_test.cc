// scripts/take_reports: what a real run has put into its output comes out as it was.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/e2e/redline_process.h"
#include "tests/launch/launcher_process.h"
#include "tests/runner/temporary_folder.h"

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

  const TemporaryFolder folder_;
};

TEST_F(TakeReports, BringsThemBackAsTheyWereWithTheRunsExitCode) {
  RedlineProcess redline(
      {.flags = {"--workload=noop", "--num_workers=1", "--tasks_per_second=100000",
                 "--max_worker_backlog=1", "--warmup_seconds=0", "--send_reports",
                 "--report_json"}});
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

}  // namespace
}  // namespace redline
