#include "reporting/report_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <string>
#include <utility>
#include <vector>

#include "reporting/errors.h"
#include "tests/runner/temporary_folder.h"

namespace redline::reporting {
namespace {

using redline::testing::ContentOf;
using redline::testing::TemporaryFolder;
using ::testing::HasSubstr;

std::string Refusal(const std::string& path) {
  try {
    ReportFile(path, "--report_json");
  } catch (const UsageError& error) {
    return error.what();
  }
  return "opened";
}

TEST(ReportFiles, MustDiffer) {
  using Files = std::vector<std::pair<std::string, std::string>>;
  CheckDistinct(Files{{"--json", "a"}, {"--html", "b"}, {"--csv", ""}, {"--hlog", ""}});
  EXPECT_THROW(CheckDistinct(Files{{"--json", "a"}, {"--csv", "a"}}), UsageError);
  try {
    CheckDistinct(Files{{"--json", "-"}, {"--csv", "-"}});
    ADD_FAILURE();
  } catch (const UsageError& error) {
    EXPECT_STREQ(error.what(),
                 "--json and --csv cannot both go to stdout; name another file for one "
                 "of them.");
  }
}

TEST(ReportFile, IsCreatedWithTheReport) {
  const TemporaryFolder folder;
  const std::string path = folder.path() / "report.json";
  ReportFile(path, "--report_json").Write("{}\n");
  EXPECT_EQ(ContentOf(path), "{}\n");
}

TEST(ReportFile, NamesFlagAndPathIfItsFolderDoesNotExist) {
  EXPECT_EQ(Refusal("/no/such/folder/report.json"),
            "Cannot write to --report_json=/no/such/folder/report.json: No such file or "
            "directory; name a file that can be written to.");
}

TEST(ReportFile, RefusesAFolder) {
  EXPECT_THAT(Refusal(TemporaryFolder().path()), HasSubstr("Is a directory"));
}

TEST(ReportFile, KeepsAnOldReportUntilTheNewOneIsThere) {
  const TemporaryFolder folder;
  const std::string path = folder.Write("report.json", "old");
  ReportFile file(path, "--report_json");
  EXPECT_EQ(ContentOf(path), "old");
  file.Write("new");
  EXPECT_EQ(ContentOf(path), "new");
}

TEST(ReportFile, LeavesNothingOfALongerOldReport) {
  const TemporaryFolder folder;
  const std::string path = folder.Write("report.json", std::string(1'000'000, 'x'));
  ReportFile(path, "--report_json").Write("{}\n");
  EXPECT_EQ(ContentOf(path), "{}\n");
}

TEST(ReportFile, ReplacesItsOwnReportToo) {
  const TemporaryFolder folder;
  const std::string path = folder.path() / "report.json";
  ReportFile file(path, "--report_json");
  file.Write("the first, which is longer");
  file.Write("the second");
  EXPECT_EQ(ContentOf(path), "the second");
}

TEST(ReportFile, WritesAReportOfMegabytes) {
  const TemporaryFolder folder;
  const std::string path = folder.path() / "report.json";
  const std::string text(5'000'000, 'x');
  ReportFile(path, "--report_json").Write(text);
  EXPECT_EQ(ContentOf(path), text);
}

TEST(ReportFile, SaysWhyTheReportCannotBeWritten) {
  ReportFile file("/dev/full", "--report_json");
  try {
    file.Write("{}");
    FAIL() << "written";
  } catch (const EnvironmentError& error) {
    EXPECT_STREQ(error.what(),
                 "Cannot write the report to /dev/full: No space left on device.");
  }
}

TEST(ReportFile, WritesToStdoutForADash) {
  ::testing::internal::CaptureStdout();
  ReportFile("-", "--report_json").Write("{}\n");
  EXPECT_EQ(::testing::internal::GetCapturedStdout(), "{}\n");
}

TEST(ReportFile, AddsToWhatIsOnStdoutAlready) {
  ::testing::internal::CaptureStdout();
  ASSERT_EQ(::write(STDOUT_FILENO, "before ", 7), 7);
  ReportFile("-", "--report_json").Write("after");
  EXPECT_EQ(::testing::internal::GetCapturedStdout(), "before after");
}

TEST(ReportFile, LeavesStdoutOpen) {
  { const ReportFile file("-", "--report_json"); }
  ::testing::internal::CaptureStdout();
  ASSERT_EQ(::write(STDOUT_FILENO, "x", 1), 1);
  EXPECT_EQ(::testing::internal::GetCapturedStdout(), "x");
}

}  // namespace
}  // namespace redline::reporting
