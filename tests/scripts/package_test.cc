// scripts/package: what is in the package, and that it is one of Debian's kind.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <memory>
#include <string>

#include "tests/scripts/printed_by.h"
#include "tests/testing/temporary_folder.h"

namespace redline::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::Not;

// What Bazel has built lies here.
constexpr char kPackage[] =
    "REDLINE_BUILT=\"$PWD\" SOURCE_DATE_EPOCH=1700000000 scripts/package --out=";
constexpr char kMaintainer[] = "DEBFULLNAME='A Tester' DEBEMAIL=tester@debian.org ";

bool MakesPackages() { return ::system("command -v dpkg-shlibdeps >/dev/null") == 0; }

// Made once: it takes some seconds.
class Package : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (!MakesPackages()) return;
    folder_ = std::make_unique<TemporaryFolder>();
    const std::string folder = fs::canonical(folder_->path());
    said_ = PrintedBy(kMaintainer + (kPackage + folder));
    path_ = PrintedBy("ls '" + folder + "'/*.deb | tr -d '\\n'");
  }
  static void TearDownTestSuite() { folder_.reset(); }

  void SetUp() override {
    if (!MakesPackages()) GTEST_SKIP() << "dpkg-dev is not installed";
  }
  static std::string Field(const std::string& name) {
    return PrintedBy("dpkg-deb -f '" + path_ + "' " + name);
  }
  static std::string Contents() { return PrintedBy("dpkg-deb -c '" + path_ + "'"); }
  // Where it was unpacked.
  static std::string Unpacked() {
    const std::string tree = folder_->path() / "unpacked";
    PrintedBy("dpkg-deb -x '" + path_ + "' '" + tree + "'");
    return tree;
  }

  static std::unique_ptr<TemporaryFolder> folder_;
  static std::string said_;
  static std::string path_;
};

std::unique_ptr<TemporaryFolder> Package::folder_;
std::string Package::said_;
std::string Package::path_;

TEST_F(Package, IsNamedAfterItsVersionAndArchitecture) {
  const std::string version =
      PrintedBy("'" + Unpacked() +
                "/usr/bin/redline' --version | cut -d ' ' -f 2 | tr -d '\\n'") +
      "-1";
  const std::string architecture = PrintedBy("dpkg --print-architecture | tr -d '\\n'");
  EXPECT_EQ(Field("Version"), version + "\n");
  EXPECT_EQ(Field("Architecture"), architecture + "\n");
  EXPECT_EQ(fs::path(path_).filename(),
            "redline_" + version + "_" + architecture + ".deb");
  EXPECT_EQ(said_, "Made " + path_ + ".\n");
}

TEST_F(Package, HoldsProgramsPagesCompletionsAndExamples) {
  const std::string contents = Contents();
  for (const char* path : {
           "/usr/bin/redline -> ../libexec/redline/runner/runner\n",
           "/usr/bin/redline-report\n",
           "/usr/libexec/redline/worker/worker\n",
           "/usr/share/man/man1/redline.1.gz\n",
           "/usr/share/man/man1/redline-report.1.gz\n",
           "/usr/share/bash-completion/completions/redline\n",
           "/usr/share/zsh/vendor-completions/_redline-report\n",
           "/usr/share/fish/vendor_completions.d/redline.fish\n",
           "/usr/share/doc/redline/copyright\n",
           "/usr/share/doc/redline/changelog.gz\n",
           "/usr/share/doc/redline/changelog.Debian.gz\n",
           "/usr/share/doc/redline/docs/user-guide.md\n",
           "/usr/share/doc/redline/examples/cart.task\n",
           "/usr/share/doc/redline/examples/bullmq.lua\n",
       }) {
    EXPECT_THAT(contents, HasSubstr(path));
  }
}

TEST_F(Package, HoldsNothingOfAnotherUsersNorToBuildWorkersWith) {
  EXPECT_THAT(Contents(), AllOf(Not(HasSubstr("include")), Not(HasSubstr(".a\n"))));
  EXPECT_THAT(PrintedBy("dpkg-deb -c '" + path_ + "' | grep -v ' root/root ' || true"),
              IsEmpty());
}

TEST_F(Package, DependsOnWhatItsProgramsLinkAndRecommendsRedisAndCertificates) {
  EXPECT_THAT(Field("Depends"), HasSubstr("libc6 (>= "));
  EXPECT_EQ(Field("Recommends"), "ca-certificates, redis-server\n");
}

TEST_F(Package, NamesWhoMadeItAndWhoseCodeItHolds) {
  EXPECT_EQ(Field("Maintainer"), "A Tester <tester@debian.org>\n");
  EXPECT_THAT(Field("Static-Built-Using"),
              AllOf(HasSubstr("hiredis (= "), HasSubstr("openssl (= "),
                    HasSubstr("luajit (= "), HasSubstr("boost")));
  EXPECT_THAT(ContentOf(Unpacked() + "/usr/share/doc/redline/copyright"),
              AllOf(HasSubstr("======== libhiredis-dev ========"),
                    HasSubstr("Salvatore Sanfilippo")));
}

TEST_F(Package, HasItsProgramsStripped) {
  EXPECT_THAT(PrintedBy("nm '" + Unpacked() + "/usr/libexec/redline/worker/worker' 2>&1"),
              HasSubstr("no symbols"));
}

TEST_F(Package, RunsATest) {
  EXPECT_THAT(PrintedBy("cd / && '" + Unpacked() +
                        "/usr/bin/redline' --workload=noop --num_workers=1 "
                        "--tasks_per_second=10 --warmup_seconds=0 "
                        "--test_duration_seconds=1 --max_lateness_ms=60000"),
              HasSubstr("Test succeeded"));
}

TEST_F(Package, HasNothingThatLintianComplainsOf) {
  if (::system("command -v lintian >/dev/null") != 0) {
    GTEST_SKIP() << "lintian is not installed";
  }
  EXPECT_EQ(
      PrintedBy("lintian --allow-root --fail-on=error,warning '" + path_ + "' 2>&1"), "");
}

TEST(RefusedPackage, HasAnArgumentThatIsNone) {
  EXPECT_EQ(PrintedBy("scripts/package here 2>&1 || [ $? -eq 2 ]"),
            "redline: Do not know what to do with 'here': scripts/package takes "
            "--out=DIR only.\n");
}

TEST(RefusedPackage, HasAFolderThatCannotBeMade) {
  const TemporaryFolder folder;
  const std::string file = folder.Write("file", "");
  EXPECT_THAT(PrintedBy(kPackage + file + "/x 2>&1 || [ $? -eq 3 ]"),
              MatchesRegex("redline: Cannot make the folder of --out: .*; choose "
                           "another.\n"));
}

TEST(RefusedPackage, HasNobodyAsItsMaintainer) {
  const TemporaryFolder folder;
  EXPECT_EQ(PrintedBy("GIT_DIR=/nowhere " + (kPackage + folder.path().string()) +
                      " 2>&1 || [ $? -eq 3 ]"),
            "redline: Nobody is known as the package's maintainer; set DEBFULLNAME and "
            "DEBEMAIL.\n");
}

}  // namespace
}  // namespace redline::testing
