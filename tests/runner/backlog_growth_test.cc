#include "runner/backlog_growth.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <initializer_list>

namespace redline::runner {
namespace {

using reporting::SeriesPoint;

// Of a second each, with these highest backlogs.
std::vector<SeriesPoint> Points(std::initializer_list<std::uint64_t> backlogs) {
  std::vector<SeriesPoint> points;
  for (const std::uint64_t backlog : backlogs) {
    SeriesPoint& point = points.emplace_back();
    point.length = SeriesPoint::Seconds(1);
    point.end = SeriesPoint::Seconds(static_cast<double>(points.size()));
    point.worst_backlog = backlog;
  }
  return points;
}

TEST(WhenBacklogGrew, IsFromTheLastTimeThatThereWasHardlyAnyToTheHighest) {
  const auto points = Points({1, 12, 1, 10, 11, 40, 30, 100, 100, 3});
  const auto growth = WhenBacklogGrew(points);
  ASSERT_TRUE(growth);
  EXPECT_EQ(growth->front().end, SeriesPoint::Seconds(5)) << "10 are hardly any of 100";
  EXPECT_EQ(growth->back().end, SeriesPoint::Seconds(8)) << "the first of the highest";
}

TEST(WhenBacklogGrew, MayBeOneSecond) {
  const auto points = Points({1, 1, 100});
  const auto growth = WhenBacklogGrew(points);
  ASSERT_TRUE(growth);
  EXPECT_EQ(growth->size(), 1u);
  EXPECT_EQ(&growth->front(), &points[2]);
}

TEST(WhenBacklogGrew, IsNothingIfItGrewNearlyAllOfTheTime) {
  EXPECT_FALSE(WhenBacklogGrew(Points({50, 100})));
  EXPECT_FALSE(WhenBacklogGrew(Points({1, 50, 60, 70, 100}))) << "four fifths";
  EXPECT_TRUE(WhenBacklogGrew(Points({1, 1, 60, 70, 100})));
}

TEST(WhenBacklogGrew, IsNothingWithoutABacklog) {
  EXPECT_FALSE(WhenBacklogGrew({}));
  EXPECT_FALSE(WhenBacklogGrew(Points({0, 0})));
}

}  // namespace
}  // namespace redline::runner
