#include "shm/task_ring.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <limits>
#include <optional>
#include <random>
#include <thread>

#include "base/unique_fd.h"
#include "shm/segment.h"
#include "tests/shm/child_process.h"
#include "tests/shm/test_ring.h"

namespace redline::shm {
namespace {

using redline::testing::ChildProcess;
using std::chrono::steady_clock;

// Far beyond what any step of a test takes: a wait of this length has failed.
constexpr std::chrono::seconds kGiveUp{30};

TEST(TaskRing, HasNoTaskWhenNew) {
  TestRing ring(3);
  EXPECT_FALSE(ring.Take());
}

TEST(TaskRing, GivesATaskAsItWasPushed) {
  TestRing ring(3);
  ring.producer.TryPush({.sequence = std::numeric_limits<std::uint64_t>::max(),
                         .due_ns = -1,
                         .issued_ns = 2,
                         .measured = 1,
                         .stage = 0});
  const std::optional<Task> task = ring.Take();
  ASSERT_TRUE(task);
  EXPECT_EQ(task->sequence, std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(task->due_ns, -1);
  EXPECT_EQ(task->issued_ns, 2);
  EXPECT_EQ(task->measured, 1U);
}

TEST(TaskRing, GivesTasksFirstInFirstOut) {
  TestRing ring(3);
  for (std::uint64_t i = 0; i < 3; ++i) ring.producer.TryPush(TaskNumber(i));
  for (std::uint64_t i = 0; i < 3; ++i) EXPECT_EQ(ring.Pop()->sequence, i);
  EXPECT_FALSE(ring.Pop());
}

TEST(TaskRing, GivesFurtherTasksWhileEarlierOnesAreInWork) {
  TestRing ring(3);
  for (std::uint64_t i = 0; i < 3; ++i) ring.producer.TryPush(TaskNumber(i));
  for (std::uint64_t i = 0; i < 3; ++i) EXPECT_EQ(ring.Take()->sequence, i);
  EXPECT_FALSE(ring.Take());
  EXPECT_EQ(ring.state.Backlog(), 3U);
}

TEST(TaskRing, GivesATaskThatStaysAsItWasWhenItsSlotIsUsedAgain) {
  TestRing ring(2);
  ring.producer.TryPush(TaskNumber(0));
  const std::optional<Task> first = ring.Take();
  ring.producer.TryPush(TaskNumber(1));
  ring.Take();
  ring.consumer.Complete();  // The second one, while the first is still in work.
  EXPECT_TRUE(ring.producer.TryPush(TaskNumber(2)));
  EXPECT_TRUE(IsTaskNumber(*first, 0));
}

TEST(TaskRing, CountsATaskInTheBacklogUntilItIsComplete) {
  TestRing ring(2);
  ring.producer.TryPush(TaskNumber(0));
  ring.Take();
  EXPECT_EQ(ring.producer.Backlog(), 1U);
  EXPECT_EQ(ring.consumer.Backlog(), 1U);
  EXPECT_EQ(ring.state.Backlog(), 1U);
  ring.consumer.Complete();
  EXPECT_EQ(ring.producer.Backlog(), 0U);
  EXPECT_EQ(ring.consumer.Backlog(), 0U);
  EXPECT_EQ(ring.state.Backlog(), 0U);
}

TEST(TaskRing, RefusesThePushThatWouldExceedItsLimit) {
  TestRing ring(3);  // In four slots.
  for (std::uint64_t i = 0; i < 3; ++i) EXPECT_TRUE(ring.producer.TryPush(TaskNumber(i)));
  EXPECT_FALSE(ring.producer.TryPush(TaskNumber(3)));
  EXPECT_EQ(ring.producer.limit(), 3U);
}

TEST(TaskRing, CountsTasksInWorkAgainstItsLimit) {
  TestRing ring(3);
  for (std::uint64_t i = 0; i < 3; ++i) {
    ring.producer.TryPush(TaskNumber(i));
    ring.Take();
  }
  EXPECT_FALSE(ring.producer.TryPush(TaskNumber(3)));
  ring.consumer.Complete();
  EXPECT_TRUE(ring.producer.TryPush(TaskNumber(3)));
  EXPECT_FALSE(ring.producer.TryPush(TaskNumber(4)));
}

TEST(TaskRing, UsesAllItsSlotsIfTheLimitSaysSo) {
  TestRing ring(4);
  ASSERT_EQ(ring.slots.size(), 4U);
  for (std::uint64_t i = 0; i < 4; ++i) EXPECT_TRUE(ring.producer.TryPush(TaskNumber(i)));
  EXPECT_FALSE(ring.producer.TryPush(TaskNumber(4)));
}

TEST(TaskRing, ChangesNothingWhenItRefuses) {
  TestRing ring(3);
  for (std::uint64_t i = 0; i < 3; ++i) ring.producer.TryPush(TaskNumber(i));
  ring.producer.TryPush(TaskNumber(9));
  EXPECT_EQ(ring.state.pushed, 3U);
  for (std::uint64_t i = 0; i < 3; ++i) EXPECT_EQ(ring.Pop()->sequence, i);
  EXPECT_FALSE(ring.Pop());
}

TEST(TaskRing, TakesOneTaskMoreForEachThatIsComplete) {
  TestRing ring(3);
  for (std::uint64_t i = 0; i < 3; ++i) ring.producer.TryPush(TaskNumber(i));
  ring.Pop();
  EXPECT_TRUE(ring.producer.TryPush(TaskNumber(3)));
  EXPECT_FALSE(ring.producer.TryPush(TaskNumber(4)));
}

// Pushes, takes and completes at random and compares with a queue that cannot be wrong.
void CheckAgainstQueue(TestRing& ring, std::uint64_t limit, int steps) {
  std::mt19937 random(static_cast<unsigned>(limit));
  std::deque<std::uint64_t> waiting;
  std::uint64_t in_work = 0;
  std::uint64_t next = 0;
  for (int i = 0; i < steps; ++i) {
    // Runs of pushes and of completions, so that it is often full and often empty.
    const bool push = (i / static_cast<int>(2 * limit)) % 2 == 0 ? random() % 4 != 0
                                                                 : random() % 4 == 0;
    if (push) {
      const bool room = waiting.size() + in_work < limit;
      ASSERT_EQ(ring.producer.TryPush(TaskNumber(next)), room);
      if (room) waiting.push_back(next++);
    } else if (random() % 2 == 0 && in_work > 0) {
      ring.consumer.Complete();
      --in_work;
    } else {
      const auto task = ring.Take();
      ASSERT_EQ(task.has_value(), !waiting.empty());
      if (!task) continue;
      ASSERT_TRUE(IsTaskNumber(*task, waiting.front()));
      waiting.pop_front();
      ++in_work;
    }
    const std::uint64_t backlog = waiting.size() + in_work;
    ASSERT_EQ(ring.state.Backlog(), backlog);
    ASSERT_EQ(ring.producer.Backlog(), backlog);
    ASSERT_EQ(ring.consumer.Backlog(), backlog);
  }
}

class TaskRingOfLimit : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(TaskRingOfLimit, KeepsOrderAndLimitOverManyWrapArounds) {
  TestRing ring(GetParam());
  CheckAgainstQueue(ring, GetParam(), 100'000);
}

TEST_P(TaskRingOfLimit, GoesOnWhereItsIndicesPass32Bits) {
  TestRing ring(GetParam(), (std::uint64_t{1} << 32) - 1000);
  CheckAgainstQueue(ring, GetParam(), 10'000);
  EXPECT_GT(ring.state.completed, std::uint64_t{1} << 32);
}

INSTANTIATE_TEST_SUITE_P(Limits, TaskRingOfLimit,
                         ::testing::Values(1, 2, 3, 5, 7, 8, 100, 127));

TEST(TaskRing, SleepsWhenItIsEmpty) {
  TestRing ring(2);
  EXPECT_TRUE(ring.consumer.PrepareToSleep());
}

TEST(TaskRing, DoesNotSleepOnATask) {
  TestRing ring(2);
  ring.producer.TryPush(TaskNumber(0));
  EXPECT_FALSE(ring.consumer.PrepareToSleep());
  EXPECT_FALSE(ring.producer.TakeSleeper());
}

TEST(TaskRing, SleepsThoughTasksAreInWork) {
  TestRing ring(2);
  ring.producer.TryPush(TaskNumber(0));
  ring.Take();
  EXPECT_TRUE(ring.consumer.PrepareToSleep());
  ring.producer.TryPush(TaskNumber(1));
  EXPECT_TRUE(ring.producer.TakeSleeper());
}

TEST(TaskRing, SleepsAgainAfterItsTaskIsComplete) {
  TestRing ring(2);
  ring.producer.TryPush(TaskNumber(0));
  ring.Pop();
  EXPECT_TRUE(ring.consumer.PrepareToSleep());
}

TEST(TaskRing, HasNoSleeperToWakeWhileTheConsumerIsAwake) {
  TestRing ring(2);
  ring.producer.TryPush(TaskNumber(0));
  EXPECT_FALSE(ring.producer.TakeSleeper());
}

TEST(TaskRing, GivesASleeperToOneCallOnly) {
  TestRing ring(2);
  ring.consumer.PrepareToSleep();
  ring.producer.TryPush(TaskNumber(0));
  EXPECT_TRUE(ring.producer.TakeSleeper());
  ring.producer.TryPush(TaskNumber(1));
  EXPECT_FALSE(ring.producer.TakeSleeper());
}

TEST(TaskRing, WakesNobodyWhoTookTheAnnouncementBack) {
  TestRing ring(2);
  ring.consumer.PrepareToSleep();
  ring.consumer.CancelSleep();
  ring.producer.TryPush(TaskNumber(0));
  EXPECT_FALSE(ring.producer.TakeSleeper());
}

// The supervisor's part: pushes `count` tasks in small bursts with pauses, so that the
// consumer falls asleep as often as possible. False if the consumer makes no room.
bool Produce(TaskRingProducer ring, int wakeup_fd, std::uint64_t count) {
  std::minstd_rand random(7);
  for (std::uint64_t next = 0; next < count;) {
    for (auto burst = random() % 3 + 1; burst > 0 && next < count; --burst, ++next) {
      const auto deadline = steady_clock::now() + kGiveUp;
      while (!ring.TryPush(TaskNumber(next))) {
        if (steady_clock::now() > deadline) return false;
        std::this_thread::yield();
      }
    }
    constexpr std::uint64_t kOne = 1;
    if (ring.TakeSleeper() && ::write(wakeup_fd, &kOne, sizeof kOne) != sizeof kOne) {
      return false;
    }
    for (auto pause = random() % 300; pause > 0; --pause) {
      std::atomic_signal_fence(std::memory_order_seq_cst);
    }
  }
  return true;
}

enum class Consumed { kAll, kOutOfOrder, kLostWakeup };

// The worker's part: takes `count` tasks, has up to so many of them in work at once,
// completes them at random times, and sleeps when there is none to take.
Consumed Consume(TaskRingConsumer ring, int wakeup_fd, std::uint64_t count,
                 std::uint64_t at_once) {
  std::minstd_rand random(11);
  std::uint64_t in_work = 0;
  const auto complete_some = [&](std::uint64_t least) {
    for (auto some = std::min(in_work, least + random() % at_once); some > 0; --some) {
      ring.Complete();
      --in_work;
    }
  };
  for (std::uint64_t next = 0; next < count;) {
    if (in_work == at_once) complete_some(1);
    if (Task task; ring.Take(task)) {
      if (!IsTaskNumber(task, next)) return Consumed::kOutOfOrder;
      ++in_work;
      ++next;
      complete_some(0);
    } else if (ring.PrepareToSleep()) {
      // Or a producer whose limit the tasks in work have reached would wait for ever.
      complete_some(in_work);
      pollfd wakeup{.fd = wakeup_fd, .events = POLLIN, .revents = 0};
      const std::chrono::milliseconds timeout = kGiveUp;
      std::uint64_t wakeups;
      if (::poll(&wakeup, 1, static_cast<int>(timeout.count())) != 1 ||
          ::read(wakeup_fd, &wakeups, sizeof wakeups) != sizeof wakeups) {
        return Consumed::kLostWakeup;
      }
      ring.CancelSleep();
    }
  }
  complete_some(in_work);
  return Consumed::kAll;
}

constexpr std::uint64_t kManyTasks = 200'000;

class TaskRingWithTasksAtOnce : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(TaskRingWithTasksAtOnce, LosesNoTaskAndNoWakeUpBetweenTwoThreads) {
  TestRing ring(5);
  const UniqueFd wakeup(::eventfd(0, EFD_CLOEXEC));
  bool produced = false;
  std::thread producer(
      [&] { produced = Produce(ring.producer, wakeup.get(), kManyTasks); });
  EXPECT_EQ(Consume(ring.consumer, wakeup.get(), kManyTasks, GetParam()), Consumed::kAll);
  producer.join();
  EXPECT_TRUE(produced);
  EXPECT_EQ(ring.state.Backlog(), 0U);
}

TEST_P(TaskRingWithTasksAtOnce, LosesNoTaskAndNoWakeUpBetweenTwoProcesses) {
  Segment segment =
      Segment::Create({.worker_count = 2, .backlog_limit = 5}, RunSettings());
  const UniqueFd wakeup(::eventfd(0, EFD_CLOEXEC));
  ChildProcess worker([&] {
    Segment attached = Segment::Attach(UniqueFd(::dup(segment.fd())));
    return static_cast<int>(
        Consume(attached.Consumer(1), wakeup.get(), kManyTasks, GetParam()));
  });
  EXPECT_TRUE(Produce(segment.Producer(1), wakeup.get(), kManyTasks));
  EXPECT_EQ(static_cast<Consumed>(worker.Wait()), Consumed::kAll);
  EXPECT_EQ(segment.worker(1).ring.Backlog(), 0U);
}

// Of a limit of five: one, some, and all.
INSTANTIATE_TEST_SUITE_P(AtOnce, TaskRingWithTasksAtOnce, ::testing::Values(1, 3, 5));

TEST(TaskRing, NeverShowsAnOnlookerANegativeBacklog) {
  TestRing ring(3);
  const UniqueFd wakeup(::eventfd(0, EFD_CLOEXEC));
  std::atomic<bool> over = false;
  std::thread onlooker([&] {
    while (!over) {
      // Completions and pushes between the two reads may add to it, but it never wraps.
      ASSERT_LT(ring.state.Backlog(), kManyTasks);
    }
  });
  std::thread producer([&] { Produce(ring.producer, wakeup.get(), kManyTasks); });
  EXPECT_EQ(Consume(ring.consumer, wakeup.get(), kManyTasks, 3), Consumed::kAll);
  producer.join();
  over = true;
  onlooker.join();
}

}  // namespace
}  // namespace redline::shm
