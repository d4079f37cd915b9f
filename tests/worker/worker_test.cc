// A worker in a process of its own, with a workload whose tasks last until the test ends
// them, one by one.
#include "worker/worker.h"

#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <optional>
#include <random>
#include <stdexcept>
#include <string_view>
#include <thread>

#include "base/unique_fd.h"
#include "shm/histogram_snapshot.h"
#include "shm/segment.h"
#include "tests/shm/child_process.h"
#include "worker/task/described_kind.h"

namespace redline::worker {
namespace {

using boost::asio::awaitable;
using boost::asio::use_awaitable;
using redline::testing::ChildProcess;
using std::chrono::steady_clock;
using namespace std::chrono_literals;

// Far beyond what any step of a test takes: a wait of this length has failed.
constexpr std::chrono::seconds kGiveUp{30};
constexpr std::size_t kMostTasks = 64;

// What both processes look at.
struct Board {
  std::atomic<std::size_t> workloads{0};
  std::atomic<std::size_t> started{0};
  std::atomic<std::size_t> in_hand{0};
  std::atomic<std::size_t> most_in_hand{0};
  std::atomic<bool> tasks_end_at_once{false};
  std::array<std::atomic<bool>, kMostTasks> may_end{};  // By the order of their starts.
  std::atomic<bool> throws{false};
};

Board* board = nullptr;

class WaitingWorkload final : public Workload {
 public:
  WaitingWorkload() { ++board->workloads; }

  awaitable<void> Perform(StepTimer& timer) override {
    const auto executor = co_await boost::asio::this_coro::executor;
    const auto step = timer.Step(0);
    const std::size_t number = board->started++;
    const std::size_t in_hand = ++board->in_hand;
    if (in_hand > board->most_in_hand) board->most_in_hand = in_hand;
    if (board->throws) throw std::runtime_error("no such cart");
    if (board->tasks_end_at_once) {
      // Not quite: others come in between.
      if (number % 3 != 0) co_await boost::asio::post(executor, use_awaitable);
    } else {
      boost::asio::steady_timer pause(executor);
      while (!board->may_end[number]) {
        pause.expires_after(1ms);
        co_await pause.async_wait(use_awaitable);
      }
    }
    --board->in_hand;
  }
};

std::unique_ptr<WorkloadKind> FindWaitingWorkload(const WorkloadRequest&) {
  return std::make_unique<DescribedKind>(
      WorkloadDescription{.name = "waiting", .steps = {}},
      [](const WorkloadSettings&, redis::CommandChannel*) -> std::unique_ptr<Workload> {
        return std::make_unique<WaitingWorkload>();
      });
}

template <typename Condition>
[[nodiscard]] bool Await(const Condition& condition) {
  const auto deadline = steady_clock::now() + kGiveUp;
  bool holds = condition();
  while (!holds && steady_clock::now() < deadline) {
    std::this_thread::sleep_for(100us);
    holds = condition();
  }
  return holds;
}

shm::RunSettings SettingsFor(std::uint32_t concurrency) {
  shm::RunSettings settings;
  settings.worker_concurrency = concurrency;
  settings.tick_interval_us = 10'000;
  settings.workload.Assign("noop");
  return settings;
}

class WorkerTest : public ::testing::Test {
 protected:
  WorkerTest() {
    void* const memory = ::mmap(nullptr, sizeof(Board), PROT_READ | PROT_WRITE,
                                MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    board = new (memory) Board;
  }
  ~WorkerTest() override {
    child_.reset();
    ::munmap(board, sizeof(Board));
  }

  void Start(std::uint32_t concurrency, std::uint32_t limit = kMostTasks) {
    segment_.emplace(shm::Segment::Create({.worker_count = 1, .backlog_limit = limit},
                                          SettingsFor(concurrency)));
    producer_.emplace(segment_->Producer(0));
    child_.emplace([this] {
      try {
        Worker worker({.index = 0,
                       .segment = UniqueFd(::dup(segment_->fd())),
                       .wakeup = UniqueFd(::dup(wakeup_.get())),
                       .status = UniqueFd(::dup(status_.get()))},
                      FindWaitingWorkload);
        worker.Run();
        return 0;
      } catch (const std::exception&) {
        return 3;
      }
    });
    ASSERT_TRUE(Await([&] { return vitals().state == shm::WorkerState::kReady; }));
  }

  void Wake() {
    constexpr std::uint64_t kOne = 1;
    ASSERT_EQ(::write(wakeup_.get(), &kOne, sizeof kOne), ssize_t{sizeof kOne});
  }

  bool Push(std::uint64_t sequence) {
    const auto now = steady_clock::now().time_since_epoch();
    const std::int64_t due = std::chrono::nanoseconds(now).count();
    const bool pushed = producer_->TryPush({.sequence = sequence,
                                            .due_ns = due,
                                            .issued_ns = due,
                                            .measured = 1,
                                            .stage = 0});
    if (pushed && producer_->TakeSleeper()) Wake();
    return pushed;
  }

  int Stop() {
    segment_->header().phase = shm::Phase::kStopping;
    Wake();
    return child_->Wait();
  }

  const shm::WorkerVitals& vitals() { return segment_->worker(0).vitals; }
  std::uint64_t backlog() { return segment_->worker(0).ring.Backlog(); }

  static std::chrono::microseconds SumOf(const shm::SharedHistogram& histogram) {
    return shm::HistogramSnapshot(histogram).sum();
  }

  // Of all tasks together, which holds if it does for each.
  void ExpectThatPartsAddUp(std::uint64_t tasks) {
    const shm::WorkerTimings& timings = segment_->stage(0, 0).timings;
    EXPECT_EQ(shm::HistogramSnapshot(timings.response).count(), tasks);
    EXPECT_EQ(SumOf(timings.queue) + SumOf(timings.task), SumOf(timings.response));
    EXPECT_EQ(SumOf(timings.steps[0]) + SumOf(timings.rest), SumOf(timings.task));
  }

  std::optional<shm::Segment> segment_;
  std::optional<shm::TaskRingProducer> producer_;
  const UniqueFd wakeup_{::eventfd(0, EFD_CLOEXEC)};
  const UniqueFd status_{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
  std::optional<ChildProcess> child_;
};

TEST_F(WorkerTest, HasOneTaskInHandUnlessItIsToHaveMore) {
  Start(1);
  Push(0);
  Push(1);
  ASSERT_TRUE(Await([] { return board->in_hand == 1; }));
  board->may_end[0] = true;
  ASSERT_TRUE(Await([] { return board->started == 2; }));
  EXPECT_EQ(backlog(), 1U);
  board->may_end[1] = true;
  ASSERT_TRUE(Await([&] { return backlog() == 0; }));
  EXPECT_EQ(board->most_in_hand, 1U);
  EXPECT_EQ(board->workloads, 1U);
  EXPECT_EQ(Stop(), 0);
  ExpectThatPartsAddUp(2);
}

TEST_F(WorkerTest, HasAsManyTasksInHandAsItMay) {
  Start(4);
  for (std::uint64_t i = 0; i < 6; ++i) Push(i);
  ASSERT_TRUE(Await([] { return board->in_hand == 4; }));
  EXPECT_EQ(backlog(), 6U);
  EXPECT_EQ(vitals().tasks_received, 4U);
  // The third is done before the first: another one starts in its place.
  board->may_end[2] = true;
  ASSERT_TRUE(Await([] { return board->started == 5; }));
  EXPECT_EQ(backlog(), 5U);
  EXPECT_EQ(vitals().tasks_completed, 1U);
  EXPECT_EQ(segment_->stage(0, 0).max_backlog, 6U);
  for (auto& may_end : board->may_end) may_end = true;
  ASSERT_TRUE(Await([&] { return backlog() == 0; }));
  EXPECT_EQ(board->most_in_hand, 4U);
  EXPECT_EQ(board->workloads, 4U) << "one for each of its hands";
  EXPECT_EQ(Stop(), 0);
  ExpectThatPartsAddUp(6);
}

TEST_F(WorkerTest, TakesTasksThatComeWhileOthersAreInHand) {
  Start(3);
  for (std::uint64_t i = 0; i < 3; ++i) {
    Push(i);
    ASSERT_TRUE(Await([&] { return board->in_hand == i + 1; }));
  }
  for (auto& may_end : board->may_end) may_end = true;
  ASSERT_TRUE(Await([&] { return backlog() == 0; }));
  EXPECT_EQ(Stop(), 0);
}

TEST_F(WorkerTest, KeepsToTheBacklogsLimitWhenAllOfItIsInHand) {
  Start(4, 4);
  for (std::uint64_t i = 0; i < 4; ++i) EXPECT_TRUE(Push(i));
  EXPECT_FALSE(Push(4));
  board->may_end[3] = true;
  ASSERT_TRUE(Await([&] { return backlog() == 3; }));
  EXPECT_TRUE(Push(4));
  EXPECT_FALSE(Push(5));
  for (auto& may_end : board->may_end) may_end = true;
  ASSERT_TRUE(Await([&] { return backlog() == 0; }));
  EXPECT_EQ(Stop(), 0);
  ExpectThatPartsAddUp(5);
}

class WorkerOfConcurrency : public WorkerTest,
                            public ::testing::WithParamInterface<std::uint32_t> {};

TEST_P(WorkerOfConcurrency, LosesNoTaskAndNoWakeUp) {
  constexpr std::uint64_t kTasks = 20'000;
  board->tasks_end_at_once = true;
  Start(GetParam(), 16);
  std::minstd_rand random(5);
  for (std::uint64_t i = 0; i < kTasks; ++i) {
    ASSERT_TRUE(Await([&] { return Push(i); })) << i;
    // Mostly none, so that it is sometimes full and often asleep.
    if (random() % 64 == 0) std::this_thread::sleep_for(50us);
  }
  ASSERT_TRUE(Await([&] { return backlog() == 0; }));
  EXPECT_LE(board->most_in_hand, GetParam());
  EXPECT_EQ(vitals().tasks_completed, kTasks);
  EXPECT_EQ(Stop(), 0);
  ExpectThatPartsAddUp(kTasks);
}

INSTANTIATE_TEST_SUITE_P(Concurrencies, WorkerOfConcurrency,
                         ::testing::Values(1, 2, 3, 16));

TEST_F(WorkerTest, StopsWithTasksInHand) {
  Start(4);
  for (std::uint64_t i = 0; i < 3; ++i) Push(i);
  ASSERT_TRUE(Await([] { return board->in_hand == 3; }));
  EXPECT_EQ(Stop(), 0);
  EXPECT_EQ(backlog(), 3U);
}

TEST_F(WorkerTest, EndsWhenOneOfItsTasksThrows) {
  Start(4);
  for (std::uint64_t i = 0; i < 2; ++i) Push(i);
  ASSERT_TRUE(Await([] { return board->in_hand == 2; }));
  board->throws = true;
  Push(2);
  EXPECT_EQ(child_->Wait(), 3);
  EXPECT_EQ(vitals().state, shm::WorkerState::kWorkloadFailed);
  EXPECT_EQ(vitals().error.view(), "the workload threw \"no such cart\".");
  EXPECT_EQ(vitals().tasks_failed, 1U);
}

}  // namespace
}  // namespace redline::worker
