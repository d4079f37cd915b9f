#include "reporting/model/fleet_series.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <vector>

namespace redline::reporting {
namespace {

using Seconds = SeriesPoint::Seconds;
using Milliseconds = TimingPoint::Milliseconds;
using ::testing::DoubleNear;
using ::testing::ElementsAre;

// A dyno with points that end at these seconds. Each completed ten tasks a second and
// used half of a core, and at its end the backlog was 3.
Series DynoWithPointsUntil(const std::vector<double>& ends) {
  Series series;
  double begin = 0;
  for (const double end : ends) {
    SeriesPoint& point = series.points.emplace_back();
    point.end = Seconds(end);
    point.length = Seconds(end - begin);
    point.completed = static_cast<std::uint64_t>(std::llround(10 * (end - begin)));
    point.total_backlog = 3;
    point.worst_backlog = 2;
    point.workers_cpu_percent = 50;
    begin = end;
  }
  return series;
}

std::vector<double> EndsOf(const std::vector<SeriesPoint>& points) {
  std::vector<double> ends;
  for (const SeriesPoint& point : points) ends.push_back(point.end.count());
  return ends;
}

template <class T>
std::vector<T> Column(const std::vector<SeriesPoint>& points, T SeriesPoint::* field) {
  std::vector<T> column;
  for (const SeriesPoint& point : points) column.push_back(point.*field);
  return column;
}

TEST(MergePoints, AddsPointsOfEqualLengthOneByOne) {
  const Series a = DynoWithPointsUntil({1, 2, 3});
  const auto merged = MergePoints({&a, &a});
  EXPECT_THAT(EndsOf(merged), ElementsAre(1, 2, 3));
  EXPECT_THAT(Column(merged, &SeriesPoint::completed), ElementsAre(20U, 20U, 20U));
  EXPECT_THAT(Column(merged, &SeriesPoint::total_backlog), ElementsAre(6U, 6U, 6U));
  EXPECT_EQ(merged[0].workers_cpu_percent, 100);
}

TEST(MergePoints, PutsShorterPointsTogetherAndCountsEachLevelOnce) {
  const Series coarse = DynoWithPointsUntil({1, 2});
  const Series fine = DynoWithPointsUntil({0.5, 1, 1.5, 2});
  for (const auto& dynos : {std::vector{&coarse, &fine}, std::vector{&fine, &coarse}}) {
    const auto merged = MergePoints(dynos);
    EXPECT_THAT(EndsOf(merged), ElementsAre(1, 2));
    EXPECT_THAT(Column(merged, &SeriesPoint::completed), ElementsAre(20U, 20U));
    EXPECT_THAT(Column(merged, &SeriesPoint::total_backlog), ElementsAre(6U, 6U));
    EXPECT_EQ(merged[1].workers_cpu_percent, 100);
  }
}

TEST(MergePoints, GoesOnWithThoseThatRunWhereOneHasEnded) {
  const Series lasting = DynoWithPointsUntil({1, 2, 3, 4});
  const Series failed = DynoWithPointsUntil({0.5, 1, 1.5});
  const auto merged = MergePoints({&failed, &lasting});
  EXPECT_THAT(EndsOf(merged), ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(Column(merged, &SeriesPoint::completed), ElementsAre(20U, 15U, 10U, 10U));
  EXPECT_THAT(Column(merged, &SeriesPoint::total_backlog), ElementsAre(6U, 6U, 3U, 3U));
  EXPECT_DOUBLE_EQ(*merged[1].workers_cpu_percent, 75) << "half of it for half the time";
  EXPECT_EQ(merged[3].workers_cpu_percent, 50);
}

TEST(MergePoints, HasEachPointOnceThoughLooksWereLate) {
  const Series punctual = DynoWithPointsUntil({1, 2, 3, 4, 4.01});
  const Series late = DynoWithPointsUntil({1.4, 2.4, 3.4, 4});
  const auto merged = MergePoints({&punctual, &late});
  std::uint64_t completed = 0;
  for (const SeriesPoint& point : merged) completed += point.completed;
  EXPECT_EQ(completed, 40U + 40U);
  EXPECT_THAT(EndsOf(merged), ElementsAre(1.4, 2.4, 3.4, 4, 4.01));
}

TEST(MergePoints, HasOnePointForAStallOfADynosLooks) {
  const Series stalled = DynoWithPointsUntil({1, 5, 6});
  const Series other = DynoWithPointsUntil({1, 2, 3, 4, 5, 6});
  const auto merged = MergePoints({&other, &stalled});
  EXPECT_THAT(EndsOf(merged), ElementsAre(1, 5, 6));
  EXPECT_THAT(Column(merged, &SeriesPoint::completed), ElementsAre(20U, 80U, 20U));
}

TEST(MergePoints, HasTheHighestPercentileAndTheMeanOfAllTasks) {
  Series fine = DynoWithPointsUntil({0.5, 1});
  fine.points[0].response = {.count = 1,
                             .mean = Milliseconds(1),
                             .p50 = {},
                             .p90 = {},
                             .p99 = Milliseconds(9),
                             .max = {}};
  fine.points[1].response = {.count = 3,
                             .mean = Milliseconds(5),
                             .p50 = {},
                             .p90 = {},
                             .p99 = Milliseconds(7),
                             .max = {}};
  const Series coarse = DynoWithPointsUntil({1});
  const auto merged = MergePoints({&coarse, &fine});
  ASSERT_EQ(merged.size(), 1U);
  EXPECT_EQ(merged[0].response.p99, Milliseconds(9));
  EXPECT_EQ(merged[0].response.mean, Milliseconds(4));
}

TEST(MergePoints, OfNothingIsNothing) {
  const Series none;
  EXPECT_TRUE(MergePoints({}).empty());
  EXPECT_TRUE(MergePoints({&none, &none}).empty());
  const Series one = DynoWithPointsUntil({1});
  EXPECT_EQ(MergePoints({&none, &one}).size(), 1U);
}

// As a file from anywhere may have them.
TEST(MergePoints, HasEachPointOnceThoughTheyAreInNoOrder) {
  Series odd = DynoWithPointsUntil({1, 2, 3, 4});
  for (SeriesPoint& point : odd.points) point.completed = 1;
  odd.points[1].end = Seconds(-1);
  odd.points[3].end = Seconds(0);
  const Series other = DynoWithPointsUntil({1, 2});
  std::uint64_t completed = 0;
  for (const SeriesPoint& point : MergePoints({&odd, &other})) {
    completed += point.completed;
  }
  EXPECT_EQ(completed, 4U + 20U);
}

WorkerSeries::Cell CellOf(std::uint64_t backlog, double mean) {
  return {.max_backlog = backlog, .task_mean = Milliseconds(mean)};
}

TEST(MergeWorkerSeries, PutsEachDynosCellsWhereTheirTimesAre) {
  Series coarse;
  coarse.by_worker = {.ends = {Seconds(2), Seconds(4)},
                      .workers = {{CellOf(1, 10), CellOf(2, 20)}}};
  Series fine;
  fine.by_worker = {.ends = {Seconds(1), Seconds(2), Seconds(3)},
                    .workers = {{CellOf(7, 1), CellOf(3, 3), CellOf(5, 5)}}};
  const WorkerSeries merged = MergeWorkerSeries({&coarse, &fine}, {1, 1});
  EXPECT_THAT(merged.ends, ElementsAre(Seconds(2), Seconds(4)));
  ASSERT_EQ(merged.workers.size(), 2U);
  EXPECT_EQ(merged.workers[0][1].max_backlog, 2U);
  EXPECT_EQ(merged.workers[1][0].max_backlog, 7U);
  EXPECT_THAT(merged.workers[1][0].task_mean->count(), DoubleNear(2, 1e-9));
  EXPECT_EQ(merged.workers[1][1].max_backlog, 5U);
}

TEST(MergeWorkerSeries, KnowsNothingOfAWorkerWhoseDynoHadEnded) {
  Series lasting;
  lasting.by_worker = {.ends = {Seconds(1), Seconds(2)},
                       .workers = {{CellOf(1, 1), CellOf(1, 1)}}};
  Series failed;
  failed.by_worker = {.ends = {Seconds(1)}, .workers = {{CellOf(9, 9)}}};
  const WorkerSeries merged = MergeWorkerSeries({&failed, &lasting}, {1, 1});
  EXPECT_EQ(merged.workers[0][0].max_backlog, 9U);
  EXPECT_FALSE(merged.workers[0][1].max_backlog);
  EXPECT_FALSE(merged.workers[0][1].task_mean);
}

TEST(MergeWorkerSeries, HasARowForEachWorkerWhateverTheDynosSeriesHas) {
  Series without_rows;
  without_rows.by_worker = {.ends = {Seconds(1)}, .workers = {}};
  Series with_too_many;
  with_too_many.by_worker = {.ends = {Seconds(1)},
                             .workers = {{CellOf(1, 1)}, {CellOf(2, 2)}}};
  const WorkerSeries merged = MergeWorkerSeries({&without_rows, &with_too_many}, {2, 1});
  ASSERT_EQ(merged.workers.size(), 3U);
  EXPECT_EQ(merged.workers[2][0].max_backlog, 1U);
}

}  // namespace
}  // namespace redline::reporting
