#include "runner/machine/machine_cpu.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <unistd.h>

#include <chrono>
#include <optional>
#include <string>

#include "tests/testing/temporary_folder.h"

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

TEST_F(MachineCpuTest, AddsUpHowLongItsCpusWereIdle) {
  root_.Write("proc/stat", "cpu  900 900 900 900 900 900 900 900 900 900\n" + OwnCpu() +
                               " 1 2 4 100 200 8 16 32 64 128\nintr 5 6 7 8 9 10\n");
  const auto times = ReadMachineTimes(root_.path());
  ASSERT_TRUE(times);
  EXPECT_EQ(times->idle, Ticks(100 + 200)) << "idle and waiting for disks";
  EXPECT_EQ(times->cpus, 1);
}

// Version 1 says -1 then.
TEST_F(MachineCpuTest, TakesNoQuotaForNone) {
  root_.Write("proc/self/cgroup", "1:cpu:/\n2:cpuacct:/\n");
  root_.Write("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n");
  root_.Write("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
  root_.Write("sys/fs/cgroup/cpuacct/cpuacct.usage", "5000000\n");
  EXPECT_EQ(ReadGroupCpu(root_.path()), std::nullopt);
}

TEST_F(MachineCpuTest, LeavesOutCpusThatAreNotOurs) {
  root_.Write("proc/stat",
              OwnCpu() + " 1 0 0 1 0 0 0 0\ncpu99999 5 5 5 5 5 5 5 5\ncpux 1 1 1 1 1\n");
  EXPECT_EQ(ReadMachineTimes(root_.path())->idle, Ticks(1));
  EXPECT_EQ(ReadMachineTimes(root_.path())->cpus, 1);
}

TEST_F(MachineCpuTest, TakesAnOldKernelsShorterLine) {
  root_.Write("proc/stat", OwnCpu() + " 1 0 0 3 0\n");
  EXPECT_EQ(ReadMachineTimes(root_.path())->idle, Ticks(3));
}

TEST_F(MachineCpuTest, IsNothingWithoutAFileThatItUnderstands) {
  EXPECT_FALSE(ReadMachineTimes(root_.path()));
  root_.Write("proc/stat", "nonsense\ncpu0 a b c\n");
  EXPECT_FALSE(ReadMachineTimes(root_.path()));
}

TEST_F(MachineCpuTest, IsNothingWhereNothingIsCounted) {
  root_.Write("proc/stat", OwnCpu() + " 0 0 0 0 0 0 0 0 0 0\n");
  EXPECT_FALSE(ReadMachineTimes(root_.path()));
}

TEST_F(MachineCpuTest, ReadsThisMachine) {
  const auto times = ReadMachineTimes();
  ASSERT_TRUE(times);
  EXPECT_GT(times->idle, 0s);
  cpu_set_t affinity;
  ASSERT_EQ(::sched_getaffinity(0, sizeof affinity, &affinity), 0);
  EXPECT_EQ(times->cpus, CPU_COUNT(&affinity));
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

// Two CPUs unless others are given.
MachineReading At(CpuMeter::TimePoint time, std::optional<CpuTime> idle,
                  std::optional<GroupCpu> group = {}, int cpus = 2) {
  MachineReading reading{.time = time, .machine = {}, .group = group};
  if (idle) reading.machine = MachineTimes{.idle = *idle, .cpus = cpus};
  return reading;
}

TEST(MachinePercent, IsNothingIfNoTimeHasPassedOrAReadingIsMissing) {
  const MachineReading reading = At(kStart, 1s);
  EXPECT_EQ(MachinePercent(reading, reading), std::nullopt);
  EXPECT_EQ(MachinePercent(reading, At(kStart + 1s, {})), std::nullopt);
  EXPECT_EQ(MachinePercent(At(kStart - 1s, {}), reading), std::nullopt);
  EXPECT_EQ(MachinePercent(reading, At(kStart + 1s, 2s, {}, 1)), std::nullopt)
      << "a CPU has gone";
}

TEST(MachinePercent, IsTheTimeThatWasNotIdle) {
  EXPECT_EQ(MachinePercent(At(kStart, 90s), At(kStart + 2s, 91s)), 75);
  EXPECT_EQ(MachinePercent(At(kStart, 90s), At(kStart + 2s, 90s)), 100);
  EXPECT_EQ(MachinePercent(At(kStart, 90s), At(kStart + 2s, 94010ms)), 0)
      << "idle time is counted in steps";
}

TEST(MachinePercent, IsOfWhicheverIsNearerToItsLimit) {
  // The group has used its half core to four fifths on a machine that is half idle.
  EXPECT_DOUBLE_EQ(
      *MachinePercent(At(kStart, 0s, GroupCpu{.used = 1s, .quota_cores = 0.5}),
                      At(kStart + 2s, 2s, GroupCpu{.used = 1800ms, .quota_cores = 0.5})),
      80);
  EXPECT_EQ(MachinePercent(At(kStart, 0s, GroupCpu{.used = 1s, .quota_cores = 2}),
                           At(kStart + 2s, 0s, GroupCpu{.used = 2s, .quota_cores = 2})),
            100);
}

// Ticks see little of work that begins right after one and ends before the next: what
// this process takes itself is in the figure too.
TEST(MachinePercent, IsNoLessThanWhatThisProcessTook) {
  // As a share of many CPUs it would be too little to see.
  cpu_set_t before_it;
  ASSERT_EQ(::sched_getaffinity(0, sizeof before_it, &before_it), 0);
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(::sched_getcpu(), &one);
  ASSERT_EQ(::sched_setaffinity(0, sizeof one, &one), 0);
  const MachineReading from = ReadMachine();
  const CpuTime before = *CpuTimeOf(::getpid());
  while (*CpuTimeOf(::getpid()) - before < 200ms) {
    // Four milliseconds are a tick of most kernels.
    const CpuTime until = *CpuTimeOf(::getpid()) + 1ms;
    while (*CpuTimeOf(::getpid()) < until) {
    }
    ::usleep(3000);
  }
  const CpuTime taken = *CpuTimeOf(::getpid()) - before;
  const MachineReading to = ReadMachine();
  const std::chrono::duration<double> time = to.time - from.time;
  const double own = 100 * (taken / (time * to.machine->cpus));
  // A step of 10 ms for each CPU at either end.
  const double steps = 100 * (std::chrono::duration<double>(20ms) / time);
  EXPECT_GE(*MachinePercent(from, to), own - steps);
  EXPECT_GT(own, 2 * steps);
  ::sched_setaffinity(0, sizeof before_it, &before_it);
}

}  // namespace
}  // namespace redline::runner
