#include "runner/watch/run_cpu_meter.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>

namespace redline::runner {
namespace {

using namespace std::chrono_literals;

TEST(RunCpuMeter, FillsInWorkersSupervisorAndMachine) {
  // We are the supervisor, and a worker too; the other one was never started.
  RunCpuMeter meter({::getpid(), 0});
  const auto start = std::chrono::steady_clock::now();
  meter.Read(start);
  auto now = start;
  while (now < start + 50ms) now = std::chrono::steady_clock::now();
  meter.Read(now);

  reporting::Result result;
  result.workers.resize(2);
  meter.Fill(result);
  EXPECT_GT(result.workers[0].cpu_percent.value_or(0), 0);
  EXPECT_EQ(result.workers[1].cpu_percent, std::nullopt);
  EXPECT_GT(result.supervisor_cpu_percent.value_or(0), 0);
  ASSERT_TRUE(result.machine);
  EXPECT_GE(result.machine->cores, 1);
}

TEST(RunCpuMeter, LeavesAbsentWhatWasNotRead) {
  const RunCpuMeter meter({::getpid()});
  reporting::Result result;
  result.workers.resize(1);
  meter.Fill(result);
  EXPECT_EQ(result.workers[0].cpu_percent, std::nullopt);
  EXPECT_EQ(result.supervisor_cpu_percent, std::nullopt);
  EXPECT_EQ(result.machine->cpu_percent, std::nullopt);
}

}  // namespace
}  // namespace redline::runner
