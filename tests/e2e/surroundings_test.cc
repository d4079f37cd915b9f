// Runs where a part of the usual system is missing, in a mount namespace of their own:
// they work, and what nobody tells them they do not show as a figure.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <optional>
#include <string>
#include <vector>

#include "tests/e2e/redline_process.h"

namespace redline::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// A run in which these commands of a shell, as root, have changed what it sees.
class Surroundings : public ::testing::Test {
 protected:
  // Its exit code; skips the test where the system allows no mounts.
  void Run(const std::string& mounts, std::vector<std::string> more = {}) {
    std::vector<std::string> flags = {"--num_workers=2", "--tasks_per_second=50",
                                      "--test_duration_seconds=1", "--warmup_seconds=0",
                                      "--max_lateness_ms=60000"};
    flags.insert(flags.end(), more.begin(), more.end());
    redline_.emplace(RedlineProcess::Options{
        .flags = flags,
        .wrapper = "exec unshare -m sh -c '{ " + mounts +
                   "; } || { echo not allowed >&2; exit 99; }; exec \"$@\"' sh \"$@\""});
    code_ = redline_->Wait();
    if (code_ == 99 || redline_->Stderr().find("unshare") != std::string::npos) {
      GTEST_SKIP() << "no mount namespace here: " << redline_->Stderr();
    }
  }

  std::optional<RedlineProcess> redline_;
  int code_ = -1;
};

TEST_F(Surroundings, MayLackProc) {
  Run("mount -t tmpfs tmpfs /proc");
  if (IsSkipped()) return;
  EXPECT_EQ(code_, 0) << redline_->Stderr();
  EXPECT_THAT(redline_->Stdout(),
              AllOf(HasSubstr("status: Test succeeded"), Not(HasSubstr(" TB free"))));
}

// As hardened containers have it: a process sees processes there and nothing else.
TEST_F(Surroundings, MayShowProcessesAlone) {
  Run("mount -t proc -o subset=pid proc /proc", {"--report_json"});
  if (IsSkipped()) return;
  EXPECT_EQ(code_, 0) << redline_->Stderr();
  EXPECT_THAT(redline_->Stdout(), Not(HasSubstr(" TB free")));
  // Only a control group with a quota tells how busy the CPUs were.
  const rapidjson::Document json = redline_->Json();
  const auto& percent = json["machine"]["cpu_percent"];
  EXPECT_TRUE(percent.IsNull() || percent.GetDouble() > 0);
}

TEST_F(Surroundings, MayLackTheNullDevice) {
  Run("mount -t tmpfs tmpfs /dev && mkdir /dev/shm");
  if (IsSkipped()) return;
  EXPECT_EQ(code_, 0) << redline_->Stderr();
}

// A file system that knows no files without a name, as gVisor's.
TEST_F(Surroundings, MayHaveNoFilesWithoutANameInDevShm) {
  Run("mount -t proc proc /dev/shm");
  if (IsSkipped()) return;
  EXPECT_EQ(code_, 0) << redline_->Stderr();
}

TEST_F(Surroundings, MayLackDevShm) {
  Run("null=$(mktemp) && mount --bind /dev/null $null && mount -t tmpfs tmpfs /dev && "
      "touch /dev/null && mount --bind $null /dev/null");
  if (IsSkipped()) return;
  EXPECT_EQ(code_, 0) << redline_->Stderr();
}

// Whichever descriptor is the one too many.
TEST(FewDescriptors, AreASentenceAndNoDeath) {
  for (int limit = 5; limit <= 24; ++limit) {
    RedlineProcess redline(
        {.flags = {"--workload=noop", "--num_workers=2", "--test_duration_seconds=0.1",
                   "--warmup_seconds=0", "--force"},
         .wrapper = "ulimit -n " + std::to_string(limit) + "; exec \"$@\""});
    const int code = redline.Wait();
    // The loader's error, before there is a program.
    if (redline.Stderr().find("error while loading") != std::string::npos) continue;
    EXPECT_THAT(code, ::testing::AnyOf(0, 3, 4)) << limit << ": " << redline.Stderr();
    if (code == 3) {
      EXPECT_THAT(redline.Stderr(), ::testing::StartsWith("redline: ")) << limit;
      EXPECT_THAT(redline.Stderr(), Not(HasSubstr("[system:"))) << limit;
    }
  }
}

}  // namespace
}  // namespace redline::testing
