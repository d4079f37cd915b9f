#include "runner/workers/worker_pool.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "shm/segment.h"
#include "tests/testing/temporary_folder.h"

namespace redline::runner {
namespace {

namespace fs = std::filesystem;

// Workers that are shell scripts, in which $i is the index.
class WorkerPoolTest : public ::testing::Test {
 protected:
  static constexpr std::uint32_t kWorkers = 4;

  fs::path Program(const std::string& lines) const {
    const fs::path file =
        folder_.Write("worker", "#!/bin/sh\ni=${1#--worker_index=}\n" + lines + "\n");
    fs::permissions(file, fs::perms::owner_all);
    return file;
  }
  // The sentence on all of them once they have ended.
  std::string StopFailure(const std::string& lines, int expected = 0) {
    WorkerPool pool(segment_, Program(lines));
    pool.SpawnAll();
    const std::vector<std::size_t> all = pool.Running();
    EXPECT_EQ(all, (std::vector<std::size_t>{0, 1, 2, 3}));
    for (const std::size_t i : all) {
      siginfo_t ignored;
      ::waitid(P_PID, static_cast<id_t>(pool[i].pid()), &ignored, WEXITED | WNOWAIT);
    }
    pool.Reap();
    EXPECT_TRUE(pool.Running().empty());
    second_ = std::to_string(pool[1].pid());
    return pool.StopFailure(all, expected);
  }

  redline::testing::TemporaryFolder folder_;
  shm::Segment segment_ =
      shm::Segment::Create({.worker_count = kWorkers, .backlog_limit = 10}, {});
  std::string second_;  // Worker 1's process id.
};

TEST_F(WorkerPoolTest, SaysNothingOfWorkersThatStop) {
  EXPECT_EQ(StopFailure("exit 0"), "");
}

TEST_F(WorkerPoolTest, SaysWhichWorkerFailedToStopAndHow) {
  const std::string said = StopFailure("[ $i != 1 ] || exit 23");
  EXPECT_EQ(said, "After the test, when it was to stop, worker 1 (pid " + second_ +
                      ") exited with code 23: the figures are complete, but the workload "
                      "has a fault.");
}

TEST_F(WorkerPoolTest, SaysHowManyOthersFailedToStop) {
  const std::string two = StopFailure("[ $i = 0 ] || [ $i = 3 ] || kill -ABRT $$");
  EXPECT_EQ(two, "After the test, when it was to stop, worker 1 (pid " + second_ +
                     ") was killed by signal 6 (SIGABRT), and another worker failed too: "
                     "the figures are complete, but the workload has a fault.");
  const std::string three = StopFailure("[ $i = 0 ] || exit 1");
  EXPECT_EQ(three,
            "After the test, when it was to stop, worker 1 (pid " + second_ +
                ") exited with code 1, and 2 other workers failed too: the figures "
                "are complete, but the workload has a fault.");
}

TEST_F(WorkerPoolTest, DoesNotBlameAWorkerForHavingBeenKilled) {
  EXPECT_EQ(StopFailure("kill -KILL $$"), "");
}

TEST_F(WorkerPoolTest, DoesNotBlameAWorkerForTheSignalThatInterruptedTheRun) {
  EXPECT_EQ(StopFailure("kill -TERM $$", SIGTERM), "");
  EXPECT_NE(StopFailure("kill -TERM $$", SIGINT), "");
  EXPECT_NE(StopFailure("kill -TERM $$"), "");
}

TEST_F(WorkerPoolTest, DoesNotRepeatAnErrorThatAWorkerHasTold) {
  shm::WorkerVitals& vitals = segment_.worker(2).vitals;
  ASSERT_TRUE(vitals.error.Assign("Worker 2 gave up."));
  vitals.state = shm::WorkerState::kFailed;
  EXPECT_EQ(StopFailure("[ $i != 2 ] || exit 3"), "");
}

TEST_F(WorkerPoolTest, CountsWorkersThatHaveYetToPrepareAsConnectedAndNotAsReady) {
  WorkerPool pool(segment_, Program("exit 0"));
  pool.SpawnAll();
  segment_.worker(0).vitals.state = shm::WorkerState::kReady;
  segment_.worker(1).vitals.state = shm::WorkerState::kUnprepared;
  segment_.worker(2).vitals.state = shm::WorkerState::kFailed;
  EXPECT_EQ(pool.ConnectedCount(), 2U);
  EXPECT_EQ(pool.ReadyCount(), 1U);
}

TEST_F(WorkerPoolTest, AddsUpThePartsThatItsWorkersHavePrepared) {
  WorkerPool pool(segment_, Program("exit 0"));
  pool.SpawnAll();
  EXPECT_EQ(pool.PartsPrepared(), 0U);
  segment_.worker(0).vitals.parts_prepared = 2;
  segment_.worker(3).vitals.parts_prepared = 5;
  EXPECT_EQ(pool.PartsPrepared(), 7U);
}

}  // namespace
}  // namespace redline::runner
