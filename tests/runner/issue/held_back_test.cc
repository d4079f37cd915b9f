#include "runner/issue/held_back.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace redline::runner {
namespace {

using namespace std::chrono_literals;

// A worker with a limit of 100, given a task at a time.
class Worker {
 public:
  void Give(HeldBack::Duration lateness, std::uint64_t backlog) {
    held_back_.Give(lateness, 100, [&] {
      ++looks_;
      return backlog;
    });
  }
  HeldBack::Duration worst() const { return held_back_.worst(); }
  int looks() const { return looks_; }

 private:
  HeldBack held_back_;
  int looks_ = 0;
};

TEST(HeldBack, IsTheIssuersOwnStepAtLeast) {
  Worker worker;
  worker.Give(150us, 99);
  EXPECT_EQ(worker.worst(), 200us);
}

TEST(HeldBack, IsTheWorstLatenessAndNotTheSum) {
  Worker worker;
  worker.Give(15ms, 20);
  worker.Give(3ms, 35);
  worker.Give(0ms, 90);
  EXPECT_EQ(worker.worst(), 15ms);
}

TEST(HeldBack, ForgetsWhatCameLateBeforeTheBacklogWasLow) {
  Worker worker;
  worker.Give(15ms, 0);
  worker.Give(0ms, 11);
  EXPECT_EQ(worker.worst(), 15ms);
  worker.Give(0ms, 10);
  EXPECT_EQ(worker.worst(), 200us);
  worker.Give(2ms, 50);
  EXPECT_EQ(worker.worst(), 2ms);
}

TEST(HeldBack, LooksAtTheBacklogOfThoseOnlyWhoseTasksCameLate) {
  Worker worker;
  for (int i = 0; i < 1000; ++i) worker.Give(200us, 5);
  EXPECT_EQ(worker.looks(), 0);
  worker.Give(1ms, 50);
  worker.Give(0ms, 50);
  worker.Give(0ms, 0);
  EXPECT_EQ(worker.looks(), 2);
  worker.Give(0ms, 50);
  EXPECT_EQ(worker.looks(), 2);
}

TEST(HeldBack, CaughtUpIsWhoDoesAQuarter) {
  EXPECT_FALSE(CaughtUp(0, 1));
  EXPECT_TRUE(CaughtUp(1, 1));
  EXPECT_FALSE(CaughtUp(2, 10));
  EXPECT_TRUE(CaughtUp(3, 10));
  EXPECT_FALSE(CaughtUp(24, 100));
  EXPECT_TRUE(CaughtUp(25, 100));
}

}  // namespace
}  // namespace redline::runner
