#include "runner/machine_cpu.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <unistd.h>

#include <chrono>
#include <string>

#include "tests/runner/temporary_folder.h"

namespace redline::runner {
namespace {

using namespace std::chrono_literals;

constexpr CpuMeter::TimePoint kStart{1000s};

class MachineCpuTest : public ::testing::Test {
 protected:
  // The first CPU that this process may use.
  static std::string OwnCpu() {
    cpu_set_t affinity;
    EXPECT_EQ(::sched_getaffinity(0, sizeof affinity, &affinity), 0);
    std::size_t cpu = 0;
    while (!CPU_ISSET(cpu, &affinity)) ++cpu;
    return "cpu" + std::to_string(cpu);
  }
  static CpuTime Ticks(std::int64_t ticks) {
    return ticks * CpuTime(1s) / ::sysconf(_SC_CLK_TCK);
  }

  redline::testing::TemporaryFolder root_;
};

TEST_F(MachineCpuTest, AddsUpWhatIsNotIdle) {
  root_.Write("proc/stat", "cpu  900 900 900 900 900 900 900 900 900 900\n" + OwnCpu() +
                               " 1 2 4 100 200 8 16 32 64 128\nintr 5 6 7 8 9 10\n");
  const auto times = ReadMachineTimes(root_.path());
  ASSERT_TRUE(times);
  EXPECT_EQ(times->used, Ticks(1 + 2 + 4 + 8 + 16 + 32));
  EXPECT_EQ(times->total, Ticks(63 + 300));
}

TEST_F(MachineCpuTest, LeavesOutCpusThatAreNotOurs) {
  root_.Write("proc/stat",
              OwnCpu() + " 1 0 0 1 0 0 0 0\ncpu99999 5 5 5 5 5 5 5 5\ncpux 1 1 1 1 1\n");
  EXPECT_EQ(ReadMachineTimes(root_.path())->total, Ticks(2));
}

TEST_F(MachineCpuTest, TakesAnOldKernelsShorterLine) {
  root_.Write("proc/stat", OwnCpu() + " 1 0 0 1 0\n");
  EXPECT_EQ(ReadMachineTimes(root_.path())->used, Ticks(1));
}

TEST_F(MachineCpuTest, IsNothingWithoutAFileThatItUnderstands) {
  EXPECT_FALSE(ReadMachineTimes(root_.path()));
  root_.Write("proc/stat", "nonsense\ncpu0 a b c\n");
  EXPECT_FALSE(ReadMachineTimes(root_.path()));
}

TEST_F(MachineCpuTest, ReadsThisMachine) {
  const auto times = ReadMachineTimes();
  ASSERT_TRUE(times);
  EXPECT_GT(times->used, 0s);
  EXPECT_GT(times->total, times->used);
}

TEST_F(MachineCpuTest, ReadsAGroupOfTheSecondVersion) {
  root_.Write("proc/self/cgroup", "0::/dyno/web\n");
  root_.Write("sys/fs/cgroup/dyno/cpu.max", "150000 100000\n");
  root_.Write("sys/fs/cgroup/dyno/cpu.stat", "nr_periods 3\nusage_usec 2500000\n");
  root_.Write("sys/fs/cgroup/dyno/web/cpu.max", "max 100000\n");
  root_.Write("sys/fs/cgroup/dyno/web/cpu.stat", "usage_usec 1000000\n");
  const auto group = ReadGroupCpu(root_.path());
  ASSERT_TRUE(group);
  EXPECT_EQ(group->quota_cores, 1.5);
  EXPECT_EQ(group->used, 2500ms);
}

TEST_F(MachineCpuTest, ReadsAGroupOfTheFirstVersion) {
  root_.Write("proc/self/cgroup", "3:cpuacct:/a\n2:cpu:/a\n0::/\n");
  root_.Write("sys/fs/cgroup/cpu/a/cpu.cfs_quota_us", "50000\n");
  root_.Write("sys/fs/cgroup/cpu/a/cpu.cfs_period_us", "100000\n");
  root_.Write("sys/fs/cgroup/cpuacct/a/cpuacct.usage", "1500000000\n");
  const auto group = ReadGroupCpu(root_.path());
  ASSERT_TRUE(group);
  EXPECT_EQ(group->quota_cores, 0.5);
  EXPECT_EQ(group->used, 1500ms);
}

TEST_F(MachineCpuTest, HasNoGroupWithoutAQuota) {
  root_.Write("proc/self/cgroup", "2:cpu:/\n0::/\n");
  root_.Write("sys/fs/cgroup/cpu.stat", "usage_usec 1000000\n");
  root_.Write("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n");
  root_.Write("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
  EXPECT_FALSE(ReadGroupCpu(root_.path()));
}

TEST(MachinePercent, IsNothingIfNoTimeHasPassedOrAReadingIsMissing) {
  const MachineReading reading{
      .time = kStart, .machine = MachineTimes{.used = 1s, .total = 2s}, .group = {}};
  EXPECT_EQ(MachinePercent(reading, reading), std::nullopt);
  const MachineReading none{.time = kStart + 1s, .machine = {}, .group = {}};
  EXPECT_EQ(MachinePercent(reading, none), std::nullopt);
  EXPECT_EQ(MachinePercent(none, reading), std::nullopt);
}

TEST(MachinePercent, IsOfTheMachineWithoutAGroup) {
  EXPECT_EQ(MachinePercent({.time = kStart,
                            .machine = MachineTimes{.used = 10s, .total = 100s},
                            .group = {}},
                           {.time = kStart + 2s,
                            .machine = MachineTimes{.used = 13s, .total = 104s},
                            .group = {}}),
            75);
}

TEST(MachinePercent, IsOfWhicheverIsNearerToItsLimit) {
  // The group has used its half core to four fifths on a machine that is half idle.
  EXPECT_DOUBLE_EQ(
      *MachinePercent({.time = kStart,
                       .machine = MachineTimes{.used = 0s, .total = 0s},
                       .group = GroupCpu{.used = 1s, .quota_cores = 0.5}},
                      {.time = kStart + 2s,
                       .machine = MachineTimes{.used = 2s, .total = 4s},
                       .group = GroupCpu{.used = 1800ms, .quota_cores = 0.5}}),
      80);
  EXPECT_EQ(MachinePercent({.time = kStart,
                            .machine = MachineTimes{.used = 0s, .total = 0s},
                            .group = GroupCpu{.used = 1s, .quota_cores = 2}},
                           {.time = kStart + 2s,
                            .machine = MachineTimes{.used = 4s, .total = 4s},
                            .group = GroupCpu{.used = 2s, .quota_cores = 2}}),
            100);
}

}  // namespace
}  // namespace redline::runner
