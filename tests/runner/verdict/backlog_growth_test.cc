#include "runner/verdict/backlog_growth.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <initializer_list>
#include <vector>

namespace redline::runner {
namespace {

using reporting::SeriesPoint;
using Seconds = SeriesPoint::Seconds;

// Points of a second each, with these highest backlogs.
std::vector<SeriesPoint> Points(std::initializer_list<std::uint64_t> backlogs) {
  std::vector<SeriesPoint> points;
  for (const std::uint64_t backlog : backlogs) {
    SeriesPoint& point = points.emplace_back();
    point.length = Seconds(1);
    point.end = Seconds(static_cast<double>(points.size()));
    point.worst_backlog = backlog;
  }
  return points;
}

std::optional<PointSpan> GrowthOf(const std::vector<SeriesPoint>& points,
                                  Peak peak = Peak::kHighest) {
  return WhenBacklogGrew(points, Seconds(static_cast<double>(points.size())), peak);
}

TEST(WhenBacklogGrew, IsFromTheLastTimeThatThereWasHardlyAnyToTheHighest) {
  const auto points = Points({1, 12, 1, 10, 11, 40, 30, 100, 100, 3});
  const auto growth = GrowthOf(points);
  ASSERT_TRUE(growth);
  EXPECT_EQ(growth->front().end, Seconds(5)) << "10 are hardly any of 100";
  EXPECT_EQ(growth->back().end, Seconds(8)) << "the first of the highest";
}

TEST(WhenBacklogGrew, MayBeOneSecond) {
  const auto points = Points({1, 1, 100});
  const auto growth = GrowthOf(points);
  ASSERT_TRUE(growth);
  EXPECT_EQ(growth->size(), 1u);
  EXPECT_EQ(&growth->front(), &points[2]);
}

TEST(WhenBacklogGrew, TakesTwoTasksForHardlyAnyWhereTheLimitIsLow) {
  const auto points = Points({1, 2, 2, 3, 5});
  const auto growth = GrowthOf(points);
  ASSERT_TRUE(growth);
  EXPECT_EQ(growth->front().end, Seconds(4));
}

TEST(WhenBacklogGrew, IsOfTheEndWhereThatMattered) {
  const auto points = Points({1, 90, 1, 1, 1, 30, 60});
  EXPECT_EQ(GrowthOf(points)->back().end, Seconds(2));
  const auto growth = GrowthOf(points, Peak::kAtTheEnd);
  ASSERT_TRUE(growth);
  EXPECT_EQ(growth->front().end, Seconds(6));
  EXPECT_EQ(growth->back().end, Seconds(7));
}

TEST(WhenBacklogGrew, IsNothingIfItGrewNearlyAllOfTheTime) {
  EXPECT_FALSE(GrowthOf(Points({50, 100})));
  EXPECT_FALSE(GrowthOf(Points({1, 50, 60, 70, 100}))) << "four fifths";
  EXPECT_TRUE(GrowthOf(Points({1, 1, 60, 70, 100})));
}

// Its first look may find a completion that shows a higher backlog than any before.
TEST(WhenBacklogGrew, IsNotOfTheDrain) {
  auto points = Points({1, 1, 1, 60, 99, 100});
  points.back().end = Seconds(15.001);
  points.back().length = Seconds(10);
  points[4].end = Seconds(5.001);  // A look comes a moment later.
  const auto growth = WhenBacklogGrew(points, Seconds(5));
  ASSERT_TRUE(growth);
  EXPECT_EQ(&growth->back(), &points[4]);
  for (std::size_t i = 0; i < points.size(); ++i) points[i].worst_backlog = 50 + i;
  EXPECT_FALSE(WhenBacklogGrew(points, Seconds(5))) << "all of the five seconds";
}

TEST(WhenBacklogGrew, IsNothingWithoutABacklog) {
  EXPECT_FALSE(GrowthOf({}));
  EXPECT_FALSE(GrowthOf(Points({0, 0})));
  EXPECT_FALSE(GrowthOf(Points({0, 9, 0}), Peak::kAtTheEnd));
}

}  // namespace
}  // namespace redline::runner
