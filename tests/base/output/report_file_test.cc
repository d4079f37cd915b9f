#include "base/output/report_file.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "base/errors.h"
#include "base/output/patience.h"
#include "base/unique_fd.h"
#include "tests/testing/temporary_folder.h"

namespace redline::reporting {
namespace {

using redline::testing::ContentOf;
using redline::testing::TemporaryFolder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
namespace fs = std::filesystem;

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

// As long as this lives, files may have no more than so many bytes: a disk that is full.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) {
    ::signal(SIGXFSZ, SIG_IGN);
    EXPECT_EQ(::getrlimit(RLIMIT_FSIZE, &before_), 0);
    const rlimit limit{.rlim_cur = bytes, .rlim_max = before_.rlim_max};
    EXPECT_EQ(::setrlimit(RLIMIT_FSIZE, &limit), 0);
  }
  ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_{};
};

std::vector<std::string> FilesIn(const TemporaryFolder& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder.path())) {
    names.push_back(entry.path().filename());
  }
  return names;
}

TEST(ReportFile, KeepsTheOldReportIfTheDiskIsFull) {
  const TemporaryFolder folder;
  const std::string path = folder.Write("report.json", "old");
  ReportFile file(path, "--report_json");
  std::string why = "written";
  {
    const FullDisk full(1000);
    try {
      file.Write(std::string(10'000, 'x'));
    } catch (const EnvironmentError& error) {
      why = error.what();
    }
  }
  EXPECT_EQ(why, "Cannot write the report to " + path +
                     ": File too large: raise the limit of ulimit -f.");
  EXPECT_EQ(ContentOf(path), "old");
  EXPECT_THAT(FilesIn(folder), ElementsAre("report.json"));
}

TEST(ReportFile, IsNotThereBeforeTheReportIs) {
  const TemporaryFolder folder;
  ReportFile file(folder.path() / "report.json", "--report_json");
  EXPECT_THAT(FilesIn(folder), IsEmpty());
  file.Write("{}");
  EXPECT_THAT(FilesIn(folder), ElementsAre("report.json"));
}

TEST(ReportFile, TakesThePlaceOfTheOldOneInOneStep) {
  const TemporaryFolder folder;
  const fs::path path = folder.Write("report.json", "old");
  std::ifstream old(path);
  ReportFile(path, "--report_json").Write("new");
  // Whoever has the old one open still reads all of it.
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(old), {}), "old");
  EXPECT_EQ(ContentOf(path), "new");
}

TEST(ReportFile, LeavesALinkALink) {
  const TemporaryFolder folder;
  const fs::path path = folder.Write("reports/1.json", "old");
  fs::create_symlink("reports/1.json", folder.path() / "latest.json");
  fs::create_symlink("reports/2.json", folder.path() / "next.json");
  ReportFile(folder.path() / "latest.json", "--report_json").Write("new");
  ReportFile(folder.path() / "next.json", "--report_json").Write("first");
  EXPECT_TRUE(fs::is_symlink(folder.path() / "latest.json"));
  EXPECT_TRUE(fs::is_symlink(folder.path() / "next.json"));
  EXPECT_EQ(ContentOf(path), "new");
  EXPECT_EQ(ContentOf(folder.path() / "reports/2.json"), "first");
}

TEST(ReportFile, KeepsTheFilesPermissions) {
  const TemporaryFolder folder;
  const fs::path path = folder.Write("report.json", "old");
  fs::permissions(path, fs::perms(0640));
  ReportFile(path, "--report_json").Write("new");
  EXPECT_EQ(fs::status(path).permissions(), fs::perms(0640));
}

// As a container mounts it: no name beside it, none to rename to.
TEST(ReportFile, IsWrittenOverWhereNoFileCanBeBesideIt) {
  const UniqueFd file(::memfd_create("report", MFD_CLOEXEC));
  ASSERT_EQ(::write(file.get(), "a long old report", 17), 17);
  const std::string path = "/proc/self/fd/" + std::to_string(file.get());
  ReportFile report(path, "--report_json");
  EXPECT_EQ(ContentOf(path), "a long old report");
  report.Write("new");
  EXPECT_EQ(ContentOf(path), "new");
  {
    const FullDisk full(1000);
    EXPECT_THROW(report.Write(std::string(10'000, 'x')), EnvironmentError);
  }
  EXPECT_EQ(ContentOf(path), "new");
}

TEST(ReportFile, IsWrittenToAPipeDirectly) {
  const TemporaryFolder folder;
  const std::string path = folder.path() / "pipe";
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  const UniqueFd read(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  ReportFile file(path, "--report_json");
  EXPECT_TRUE(file.is_direct());
  file.Write("{}");
  char bytes[10] = {};
  EXPECT_EQ(::read(read.get(), bytes, sizeof bytes), 2);
  EXPECT_STREQ(bytes, "{}");
  EXPECT_TRUE(fs::is_fifo(path));
}

TEST(ReportFile, IsNotAwaitedForEverIfNobodyReads) {
  const TemporaryFolder folder;
  const std::string path = folder.path() / "pipe";
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  const UniqueFd read(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  ReportFile file(path, "--report_json");
  Patience patience;
  patience.Limit(std::chrono::milliseconds(1));
  try {
    file.Write(std::string(1'000'000, 'x'), patience);
    FAIL() << "written";
  } catch (const EnvironmentError& error) {
    EXPECT_EQ(error.what(),
              "Cannot write the report to " + path + ": nobody reads it to its end.");
  }
}

TEST(ReportFiles, MustDifferHoweverTheyAreSpelled) {
  using Files = std::vector<std::pair<std::string, std::string>>;
  const TemporaryFolder folder;
  const std::string known = folder.Write("known", "");
  fs::create_symlink("known", folder.path() / "link");
  fs::create_symlink("unknown", folder.path() / "dangling");
  const std::string path = folder.path();
  for (const auto& [a, b] : std::vector<std::pair<std::string, std::string>>{
           {known, path + "/./known"},
           {known, path + "/link"},
           {path + "/unknown", path + "//unknown"},
           {path + "/unknown", path + "/dangling"},
           {"-", "/dev/stdout"}}) {
    EXPECT_THROW(CheckDistinct(Files{{"--json", a}, {"--csv", b}}), UsageError)
        << a << " and " << b;
  }
  CheckDistinct(Files{{"--json", known}, {"--csv", path + "/unknown"}});
}

TEST(ReportFiles, MayGoToStdoutByAnyName) {
  ::testing::internal::CaptureStdout();
  EXPECT_TRUE(IsStdout("-"));
  EXPECT_TRUE(IsStdout("/dev/stdout"));
  EXPECT_TRUE(IsStdout("/proc/self/fd/1"));
  EXPECT_FALSE(IsStdout("/dev/null"));
  EXPECT_FALSE(IsStdout("no such file"));
  ::testing::internal::GetCapturedStdout();
}

}  // namespace
}  // namespace redline::reporting
