#include "runner/loop/interruption_watch.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <future>
#include <optional>

#include "tests/shm/child_process.h"

namespace redline::runner {
namespace {

using redline::testing::ChildProcess;

// The signals that the watch has heard, without a lock: it promises that it has ended
// when we look.
struct Heard {
  int count = 0;
  int last = 0;
  std::promise<int> first;

  void operator()(int signal) {
    last = signal;
    if (count++ == 0) first.set_value(signal);
  }
};

void Send(int signal) { ASSERT_EQ(::kill(::getpid(), signal), 0); }

TEST(InterruptionWatch, TellsOfEachOfTheThreeSignals) {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    Heard heard;
    const InterruptionWatch watch([&](int number) { heard(number); });
    Send(signal);
    EXPECT_EQ(heard.first.get_future().get(), signal);
  }
}

TEST(InterruptionWatch, HasEndedToTellWhenIgnoreReturns) {
  Heard heard;
  InterruptionWatch watch([&](int number) { heard(number); });
  for (int i = 0; i < 100; ++i) Send(SIGTERM);
  EXPECT_EQ(heard.first.get_future().get(), SIGTERM);
  watch.Ignore();
  const int count = heard.count;
  EXPECT_GE(count, 1);
  EXPECT_LE(count, 100);
  for (int i = 0; i < 100; ++i) Send(SIGINT);
  EXPECT_EQ(heard.count, count);
  EXPECT_EQ(heard.last, SIGTERM);
}

TEST(InterruptionWatch, HasEndedToTellWhenItIsDestroyed) {
  Heard heard;
  {
    const InterruptionWatch watch([&](int number) { heard(number); });
    Send(SIGTERM);
    EXPECT_EQ(heard.first.get_future().get(), SIGTERM);
    for (int i = 0; i < 100; ++i) Send(SIGTERM);
  }
  EXPECT_GE(heard.count, 1);
  EXPECT_LE(heard.count, 101);
}

TEST(InterruptionWatch, LeavesSignalsToEndTheProcessAfterIt) {
  ChildProcess child([] {
    {
      const InterruptionWatch watch([](int) {});
    }
    Send(SIGTERM);
    return 0;
  });
  EXPECT_EQ(child.Wait(), 128 + SIGTERM);
}

TEST(InterruptionWatch, LeavesSighupIgnoredUnderNohup) {
  ChildProcess child([] {
    ::signal(SIGHUP, SIG_IGN);
    Heard heard;
    const InterruptionWatch watch([&](int number) { heard(number); });
    Send(SIGHUP);
    Send(SIGTERM);
    return heard.first.get_future().get() == SIGTERM ? 0 : 1;
  });
  EXPECT_EQ(child.Wait(), 0);
}

}  // namespace
}  // namespace redline::runner
