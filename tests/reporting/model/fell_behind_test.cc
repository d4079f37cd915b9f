#include "reporting/model/fell_behind.h"

#include <gtest/gtest.h>

namespace redline::reporting {
namespace {

using namespace std::chrono_literals;

// 1000 tasks a second by 28 workers that kept up, except for tasks in work at the end.
Result KeptUp(Seconds duration) {
  Result result;
  result.constants.max_worker_backlog = 100;
  result.messaging.uptime = duration;
  result.messaging.asked_rate = 1000;
  result.messaging.tasks_sent = static_cast<std::uint64_t>(1000 * duration.count());
  result.messaging.unfinished_at_end = 12;
  result.messaging.worst_backlog_at_end = 1;
  result.messaging.drain = 20ms;
  result.workers.resize(28);
  return result;
}

TEST(FellBehind, IsSilentOnWorkersThatKeptUp) {
  EXPECT_FALSE(FellBehind(KeptUp(2s)));
  EXPECT_EQ(FellBehindText(KeptUp(2s)), "");
}

TEST(FellBehind, IsSaidOfAShortRunWhoseDrainWasShortToo) {
  Result result = KeptUp(2s);
  result.messaging.unfinished_at_end = 812;
  result.messaging.worst_backlog_at_end = 40;
  result.messaging.drain = 900ms;
  EXPECT_EQ(FellBehindText(result),
            " But the workers were falling behind: 812 of the tasks were unfinished when "
            "the time was over, and took 0.9 s to drain. At this growth the first "
            "backlog reaches its limit of 100 after 5 s.");
}

TEST(FellBehind, IsJudgedByTheLengthOfTheRun) {
  // As much as was in line after two seconds is nothing after sixty.
  for (const auto& [duration, behind] : {std::pair(2s, true), std::pair(60s, false)}) {
    Result result = KeptUp(duration);
    result.messaging.unfinished_at_end = 150;
    EXPECT_EQ(FellBehind(result), behind) << duration.count();
  }
}

TEST(FellBehind, IsNotSaidOfTasksThatHappenToBeInWork) {
  // At ten a second five of 20 tasks are more than a hundredth, but one in work each.
  Result result = KeptUp(2s);
  result.messaging.tasks_sent = 20;
  result.messaging.unfinished_at_end = 5;
  EXPECT_FALSE(FellBehind(result));
  result.workers.resize(2);
  EXPECT_TRUE(FellBehind(result));
}

TEST(FellBehind, IsSaidOfALongDrain) {
  Result result = KeptUp(600s);
  result.messaging.unfinished_at_end = 2800;
  result.messaging.worst_backlog_at_end = 80;
  result.messaging.drain = 2.8s;
  EXPECT_EQ(FellBehindText(result),
            " But the workers were falling behind: 2800 of the tasks were unfinished "
            "when the time was over, and took 2.8 s to drain. At this growth the "
            "first backlog reaches its limit of 100 after 750 s.");
}

TEST(FellBehind, IsNotSaidOfTheDrainOfLongTasks) {
  Result result = KeptUp(600s);
  result.workers[0].timings.task.Record(1500ms);
  result.messaging.drain = 4400ms;
  EXPECT_FALSE(FellBehind(result));
  result.messaging.drain = 4600ms;
  EXPECT_TRUE(FellBehind(result));
}

TEST(FellBehind, PromisesNoTimeThatItCannotKnow) {
  Result result = KeptUp(600s);
  result.messaging.unfinished_at_end.reset();
  result.messaging.worst_backlog_at_end.reset();
  result.messaging.drain = 2s;
  EXPECT_EQ(FellBehindText(result),
            " But the workers were falling behind: tasks were unfinished when the time "
            "was over, and took 2 s to drain. A longer test may fail.");
}

}  // namespace
}  // namespace redline::reporting
