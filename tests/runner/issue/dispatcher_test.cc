#include "runner/issue/dispatcher.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tests/runner/test_workers.h"
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
  TestWorkers workers(3, 10);
  Dispatcher dispatcher(workers.Lanes());
  Give(dispatcher, 0, 6);
  EXPECT_EQ(workers.SequencesOf(0), (std::vector<std::uint64_t>{0, 3, 6}));
  EXPECT_EQ(workers.SequencesOf(1), (std::vector<std::uint64_t>{1, 4}));
  EXPECT_EQ(workers.SequencesOf(2), (std::vector<std::uint64_t>{2, 5}));
}

TEST(Dispatcher, GoesOnInTurnAfterABatch) {
  TestWorkers workers(3, 10);
  Dispatcher dispatcher(workers.Lanes());
  Give(dispatcher, 0, 0);
  dispatcher.WakeSleepers();
  Give(dispatcher, 1, 1);
  EXPECT_EQ(workers.SequencesOf(1), (std::vector<std::uint64_t>{1}));
}

TEST(Dispatcher, GivesAllTasksToAnOnlyWorker) {
  TestWorkers workers(1, 10);
  Dispatcher dispatcher(workers.Lanes());
  Give(dispatcher, 0, 2);
  EXPECT_EQ(workers.SequencesOf(0), (std::vector<std::uint64_t>{0, 1, 2}));
}

TEST(Dispatcher, NamesTheWorkerAtItsLimitAndItsBacklog) {
  TestWorkers workers(3, 2);
  Dispatcher dispatcher(workers.Lanes());
  Give(dispatcher, 0, 5);
  workers.Pop(0);
  Give(dispatcher, 6, 6);
  const auto refusal = dispatcher.Dispatch(TaskNumber(7));
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->worker, 1U);
  EXPECT_EQ(refusal->backlog, 2U);
}

TEST(Dispatcher, GivesARefusedTaskToNobody) {
  TestWorkers workers(2, 1);
  Dispatcher dispatcher(workers.Lanes());
  Give(dispatcher, 0, 1);
  workers.Pop(1);
  EXPECT_TRUE(dispatcher.Dispatch(TaskNumber(2)));
  EXPECT_EQ(workers.SequencesOf(0), (std::vector<std::uint64_t>{0}));
  EXPECT_TRUE(workers.SequencesOf(1).empty());
}

TEST(Dispatcher, KeepsTheTurnOfAWorkerThatWasAtItsLimit) {
  TestWorkers workers(2, 1);
  Dispatcher dispatcher(workers.Lanes());
  Give(dispatcher, 0, 1);
  EXPECT_TRUE(dispatcher.Dispatch(TaskNumber(2)));
  workers.Pop(0);
  Give(dispatcher, 3, 3);
  EXPECT_EQ(workers.SequencesOf(0), (std::vector<std::uint64_t>{3}));
}

TEST(Dispatcher, KnowsTheBacklogOfEachWorkerAndOfAll) {
  TestWorkers workers(3, 10);
  Dispatcher dispatcher(workers.Lanes());
  Give(dispatcher, 0, 6);
  workers.Pop(2);
  EXPECT_EQ(dispatcher.Backlog(0), 3U);
  EXPECT_EQ(dispatcher.Backlog(1), 2U);
  EXPECT_EQ(dispatcher.Backlog(2), 1U);
  EXPECT_EQ(dispatcher.TotalBacklog(), 6U);
}

TEST(Dispatcher, WakesTheSleepersThatWereGivenTasksAndNobodyElse) {
  TestWorkers workers(4, 10);
  Dispatcher dispatcher(workers.Lanes());
  for (const std::size_t sleeper : {0, 2, 3}) workers.FallAsleep(sleeper);
  Give(dispatcher, 0, 2);
  dispatcher.WakeSleepers();
  EXPECT_EQ(workers.TakeWakeups(0), 1U);
  EXPECT_EQ(workers.TakeWakeups(1), 0U);
  EXPECT_EQ(workers.TakeWakeups(2), 1U);
  EXPECT_EQ(workers.TakeWakeups(3), 0U);
}

TEST(Dispatcher, WakesNobodyBeforeTheBatchIsOver) {
  TestWorkers workers(1, 10);
  Dispatcher dispatcher(workers.Lanes());
  workers.FallAsleep(0);
  Give(dispatcher, 0, 2);
  EXPECT_EQ(workers.TakeWakeups(0), 0U);
}

TEST(Dispatcher, WakesASleeperOnceForABatch) {
  TestWorkers workers(2, 10);
  Dispatcher dispatcher(workers.Lanes());
  workers.FallAsleep(0);
  workers.FallAsleep(1);
  Give(dispatcher, 0, 9);
  dispatcher.WakeSleepers();
  dispatcher.WakeSleepers();
  EXPECT_EQ(workers.TakeWakeups(0), 1U);
  EXPECT_EQ(workers.TakeWakeups(1), 1U);
}

TEST(Dispatcher, WakesEachSleeperOfABatchThatGoesAroundTheEnd) {
  TestWorkers workers(3, 10);
  Dispatcher dispatcher(workers.Lanes());
  Give(dispatcher, 0, 1);
  dispatcher.WakeSleepers();
  for (std::size_t i = 0; i < 3; ++i) {
    workers.SequencesOf(i);
    workers.FallAsleep(i);
  }
  Give(dispatcher, 2, 3);  // To workers 2 and 0.
  dispatcher.WakeSleepers();
  EXPECT_EQ(workers.TakeWakeups(0), 1U);
  EXPECT_EQ(workers.TakeWakeups(1), 0U);
  EXPECT_EQ(workers.TakeWakeups(2), 1U);
}

TEST(Dispatcher, WakesASleeperAgainThatFellAsleepAgain) {
  TestWorkers workers(1, 10);
  Dispatcher dispatcher(workers.Lanes());
  for (std::uint64_t i = 0; i < 3; ++i) {
    workers.FallAsleep(0);
    Give(dispatcher, i, i);
    dispatcher.WakeSleepers();
    EXPECT_EQ(workers.TakeWakeups(0), 1U);
    workers.Pop(0);
  }
}

TEST(Dispatcher, WakesTheOthersOfABatchThatEndedWithARefusal) {
  TestWorkers workers(2, 1);
  Dispatcher dispatcher(workers.Lanes());
  workers.FallAsleep(0);
  workers.FallAsleep(1);
  Give(dispatcher, 0, 1);
  EXPECT_TRUE(dispatcher.Dispatch(TaskNumber(2)));
  dispatcher.WakeSleepers();
  EXPECT_EQ(workers.TakeWakeups(0), 1U);
  EXPECT_EQ(workers.TakeWakeups(1), 1U);
}

// The workers to which so many tasks went, one after the other, none of which is left.
std::vector<std::size_t> WorkersOf(std::size_t tasks, std::size_t worker_count,
                                   DispatchMode mode, std::uint64_t seed) {
  TestWorkers workers(worker_count, 1);
  Dispatcher dispatcher(workers.Lanes(), mode, seed);
  std::vector<std::size_t> given;
  for (std::uint64_t i = 0; i < tasks; ++i) {
    Give(dispatcher, i, i);
    dispatcher.WakeSleepers();
    for (std::size_t worker = 0; worker < worker_count; ++worker) {
      if (dispatcher.Backlog(worker) == 0) continue;
      given.push_back(worker);
      workers.Pop(worker);
    }
  }
  return given;
}

TEST(RandomDispatch, IsRepeatedByTheSameSeedAndByNoOther) {
  const auto seven = WorkersOf(200, 5, DispatchMode::kRandom, 7);
  ASSERT_EQ(seven.size(), 200U);
  EXPECT_EQ(WorkersOf(200, 5, DispatchMode::kRandom, 7), seven);
  EXPECT_NE(WorkersOf(200, 5, DispatchMode::kRandom, 8), seven);
}

// Tasks come in larger batches at a higher rate.
TEST(RandomDispatch, ChoosesTheSameWorkersHoweverTasksAreBatched) {
  TestWorkers workers(5, 200);
  Dispatcher dispatcher(workers.Lanes(), DispatchMode::kRandom, 7);
  Give(dispatcher, 0, 9);
  dispatcher.WakeSleepers();
  Give(dispatcher, 10, 199);
  dispatcher.WakeSleepers();
  std::vector<std::size_t> given(200);
  for (std::size_t worker = 0; worker < 5; ++worker) {
    for (const std::uint64_t task : workers.SequencesOf(worker)) given[task] = worker;
  }
  EXPECT_EQ(given, WorkersOf(200, 5, DispatchMode::kRandom, 7));
}

TEST(RandomDispatch, GivesAllWorkersAlike) {
  constexpr std::size_t kWorkers = 8;
  constexpr double kTasks = 8000;
  std::vector<double> tasks(kWorkers);
  for (const std::size_t worker :
       WorkersOf(kTasks, kWorkers, DispatchMode::kRandom, 2024)) {
    ++tasks[worker];
  }
  double chi_square = 0;
  for (const double count : tasks) {
    const double expected = kTasks / kWorkers;
    chi_square += (count - expected) * (count - expected) / expected;
  }
  // The 99.9th percentile of chi-square with 7 degrees of freedom.
  EXPECT_LT(chi_square, 24.3);
}

TEST(RandomDispatch, RefusesWhatFallsToAWorkerAtItsLimit) {
  TestWorkers workers(2, 1);
  Dispatcher dispatcher(workers.Lanes(), DispatchMode::kRandom, 1);
  std::optional<Dispatcher::Refusal> refusal;
  std::uint64_t given = 0;
  while (!(refusal = dispatcher.Dispatch(TaskNumber(given)))) ++given;
  EXPECT_GE(given, 1U);
  EXPECT_LE(given, 2U);
  EXPECT_EQ(refusal->backlog, 1U);
  EXPECT_EQ(dispatcher.Backlog(refusal->worker), 1U);
  EXPECT_EQ(dispatcher.TotalBacklog(), given);
}

TEST(LeastBacklogDispatch, GivesATaskToTheWorkerWithTheSmallestBacklog) {
  TestWorkers workers(3, 10);
  Dispatcher dispatcher(workers.Lanes(), DispatchMode::kLeastBacklog);
  Give(dispatcher, 0, 5);  // Two each.
  workers.Pop(1);
  workers.Pop(1);
  workers.Pop(2);
  Give(dispatcher, 6, 7);
  EXPECT_EQ(workers.SequencesOf(0), (std::vector<std::uint64_t>{0, 3}));
  EXPECT_EQ(workers.SequencesOf(1), (std::vector<std::uint64_t>{6}));
  // The first of two equals after the one that was given the last task.
  EXPECT_EQ(workers.SequencesOf(2), (std::vector<std::uint64_t>{5, 7}));
}

TEST(LeastBacklogDispatch, GivesInTurnAmongWorkersWithEqualBacklogs) {
  EXPECT_EQ(WorkersOf(7, 3, DispatchMode::kLeastBacklog, 0),
            (std::vector<std::size_t>{0, 1, 2, 0, 1, 2, 0}));
}

TEST(LeastBacklogDispatch, RefusesOnlyWhenAllWorkersAreAtTheirLimit) {
  TestWorkers workers(3, 2);
  Dispatcher dispatcher(workers.Lanes(), DispatchMode::kLeastBacklog);
  Give(dispatcher, 0, 5);
  const auto refusal = dispatcher.Dispatch(TaskNumber(6));
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->backlog, 2U);
  EXPECT_EQ(dispatcher.TotalBacklog(), 6U);
  workers.Pop(2);
  Give(dispatcher, 7, 7);
  EXPECT_EQ(workers.SequencesOf(2), (std::vector<std::uint64_t>{5, 7}));
}

// Those who were given tasks are not next to each other.
TEST(LeastBacklogDispatch, WakesExactlyTheSleepersThatWereGivenTasks) {
  TestWorkers workers(5, 10);
  Dispatcher dispatcher(workers.Lanes(), DispatchMode::kLeastBacklog);
  Give(dispatcher, 0, 4);
  dispatcher.WakeSleepers();
  for (const std::size_t idle : {1, 3, 4}) {
    workers.Pop(idle);
    workers.FallAsleep(idle);
  }
  Give(dispatcher, 5, 6);
  dispatcher.WakeSleepers();
  std::vector<std::uint64_t> wakeups;
  for (std::size_t i = 0; i < 5; ++i) wakeups.push_back(workers.TakeWakeups(i));
  EXPECT_EQ(wakeups, (std::vector<std::uint64_t>{0, 1, 0, 1, 0}));
}

class InAnyMode : public ::testing::TestWithParam<DispatchMode> {};

TEST_P(InAnyMode, EachWorkersTasksAreInTheOrderOfIssue) {
  TestWorkers workers(3, 100);
  Dispatcher dispatcher(workers.Lanes(), GetParam(), 5);
  Give(dispatcher, 0, 49);
  std::size_t tasks = 0;
  for (std::size_t worker = 0; worker < 3; ++worker) {
    const std::vector<std::uint64_t> sequences = workers.SequencesOf(worker);
    EXPECT_TRUE(std::is_sorted(sequences.begin(), sequences.end())) << worker;
    tasks += sequences.size();
  }
  EXPECT_EQ(tasks, 50U);
}

// Twelve sleepers and six tasks: some get none.
TEST_P(InAnyMode, EachSleeperThatWasGivenTasksIsWokenOnceAndNobodyElse) {
  TestWorkers workers(12, 20);
  Dispatcher dispatcher(workers.Lanes(), GetParam(), 3);
  for (std::size_t i = 0; i < 12; ++i) workers.FallAsleep(i);
  Give(dispatcher, 0, 5);
  dispatcher.WakeSleepers();
  dispatcher.WakeSleepers();
  for (std::size_t i = 0; i < 12; ++i) {
    EXPECT_EQ(workers.TakeWakeups(i), dispatcher.Backlog(i) > 0 ? 1U : 0U) << i;
  }
}

// A worker must be listed anew after each batch.
TEST_P(InAnyMode, ASleeperIsWokenInEachBatchThatGivesItTasks) {
  TestWorkers workers(2, 20);
  Dispatcher dispatcher(workers.Lanes(), GetParam(), 3);
  for (std::uint64_t batch = 0; batch < 3; ++batch) {
    for (std::size_t i = 0; i < 2; ++i) workers.FallAsleep(i);
    Give(dispatcher, 10 * batch, 10 * batch + 9);
    dispatcher.WakeSleepers();
    for (std::size_t i = 0; i < 2; ++i) {
      EXPECT_EQ(workers.TakeWakeups(i), 1U) << batch;
      workers.SequencesOf(i);
    }
  }
}

TEST_P(InAnyMode, AnOnlyWorkerGetsAllTasks) {
  EXPECT_EQ(WorkersOf(3, 1, GetParam(), 5), (std::vector<std::size_t>{0, 0, 0}));
}

INSTANTIATE_TEST_SUITE_P(Dispatcher, InAnyMode,
                         ::testing::Values(DispatchMode::kRoundRobin,
                                           DispatchMode::kRandom,
                                           DispatchMode::kLeastBacklog),
                         [](const auto& mode) {
                           std::string name(NameOf(mode.param));
                           std::erase(name, '_');
                           return name;
                         });

}  // namespace
}  // namespace redline::runner
