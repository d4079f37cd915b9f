#include "shm/task_ring.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <limits>
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

TEST(TaskRing, HasNoFrontTaskWhenNew) {
  TestRing ring(3);
  EXPECT_EQ(ring.consumer.Front(), nullptr);
}

TEST(TaskRing, GivesATaskAsItWasPushed) {
  TestRing ring(3);
  ring.producer.TryPush({.sequence = std::numeric_limits<std::uint64_t>::max(),
                         .due_ns = -1,
                         .issued_ns = 2,
                         .measured = 1,
                         .stage = 0});
  const Task* task = ring.consumer.Front();
  ASSERT_NE(task, nullptr);
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

TEST(TaskRing, GivesTheSameFrontTaskUntilItIsComplete) {
  TestRing ring(2);
  ring.producer.TryPush(TaskNumber(0));
  const Task* first = ring.consumer.Front();
  ring.producer.TryPush(TaskNumber(1));
  EXPECT_EQ(ring.consumer.Front(), first);
  EXPECT_EQ(first->sequence, 0U);
}

TEST(TaskRing, CountsTheFrontTaskInTheBacklogUntilItIsComplete) {
  TestRing ring(2);
  ring.producer.TryPush(TaskNumber(0));
  ring.consumer.Front();
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

TEST(TaskRing, CountsATaskInWorkAgainstItsLimit) {
  TestRing ring(1);
  ring.producer.TryPush(TaskNumber(0));
  ring.consumer.Front();
  EXPECT_FALSE(ring.producer.TryPush(TaskNumber(1)));
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

// Pushes and pops at random and compares with a queue that cannot be wrong.
void CheckAgainstQueue(TestRing& ring, std::uint64_t limit, int steps) {
  std::mt19937 random(static_cast<unsigned>(limit));
  std::deque<std::uint64_t> queue;
  std::uint64_t next = 0;
  for (int i = 0; i < steps; ++i) {
    // Runs of pushes and of pops, so that it is often full and often empty.
    const bool push = (i / static_cast<int>(2 * limit)) % 2 == 0 ? random() % 4 != 0
                                                                 : random() % 4 == 0;
    if (push) {
      const bool room = queue.size() < limit;
      ASSERT_EQ(ring.producer.TryPush(TaskNumber(next)), room);
      if (room) queue.push_back(next++);
    } else {
      const auto task = ring.Pop();
      ASSERT_EQ(task.has_value(), !queue.empty());
      if (!task) continue;
      ASSERT_TRUE(IsTaskNumber(*task, queue.front()));
      queue.pop_front();
    }
    ASSERT_EQ(ring.state.Backlog(), queue.size());
    ASSERT_EQ(ring.producer.Backlog(), queue.size());
    ASSERT_EQ(ring.consumer.Backlog(), queue.size());
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

// The worker's part: takes `count` tasks, and sleeps whenever there is none.
Consumed Consume(TaskRingConsumer ring, int wakeup_fd, std::uint64_t count) {
  for (std::uint64_t next = 0; next < count;) {
    if (const Task* task = ring.Front()) {
      if (!IsTaskNumber(*task, next)) return Consumed::kOutOfOrder;
      ring.Complete();
      ++next;
    } else if (ring.PrepareToSleep()) {
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
  return Consumed::kAll;
}

constexpr std::uint64_t kManyTasks = 200'000;

TEST(TaskRing, LosesNoTaskAndNoWakeUpBetweenTwoThreads) {
  TestRing ring(5);
  const UniqueFd wakeup(::eventfd(0, EFD_CLOEXEC));
  bool produced = false;
  std::thread producer(
      [&] { produced = Produce(ring.producer, wakeup.get(), kManyTasks); });
  EXPECT_EQ(Consume(ring.consumer, wakeup.get(), kManyTasks), Consumed::kAll);
  producer.join();
  EXPECT_TRUE(produced);
  EXPECT_EQ(ring.state.Backlog(), 0U);
}

TEST(TaskRing, LosesNoTaskAndNoWakeUpBetweenTwoProcesses) {
  Segment segment =
      Segment::Create({.worker_count = 2, .backlog_limit = 5}, RunSettings());
  const UniqueFd wakeup(::eventfd(0, EFD_CLOEXEC));
  ChildProcess worker([&] {
    Segment attached = Segment::Attach(UniqueFd(::dup(segment.fd())));
    return static_cast<int>(Consume(attached.Consumer(1), wakeup.get(), kManyTasks));
  });
  EXPECT_TRUE(Produce(segment.Producer(1), wakeup.get(), kManyTasks));
  EXPECT_EQ(static_cast<Consumed>(worker.Wait()), Consumed::kAll);
  EXPECT_EQ(segment.worker(1).ring.Backlog(), 0U);
}

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
  EXPECT_EQ(Consume(ring.consumer, wakeup.get(), kManyTasks), Consumed::kAll);
  producer.join();
  over = true;
  onlooker.join();
}

}  // namespace
}  // namespace redline::shm
