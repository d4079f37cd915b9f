#include "reporting/model/fell_behind.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <utility>
#include <vector>

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

// Looks a second apart at these total backlogs, and at the end of the drain.
void LookAt(Result& result, const std::vector<std::uint64_t>& backlogs) {
  for (const std::uint64_t backlog : backlogs) {
    SeriesPoint& point = result.series.points.emplace_back();
    point.end = Seconds(static_cast<double>(result.series.points.size()));
    point.length = 1s;
    point.total_backlog = backlog;
  }
  SeriesPoint& drain = result.series.points.emplace_back();
  drain.end = result.messaging.uptime + *result.messaging.drain;
  drain.length = *result.messaging.drain;
}

TEST(FellBehind, IsSilentOnWorkersThatKeptUp) {
  EXPECT_FALSE(FellBehind(KeptUp(2s)));
  EXPECT_EQ(FellBehindText(KeptUp(2s)), "");
}

TEST(FellBehind, IsSaidOfAShortRunWithoutEnoughLooksForAGrowth) {
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

TEST(FellBehind, IsNotSaidOfTasksThatWorkersWithSeveralAtOnceHappenToHaveInHand) {
  Result result = KeptUp(2s);
  result.messaging.unfinished_at_end = 17 * 28;
  EXPECT_TRUE(FellBehind(result));
  result.worker_concurrency = 16;
  EXPECT_FALSE(FellBehind(result));
  result.messaging.unfinished_at_end = 17 * 28 + 1;
  EXPECT_TRUE(FellBehind(result));
}

TEST(FellBehind, IsSaidOfABacklogThatGrewThoughItIsStillAFewTasks) {
  Result result = KeptUp(10s);
  result.messaging.unfinished_at_end = 90;
  result.messaging.worst_backlog_at_end = 5;
  LookAt(result, {45, 50, 55, 60, 65, 70, 75, 80, 85, 90});
  // Of the worst worker's 95 more tasks, 5 of 90 come in a second to all.
  EXPECT_EQ(FellBehindText(result),
            " But the workers were falling behind: 90 of the tasks were unfinished when "
            "the time was over, and took 0.02 s to drain; the backlog grew by 5 "
            "tasks a second. At this growth the first backlog reaches its limit of 100 "
            "after 352 s.");
  result.messaging.unfinished_at_end = 56;
  EXPECT_FALSE(FellBehind(result)) << "two of each worker";
}

TEST(FellBehind, IsNotSaidOfAGrowthThatMayBeChance) {
  Result result = KeptUp(10s);
  result.messaging.unfinished_at_end = 90;
  LookAt(result, {63, 66, 69, 72, 75, 78, 81, 84, 87, 90});
  EXPECT_FALSE(FellBehind(result)) << "0.3 % of the rate";
  result.messaging.asked_rate = 990;
  EXPECT_TRUE(FellBehind(result));
}

TEST(FellBehind, PromisesNoTimeWhereOnlyTheEndWasBad) {
  Result result = KeptUp(10s);
  result.messaging.unfinished_at_end = 400;
  result.messaging.worst_backlog_at_end = 20;
  LookAt(result, {20, 21, 20, 19, 20, 21, 20, 19, 20, 400});
  EXPECT_EQ(FellBehindText(result),
            " But the workers were falling behind: 400 of the tasks were unfinished when "
            "the time was over, and took 0.02 s to drain. A longer test may fail.");
}

TEST(FellBehind, IsNotSaidOfALongDrainAlone) {
  Result result = KeptUp(600s);
  result.messaging.drain = 4s;
  EXPECT_FALSE(FellBehind(result));
}

TEST(FellBehind, IsNotSaidWhereNothingIsKnownOfTheEnd) {
  Result result = KeptUp(600s);
  result.messaging.unfinished_at_end.reset();
  result.messaging.drain = 2s;
  EXPECT_EQ(FellBehindText(result), "");
}

TEST(FellBehind, NamesWhoseWorkersTheyWere) {
  Result result = KeptUp(2s);
  result.messaging.unfinished_at_end = 812;
  result.messaging.worst_backlog_at_end.reset();
  EXPECT_EQ(FellBehindText(result, "the workers of dyno B"),
            " But the workers of dyno B were falling behind: 812 of the tasks were "
            "unfinished when the time was over, and took 0.02 s to drain. A longer "
            "test may fail.");
}

TEST(BacklogGrowth, IsTheMedianOfAllSlopesWhichAStallDoesNotBend) {
  Result result = KeptUp(8s);
  LookAt(result, {10, 20, 30, 900, 50, 60, 70, 80});
  EXPECT_DOUBLE_EQ(BacklogGrowth(result.series.points, 8s).value(), 10);
}

TEST(BacklogGrowth, IsTheMeanOfTheTwoMiddleSlopes) {
  std::vector<SeriesPoint> points(5);
  for (std::size_t i = 0; i < 5; ++i) points[i].end = Seconds(static_cast<double>(i));
  points[0].total_backlog = 3;
  points[1].total_backlog = 2;
  points[4].total_backlog = 4;
  // Of -2, -3/2, -1, -1, -1, 0, 1/4, 2/3, 2, 4.
  EXPECT_DOUBLE_EQ(BacklogGrowth(points, 5s).value(), -0.5);
}

TEST(BacklogGrowth, IsNotKnownOfFewerThanFiveLooks) {
  Result result = KeptUp(4s);
  LookAt(result, {10, 20, 30, 40});
  EXPECT_EQ(BacklogGrowth(result.series.points, 4s), std::nullopt)
      << "the drain's is none";
  result = KeptUp(5s);
  LookAt(result, {10, 20, 30, 40, 50});
  EXPECT_EQ(BacklogGrowth(result.series.points, 5s), 10);
}

TEST(BacklogGrowth, IsNotKnownOfLooksAtOneMoment) {
  const std::vector<SeriesPoint> points(5);
  EXPECT_EQ(BacklogGrowth(points, 1s), std::nullopt);
}

}  // namespace
}  // namespace redline::reporting
