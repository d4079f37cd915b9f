// scripts/install: what lies below its prefix afterwards.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "tests/scripts/printed_by.h"
#include "tests/testing/temporary_folder.h"

namespace redline::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::EndsWith;
using ::testing::HasSubstr;

// What Bazel has built lies here.
constexpr char kInstall[] = "REDLINE_BUILT=\"$PWD\" scripts/install --prefix=";

class Install : public ::testing::Test {
 protected:
  std::string Installed() const { return PrintedBy(kInstall + prefix_); }
  std::string PkgConfig(const std::string& options) const {
    return PrintedBy("PKG_CONFIG_PATH='" + prefix_ + "/lib/pkgconfig' pkg-config " +
                     options + " redline-worker");
  }

  const TemporaryFolder folder_;
  const std::string prefix_ = folder_.path() / "redline";
};

TEST_F(Install, MakesASupervisorThatFindsItsWorkerFromAnyFolder) {
  EXPECT_THAT(Installed(), EndsWith("/redline/bin/redline.\n"));
  EXPECT_THAT(PrintedBy("cd / && '" + prefix_ +
                        "/bin/redline' --workload=noop --num_workers=1 "
                        "--tasks_per_second=10 --warmup_seconds=0 "
                        "--test_duration_seconds=1 --max_lateness_ms=60000"),
              HasSubstr("Test succeeded"));
}

TEST_F(Install, MakesTheProgramForReports) {
  Installed();
  EXPECT_THAT(PrintedBy("'" + prefix_ + "/bin/redline-report' --help"),
              HasSubstr("render"));
}

TEST_F(Install, BringsManualPagesAndCompletions) {
  Installed();
  const fs::path share = fs::path(prefix_) / "share";
  EXPECT_THAT(PrintedBy("MANPATH='" + (share / "man").string() + "' man redline-report"),
              HasSubstr("show, import and compare"));
  EXPECT_TRUE(fs::exists(share / "bash-completion/completions/redline"));
  EXPECT_TRUE(fs::exists(share / "zsh/site-functions/_redline"));
  EXPECT_TRUE(fs::exists(share / "fish/vendor_completions.d/redline.fish"));
}

TEST_F(Install, TellsPkgConfigTheVersion) {
  Installed();
  const std::string version = PkgConfig("--modversion");
  EXPECT_THAT(PrintedBy("'" + prefix_ + "/bin/redline' --version"),
              HasSubstr(version.substr(0, version.find('\n'))));
}

TEST_F(Install, TakesTheHeadersThatAWorkerReachesAndNoOthers) {
  Installed();
  const fs::path headers = fs::path(prefix_) / "include" / "redline";
  EXPECT_TRUE(fs::exists(headers / "worker/worker_main.h"));
  EXPECT_TRUE(fs::exists(headers / "worker/automap/repository.h"));
  // workload.h includes it by step_timer.h.
  EXPECT_TRUE(fs::exists(headers / "shm/worker_vitals.h"));
  // Only the library's own sources include these.
  EXPECT_FALSE(fs::exists(headers / "shm/segment.h"));
  EXPECT_FALSE(fs::exists(headers / "worker/worker.h"));
  EXPECT_FALSE(fs::exists(headers / "runner"));
}

TEST_F(Install, ReplacesAnOlderOneAndKeepsWhatIsNotItsOwn) {
  const fs::path gone = folder_.Write("redline/include/redline/gone.h", "");
  const fs::path others = folder_.Write("redline/include/other.h", "");
  Installed();
  Installed();
  EXPECT_FALSE(fs::exists(gone));
  EXPECT_TRUE(fs::exists(others));
}

TEST_F(Install, SaysThatItNeedsAFolder) {
  EXPECT_EQ(PrintedBy("scripts/install 2>&1 || [ $? -eq 2 ]"),
            "redline: Say where to install it: scripts/install --prefix=DIR, such as "
            "$HOME/redline.\n");
}

TEST_F(Install, SaysThatTheFolderCannotBeMade) {
  const fs::path file = folder_.Write("file", "");
  EXPECT_THAT(PrintedBy(kInstall + file.string() + "/x 2>&1 || [ $? -eq 3 ]"),
              HasSubstr("Cannot make the folder of --prefix: "));
}

}  // namespace
}  // namespace redline::testing
