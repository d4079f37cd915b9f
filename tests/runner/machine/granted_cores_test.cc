#include "runner/machine/granted_cores.h"

#include <gtest/gtest.h>
#include <sched.h>

#include <string>

#include "tests/testing/temporary_folder.h"

namespace redline::runner {
namespace {

// A cgroup file system in a folder. The tests' machine may have one core or many: quotas
// below one core are right for all, those above are seen through the affinity.
class GrantedCoresTest : public ::testing::Test {
 protected:
  static int Affinity() {
    cpu_set_t set;
    EXPECT_EQ(::sched_getaffinity(0, sizeof set, &set), 0);
    return CPU_COUNT(&set);
  }
  void BeInGroup(const std::string& group) {
    root_.Write("proc/self/cgroup", "12:pids:/elsewhere\n0::" + group + "\n");
  }
  // For the group's path, "" or "a/b".
  void SetQuotaV2(const std::string& group, const std::string& text) {
    root_.Write("sys/fs/cgroup/" + group + "/cpu.max", text);
  }
  // In the group of this path, "" or "/a", in which the process then is, as the kernel
  // says it.
  void SetQuotaV1(const std::string& quota, const std::string& period,
                  const std::string& group = "") {
    root_.Write("proc/self/cgroup",
                "4:cpu,cpuacct:" + (group.empty() ? "/" : group) + "\n");
    root_.Write("sys/fs/cgroup/cpu" + group + "/cpu.cfs_quota_us", quota);
    root_.Write("sys/fs/cgroup/cpu" + group + "/cpu.cfs_period_us", period);
  }
  int Cores() const { return WholeCores(GrantedCores(root_.path())); }

  redline::testing::TemporaryFolder root_;
};

TEST_F(GrantedCoresTest, AreTheAffinitysWithoutACgroup) {
  EXPECT_EQ(Cores(), Affinity());
}

TEST_F(GrantedCoresTest, AreTheAffinitysIfTheQuotaIsMax) {
  BeInGroup("/");
  SetQuotaV2("", "max 100000\n");
  EXPECT_EQ(Cores(), Affinity());
}

TEST_F(GrantedCoresTest, AreTheAffinitysIfTheQuotaIsLarger) {
  BeInGroup("/");
  SetQuotaV2("", std::to_string((Affinity() + 1) * 100'000) + " 100000\n");
  EXPECT_EQ(Cores(), Affinity());
}

TEST_F(GrantedCoresTest, AreTheQuotas) {
  BeInGroup("/");
  SetQuotaV2("", "100000 100000\n");
  EXPECT_EQ(Cores(), 1);
}

TEST_F(GrantedCoresTest, CountAFractionOfACoreAsOne) {
  BeInGroup("/");
  SetQuotaV2("", "10000 100000\n");
  EXPECT_EQ(Cores(), 1);
}

TEST_F(GrantedCoresTest, MayBeAPartOfACore) {
  BeInGroup("/");
  SetQuotaV2("", "30000 100000\n");
  EXPECT_EQ(GrantedCores(root_.path()), 0.3);
}

TEST_F(GrantedCoresTest, RoundAFractionUp) {
  if (Affinity() < 2) GTEST_SKIP() << "needs two cores";
  BeInGroup("/");
  SetQuotaV2("", "110000 100000\n");
  EXPECT_EQ(Cores(), 2);
}

TEST_F(GrantedCoresTest, AreOfTheGroupThatTheProcessIsIn) {
  BeInGroup("/dyno/web");
  SetQuotaV2("dyno/web", "50000 100000\n");
  EXPECT_EQ(Cores(), 1);
}

TEST_F(GrantedCoresTest, AreOfAGroupAboveIfThatIsTighter) {
  BeInGroup("/dyno/web");
  SetQuotaV2("dyno/web", "max 100000\n");
  SetQuotaV2("dyno", "50000 100000\n");
  EXPECT_EQ(Cores(), 1);
}

TEST_F(GrantedCoresTest, AreNotOfAnotherGroup) {
  BeInGroup("/dyno/web");
  SetQuotaV2("dyno/worker", "50000 100000\n");
  EXPECT_EQ(Cores(), Affinity());
}

TEST_F(GrantedCoresTest, AreOfTheRootIfThatIsTheOnlyOneWithAQuota) {
  BeInGroup("/dyno/web");
  SetQuotaV2("", "50000 100000\n");
  EXPECT_EQ(Cores(), 1);
}

TEST_F(GrantedCoresTest, UnderstandCgroupsOfTheFirstVersion) {
  SetQuotaV1("100000\n", "100000\n");
  EXPECT_EQ(Cores(), 1);
}

TEST_F(GrantedCoresTest, AreOfANestedGroupOfTheFirstVersion) {
  SetQuotaV1("100000\n", "100000\n", "/dyno");
  EXPECT_EQ(Cores(), 1);
}

TEST_F(GrantedCoresTest, TakeMinusOneAsNoQuotaInTheFirstVersion) {
  SetQuotaV1("-1\n", "100000\n");
  EXPECT_EQ(Cores(), Affinity());
}

TEST_F(GrantedCoresTest, IgnoreFilesThatTheyDoNotUnderstand) {
  BeInGroup("/");
  for (const char* text : {"", "x y", "100000", "100000 0"}) {
    SetQuotaV2("", text);
    EXPECT_EQ(Cores(), Affinity()) << text;
  }
}

TEST_F(GrantedCoresTest, AreAtMostTheAffinitys) {
  cpu_set_t all;
  ASSERT_EQ(::sched_getaffinity(0, sizeof all, &all), 0);
  cpu_set_t one;
  CPU_ZERO(&one);
  for (std::size_t cpu = 0; cpu < CPU_SETSIZE && CPU_COUNT(&one) == 0; ++cpu) {
    if (CPU_ISSET(cpu, &all)) CPU_SET(cpu, &one);
  }
  ASSERT_EQ(::sched_setaffinity(0, sizeof one, &one), 0);
  EXPECT_EQ(Cores(), 1);
  ASSERT_EQ(::sched_setaffinity(0, sizeof all, &all), 0);
}

}  // namespace
}  // namespace redline::runner
