#include "runner/dispatcher.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "tests/runner/test_fleet.h"
#include "tests/shm/test_ring.h"

namespace redline::runner {
namespace {

using shm::TaskNumber;

// Gives tasks `first` to `last`, of which none may be refused.
void Give(Dispatcher& dispatcher, std::uint64_t first, std::uint64_t last) {
  for (std::uint64_t i = first; i <= last; ++i) {
    EXPECT_FALSE(dispatcher.Dispatch(TaskNumber(i))) << i;
  }
}

TEST(Dispatcher, GivesTasksToTheWorkersInTurn) {
  TestFleet fleet(3, 10);
  Dispatcher dispatcher(fleet.Lanes());
  Give(dispatcher, 0, 6);
  EXPECT_EQ(fleet.SequencesOf(0), (std::vector<std::uint64_t>{0, 3, 6}));
  EXPECT_EQ(fleet.SequencesOf(1), (std::vector<std::uint64_t>{1, 4}));
  EXPECT_EQ(fleet.SequencesOf(2), (std::vector<std::uint64_t>{2, 5}));
}

TEST(Dispatcher, GoesOnInTurnAfterABatch) {
  TestFleet fleet(3, 10);
  Dispatcher dispatcher(fleet.Lanes());
  Give(dispatcher, 0, 0);
  dispatcher.WakeSleepers();
  Give(dispatcher, 1, 1);
  EXPECT_EQ(fleet.SequencesOf(1), (std::vector<std::uint64_t>{1}));
}

TEST(Dispatcher, GivesAllTasksToAnOnlyWorker) {
  TestFleet fleet(1, 10);
  Dispatcher dispatcher(fleet.Lanes());
  Give(dispatcher, 0, 2);
  EXPECT_EQ(fleet.SequencesOf(0), (std::vector<std::uint64_t>{0, 1, 2}));
}

TEST(Dispatcher, NamesTheWorkerAtItsLimitAndItsBacklog) {
  TestFleet fleet(3, 2);
  Dispatcher dispatcher(fleet.Lanes());
  Give(dispatcher, 0, 5);
  fleet.Pop(0);
  Give(dispatcher, 6, 6);
  const auto refusal = dispatcher.Dispatch(TaskNumber(7));
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->worker, 1U);
  EXPECT_EQ(refusal->backlog, 2U);
}

TEST(Dispatcher, GivesARefusedTaskToNobody) {
  TestFleet fleet(2, 1);
  Dispatcher dispatcher(fleet.Lanes());
  Give(dispatcher, 0, 1);
  fleet.Pop(1);
  EXPECT_TRUE(dispatcher.Dispatch(TaskNumber(2)));
  EXPECT_EQ(fleet.SequencesOf(0), (std::vector<std::uint64_t>{0}));
  EXPECT_TRUE(fleet.SequencesOf(1).empty());
}

TEST(Dispatcher, KeepsTheTurnOfAWorkerThatWasAtItsLimit) {
  TestFleet fleet(2, 1);
  Dispatcher dispatcher(fleet.Lanes());
  Give(dispatcher, 0, 1);
  EXPECT_TRUE(dispatcher.Dispatch(TaskNumber(2)));
  fleet.Pop(0);
  Give(dispatcher, 3, 3);
  EXPECT_EQ(fleet.SequencesOf(0), (std::vector<std::uint64_t>{3}));
}

TEST(Dispatcher, KnowsTheBacklogOfEachWorkerAndOfAll) {
  TestFleet fleet(3, 10);
  Dispatcher dispatcher(fleet.Lanes());
  Give(dispatcher, 0, 6);
  fleet.Pop(2);
  EXPECT_EQ(dispatcher.Backlog(0), 3U);
  EXPECT_EQ(dispatcher.Backlog(1), 2U);
  EXPECT_EQ(dispatcher.Backlog(2), 1U);
  EXPECT_EQ(dispatcher.TotalBacklog(), 6U);
}

TEST(Dispatcher, WakesTheSleepersThatWereGivenTasksAndNobodyElse) {
  TestFleet fleet(4, 10);
  Dispatcher dispatcher(fleet.Lanes());
  for (const std::size_t sleeper : {0, 2, 3}) fleet.FallAsleep(sleeper);
  Give(dispatcher, 0, 2);
  dispatcher.WakeSleepers();
  EXPECT_EQ(fleet.TakeWakeups(0), 1U);
  EXPECT_EQ(fleet.TakeWakeups(1), 0U);
  EXPECT_EQ(fleet.TakeWakeups(2), 1U);
  EXPECT_EQ(fleet.TakeWakeups(3), 0U);
}

TEST(Dispatcher, WakesNobodyBeforeTheBatchIsOver) {
  TestFleet fleet(1, 10);
  Dispatcher dispatcher(fleet.Lanes());
  fleet.FallAsleep(0);
  Give(dispatcher, 0, 2);
  EXPECT_EQ(fleet.TakeWakeups(0), 0U);
}

TEST(Dispatcher, WakesASleeperOnceForABatch) {
  TestFleet fleet(2, 10);
  Dispatcher dispatcher(fleet.Lanes());
  fleet.FallAsleep(0);
  fleet.FallAsleep(1);
  Give(dispatcher, 0, 9);
  dispatcher.WakeSleepers();
  dispatcher.WakeSleepers();
  EXPECT_EQ(fleet.TakeWakeups(0), 1U);
  EXPECT_EQ(fleet.TakeWakeups(1), 1U);
}

TEST(Dispatcher, WakesEachSleeperOfABatchThatGoesAroundTheEnd) {
  TestFleet fleet(3, 10);
  Dispatcher dispatcher(fleet.Lanes());
  Give(dispatcher, 0, 1);
  dispatcher.WakeSleepers();
  for (std::size_t i = 0; i < 3; ++i) {
    fleet.SequencesOf(i);
    fleet.FallAsleep(i);
  }
  Give(dispatcher, 2, 3);  // To workers 2 and 0.
  dispatcher.WakeSleepers();
  EXPECT_EQ(fleet.TakeWakeups(0), 1U);
  EXPECT_EQ(fleet.TakeWakeups(1), 0U);
  EXPECT_EQ(fleet.TakeWakeups(2), 1U);
}

TEST(Dispatcher, WakesASleeperAgainThatFellAsleepAgain) {
  TestFleet fleet(1, 10);
  Dispatcher dispatcher(fleet.Lanes());
  for (std::uint64_t i = 0; i < 3; ++i) {
    fleet.FallAsleep(0);
    Give(dispatcher, i, i);
    dispatcher.WakeSleepers();
    EXPECT_EQ(fleet.TakeWakeups(0), 1U);
    fleet.Pop(0);
  }
}

TEST(Dispatcher, WakesTheOthersOfABatchThatEndedWithARefusal) {
  TestFleet fleet(2, 1);
  Dispatcher dispatcher(fleet.Lanes());
  fleet.FallAsleep(0);
  fleet.FallAsleep(1);
  Give(dispatcher, 0, 1);
  EXPECT_TRUE(dispatcher.Dispatch(TaskNumber(2)));
  dispatcher.WakeSleepers();
  EXPECT_EQ(fleet.TakeWakeups(0), 1U);
  EXPECT_EQ(fleet.TakeWakeups(1), 1U);
}

}  // namespace
}  // namespace redline::runner
