#include "runner/verdict/run_load.h"

#include <gtest/gtest.h>

#include <chrono>

namespace redline::runner {
namespace {

using reporting::Milliseconds;
using reporting::Result;
using reporting::Seconds;
using reporting::SeriesPoint;
using std::chrono::microseconds;

// Two workers, ten seconds, each with 500 tasks of 4 ms.
Result TwoWorkers() {
  Result result;
  result.messaging.uptime = Seconds(10);
  result.workers.resize(2);
  for (reporting::WorkerResult& worker : result.workers) {
    for (int i = 0; i < 500; ++i) worker.timings.task.Record(microseconds(4000));
  }
  return result;
}

TEST(LoadOf, HasTheWorkersTimeInTasks) {
  EXPECT_DOUBLE_EQ(*LoadOf(TwoWorkers()).workers_busy_percent, 20);
}

TEST(LoadOf, HasNothingBeforeTheMeasuredPhase) {
  EXPECT_EQ(LoadOf(Result()).workers_busy_percent, std::nullopt);
  Result result = TwoWorkers();
  result.workers.clear();
  EXPECT_EQ(LoadOf(result).workers_busy_percent, std::nullopt);
}

TEST(LoadOf, HasNothingDueBeforeTheFirstTaskIs) {
  Result result = TwoWorkers();
  result.messaging.asked_rate = 100;
  EXPECT_EQ(LoadOf(result).due, 0);
  result.messaging.delivered_rate = 0;  // Tasks were due, and none was issued.
  EXPECT_EQ(LoadOf(result).due, 1000);
}

TEST(LoadOf, OfAPublishedRunHasDueWhatWasAsked) {
  Result result = TwoWorkers();
  result.messaging.asked_rate = 100;
  result.provenance.imported_from = "page.md: Test 1";
  EXPECT_EQ(LoadOf(result).due, 1000);
}

TEST(LoadOf, HasTheMeanOfTheWorkersWhoseCpuIsKnown) {
  Result result = TwoWorkers();
  EXPECT_EQ(LoadOf(result).worker_cpu_percent, std::nullopt);
  result.workers[0].cpu_percent = 30;
  EXPECT_EQ(LoadOf(result).worker_cpu_percent, 30);
  result.workers[1].cpu_percent = 50;
  EXPECT_EQ(LoadOf(result).worker_cpu_percent, 40);
}

TEST(LoadOf, HasOfAStretchTheMeansByLength) {
  std::vector<SeriesPoint> points(3);
  points[0].length = Seconds(1);
  points[1].length = Seconds(3);
  points[2].length = Seconds(6);  // In which Redis was not asked.
  points[0].redis_cpu_percent = 10;
  points[1].redis_cpu_percent = 50;
  points[0].redis_cpu_wait_percent = 4;
  points[0].machine_cpu_percent = 70;
  points[0].supervisor_cpu_percent = 5;
  points[0].workers_cpu_percent = 80;
  points[1].workers_cpu_percent = 80;
  points[2].workers_cpu_percent = 60;
  Result result = TwoWorkers();
  EXPECT_EQ(LoadOf(result, points).machine_percent, std::nullopt) << "no machine";
  result.machine.emplace();
  const RunLoad load = LoadOf(result, points);
  EXPECT_DOUBLE_EQ(*load.redis_percent, 40);
  EXPECT_DOUBLE_EQ(*load.redis_wait_percent, 4);
  EXPECT_DOUBLE_EQ(*load.machine_percent, 70);
  EXPECT_DOUBLE_EQ(*load.supervisor_percent, 5);
  EXPECT_DOUBLE_EQ(*load.worker_cpu_percent, 34);
  EXPECT_EQ(load.task_mean, std::nullopt);
  EXPECT_EQ(LoadOf(TwoWorkers(), PointSpan()).workers_busy_percent, std::nullopt);
}

TEST(LoadOf, HasOfAStretchTheTasksThatEndedInIt) {
  std::vector<SeriesPoint> points(2);
  const auto fill = [](SeriesPoint& point, std::uint64_t count, double mean, double p50,
                       double max) {
    point.length = Seconds(1);
    point.task = {.count = count,
                  .mean = Milliseconds(mean),
                  .p50 = Milliseconds(p50),
                  .p90 = {},
                  .p99 = {},
                  .max = Milliseconds(max)};
  };
  points[0].due = points[0].issued = 200;
  points[1].due = 200;
  points[1].issued = 199;
  fill(points[0], 100, 5, 4, 90);
  fill(points[1], 300, 1, 1, 20);
  const RunLoad load = LoadOf(TwoWorkers(), points);
  EXPECT_EQ(load.time, Seconds(2));
  EXPECT_EQ(load.due, 400);
  EXPECT_EQ(load.issued, 399);
  EXPECT_EQ(load.lateness_p99, std::nullopt);
  EXPECT_EQ(load.task_mean, Milliseconds(2));
  EXPECT_EQ(load.task_median, Milliseconds(4)) << "of both, half took no longer";
  EXPECT_EQ(load.task_slowest, Milliseconds(90));
  EXPECT_DOUBLE_EQ(*load.workers_busy_percent, 20) << "800 ms of two workers' 2 s each";
}

}  // namespace
}  // namespace redline::runner
