#include "runner/watch/series_recorder.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <numeric>
#include <optional>
#include <vector>

namespace redline::runner {
namespace {

using namespace std::chrono_literals;
using reporting::SeriesPoint;
using std::chrono::microseconds;
using Seconds = SeriesPoint::Seconds;

// A run of a few workers, with the times and tasks that it is given.
class FakeRun {
 public:
  explicit FakeRun(std::size_t workers) {
    look_.workers.resize(workers);
    look_.steps.resize(1);
    look_.workers_cpu = 0s;
    look_.supervisor_cpu = 0s;
    look_.machine = MachineReading{
        .time = {}, .machine = MachineTimes{.idle = 0s, .cpus = 2}, .group = {}};
  }

  RunLook& look() { return look_; }

  // A worker does a task in this time.
  void Do(std::size_t worker, microseconds time) {
    look_.workers[worker].tasks += 1;
    look_.workers[worker].task_time += time;
    look_.task.Record(time);
    look_.response.Record(2 * time);
    look_.steps[0].Record(time / 2);
  }

  RunLook At(double seconds) {
    look_.at = Seconds(seconds);
    return look_;
  }

 private:
  RunLook look_;
};

// One task is due, issued and done each second.
SeriesRecorder RecordSeconds(int seconds, std::size_t workers) {
  FakeRun run(workers);
  SeriesRecorder recorder;
  recorder.Look(run.At(0));
  for (int second = 1; second <= seconds; ++second) {
    run.Do(0, 1ms);
    ++run.look().due;
    ++run.look().issued;
    recorder.Look(run.At(second));
  }
  return recorder;
}

TEST(SeriesRecorder, HasNoPointsBeforeTheSecondLook) {
  SeriesRecorder recorder;
  EXPECT_TRUE(recorder.Points().empty());
  recorder.Look(FakeRun(1).At(0));
  EXPECT_TRUE(recorder.Points().empty());
  EXPECT_TRUE(recorder.ByWorker().ends.empty());
}

TEST(SeriesRecorder, CountsInEachPointWhatHappenedInItAlone) {
  FakeRun run(2);
  SeriesRecorder recorder;
  recorder.Look(run.At(0));
  for (int i = 0; i < 10; ++i) run.Do(0, 1ms);
  run.look().due = 13;
  run.look().issued = 12;
  run.look().failed = 2;
  recorder.Look(run.At(1));
  run.Do(0, 3ms);
  run.look().due = run.look().issued = 14;
  recorder.Look(run.At(2.5));

  const std::vector<SeriesPoint> points = recorder.Points();
  ASSERT_EQ(points.size(), 2U);
  EXPECT_EQ(points[0].end, Seconds(1));
  EXPECT_EQ(points[0].length, Seconds(1));
  EXPECT_EQ(points[0].due, 13U);
  EXPECT_EQ(points[0].issued, 12U);
  EXPECT_EQ(points[0].completed, 10U);
  EXPECT_EQ(points[0].failed, 2U);
  EXPECT_EQ(points[1].length, Seconds(1.5));
  EXPECT_EQ(points[1].due, 1U);
  EXPECT_EQ(points[1].issued, 2U);
  EXPECT_EQ(points[1].completed, 1U);
  EXPECT_EQ(points[1].failed, 0U);
}

TEST(SeriesRecorder, CountsWhatWasDoneBeforeTheFirstLook) {
  FakeRun run(1);
  SeriesRecorder recorder;
  run.Do(0, 1ms);
  run.look().due = run.look().issued = 2;
  recorder.Look(run.At(0.01));
  recorder.Look(run.At(1));
  const SeriesPoint point = recorder.Points().front();
  EXPECT_EQ(point.length, Seconds(1));
  EXPECT_EQ(point.due, 2U);
  EXPECT_EQ(point.completed, 1U);
  EXPECT_EQ(point.task.count, 1U);
}

TEST(SeriesRecorder, TimesOnlyTheTasksOfThePoint) {
  FakeRun run(1);
  SeriesRecorder recorder;
  recorder.Look(run.At(0));
  for (int i = 0; i < 100; ++i) run.Do(0, 900ms);
  recorder.Look(run.At(0.5));
  for (int i = 0; i < 98; ++i) run.Do(0, 2ms);
  for (int i = 0; i < 2; ++i) run.Do(0, 20ms);
  recorder.Look(run.At(1.5));
  const SeriesPoint point = recorder.Points().back();
  EXPECT_EQ(point.task.count, 100U);
  EXPECT_DOUBLE_EQ(point.task.mean->count(), (98 * 2 + 2 * 20) / 100.0);
  EXPECT_NEAR(point.task.p50->count(), 2, 0.02);
  EXPECT_NEAR(point.task.p99->count(), 20, 0.2);
  EXPECT_NEAR(point.task.max->count(), 20, 0.32);
  EXPECT_NEAR(point.response.p50->count(), 4, 0.04);
  ASSERT_EQ(point.steps.size(), 1U);
  EXPECT_NEAR(point.steps[0].p50->count(), 1, 0.01);
}

TEST(SeriesRecorder, HasNoTimingsWhereNothingCompleted) {
  FakeRun run(1);
  SeriesRecorder recorder;
  recorder.Look(run.At(0));
  run.Do(0, 1ms);
  recorder.Look(run.At(1));
  recorder.Look(run.At(2));
  const SeriesPoint point = recorder.Points().back();
  EXPECT_EQ(point.task.count, 0U);
  EXPECT_EQ(point.task.mean, std::nullopt);
  EXPECT_EQ(point.response.p99, std::nullopt);
}

TEST(SeriesRecorder, TellsTheBacklogOfThatMomentAndTheHighestBetween) {
  FakeRun run(2);
  SeriesRecorder recorder;
  run.look().workers = {{.backlog = 3, .max_backlog = 9, .tasks = 0, .task_time = {}},
                        {.backlog = 0, .max_backlog = 1, .tasks = 0, .task_time = {}}};
  recorder.Look(run.At(0));
  run.look().workers[0].backlog = 2;
  run.look().workers[1].backlog = 5;
  run.look().workers[1].max_backlog = 8;  // In between.
  recorder.Look(run.At(1));
  run.look().workers[1].backlog = 1;
  recorder.Look(run.At(2));
  const std::vector<SeriesPoint> points = recorder.Points();
  EXPECT_EQ(points[0].total_backlog, 7U);
  EXPECT_EQ(points[0].worst_backlog, 9U);
  EXPECT_EQ(points[1].total_backlog, 3U);
  EXPECT_EQ(points[1].worst_backlog, 5U);
  const reporting::WorkerSeries by_worker = recorder.ByWorker();
  EXPECT_EQ(by_worker.workers[0][0].max_backlog, 9U);
  EXPECT_EQ(by_worker.workers[1][0].max_backlog, 8U);
}

// As in a stall: what has grown since the worker's last task, it has not told.
TEST(SeriesRecorder, TellsABacklogThatIsHigherThanAllThatWorkersHaveTold) {
  FakeRun run(1);
  SeriesRecorder recorder;
  run.look().workers[0].max_backlog = 1;
  recorder.Look(run.At(0));
  run.look().workers[0].max_backlog = 2;
  run.look().workers[0].backlog = 60;
  recorder.Look(run.At(1));
  EXPECT_EQ(recorder.Points()[0].worst_backlog, 60U);
}

TEST(SeriesRecorder, TellsWhatCpusAndRedisDid) {
  FakeRun run(2);
  SeriesRecorder recorder;
  recorder.Look(run.At(0));
  run.look().workers_cpu = 500ms;
  run.look().supervisor_cpu = 100ms;
  run.look().machine->time += 2s;
  run.look().machine->machine->idle = 1s;
  run.look().redis = RedisStretch{.cpu_percent = 40,
                                  .cpu_wait_percent = 7,
                                  .operations_per_second = 1000,
                                  .memory_mb = 12.5};
  recorder.Look(run.At(2));
  run.look().redis.reset();
  run.look().workers_cpu.reset();
  run.look().machine.reset();
  recorder.Look(run.At(3));
  const std::vector<SeriesPoint> points = recorder.Points();
  EXPECT_DOUBLE_EQ(*points[0].workers_cpu_percent, 25);
  EXPECT_DOUBLE_EQ(*points[0].supervisor_cpu_percent, 5);
  EXPECT_EQ(points[0].machine_cpu_percent, 75);
  EXPECT_EQ(points[0].redis_cpu_wait_percent, 7);
  EXPECT_EQ(points[0].redis_cpu_percent, 40);
  EXPECT_EQ(points[0].redis_operations_per_second, 1000);
  EXPECT_EQ(points[0].redis_memory_mb, 12.5);
  EXPECT_EQ(points[1].workers_cpu_percent, std::nullopt);
  EXPECT_EQ(points[1].machine_cpu_percent, std::nullopt);
  EXPECT_EQ(points[1].redis_cpu_percent, std::nullopt);
}

// A look each tenth of a second, in each of which a task is due and done.
SeriesRecorder RecordTenths(int tenths) {
  FakeRun run(1);
  SeriesRecorder recorder;
  recorder.Look(run.At(0));
  for (int i = 1; i <= tenths; ++i) {
    run.Do(0, 1ms);
    ++run.look().due;
    recorder.Look(run.At(0.1 * i));
  }
  return recorder;
}

TEST(SeriesRecorder, ShowsAShortRunInTenthsOfASecond) {
  const SeriesRecorder recorder = RecordTenths(50);
  const std::vector<SeriesPoint> points = recorder.Points();
  ASSERT_EQ(points.size(), 50U);
  EXPECT_NEAR(points[7].length.count(), 0.1, 1e-9);
  EXPECT_EQ(recorder.ByWorker().ends.size(), 50U);
}

TEST(SeriesRecorder, MakesSecondsOfThemWhenTheRunIsLonger) {
  const SeriesRecorder recorder = RecordTenths(51);
  const std::vector<SeriesPoint> points = recorder.Points();
  ASSERT_EQ(points.size(), 6U);
  EXPECT_NEAR(points[4].end.count(), 5, 1e-9);
  EXPECT_EQ(points[4].completed, 10U);
  EXPECT_EQ(points[4].due, 10U);
  EXPECT_EQ(points[4].task.count, 10U);
  EXPECT_EQ(recorder.ByWorker().ends.size(), 6U);
}

TEST(SeriesRecorder, WantsLooksOftenAtFirstAndAsOftenAsIsCheap) {
  const auto interval = [](double elapsed, std::size_t workers) {
    return SeriesRecorder::LookInterval(Seconds(elapsed), workers);
  };
  EXPECT_EQ(interval(0, 28), Seconds(0.01));
  EXPECT_EQ(interval(0.49, 28), Seconds(0.01));
  EXPECT_EQ(interval(0.5, 28), Seconds(0.02));
  EXPECT_EQ(interval(1, 28), Seconds(0.1));
  EXPECT_EQ(interval(4.9, 28), Seconds(0.1));
  EXPECT_EQ(interval(5, 28), Seconds(1));
  EXPECT_EQ(interval(3600, 28), Seconds(1));
  EXPECT_EQ(interval(0, 100), Seconds(0.02));
  EXPECT_EQ(interval(0, 500), Seconds(0.1));
  EXPECT_EQ(interval(0, 10'000), Seconds(1));
}

TEST(SeriesRecorder, MergesNeighboursWhenThereAreTooMany) {
  constexpr int kSeconds = 7201;
  const std::vector<SeriesPoint> points = RecordSeconds(kSeconds, 1).Points();
  EXPECT_LE(points.size(), SeriesRecorder::kMostPoints);
  EXPECT_GT(points.size(), SeriesRecorder::kMostPoints / 2 - 2);
  const auto sum = [&](auto field) {
    return std::accumulate(
        points.begin(), points.end(), std::uint64_t{0},
        [&](std::uint64_t so_far, const SeriesPoint& p) { return so_far + p.*field; });
  };
  EXPECT_EQ(sum(&SeriesPoint::due), 7201U);
  EXPECT_EQ(sum(&SeriesPoint::completed), 7201U);
  Seconds end{0};
  for (const SeriesPoint& point : points) {
    EXPECT_DOUBLE_EQ((point.end - point.length).count(), end.count());
    EXPECT_LE(point.length, Seconds(4));
    end = point.end;
  }
  EXPECT_EQ(end, Seconds(kSeconds));
}

TEST(SeriesRecorder, KeepsPercentilesTrueWhenItMerges) {
  FakeRun run(1);
  SeriesRecorder recorder;
  recorder.Look(run.At(0));
  for (int second = 1; second <= 4002; ++second) {
    // Seconds of one slow task and seconds of nine fast ones: of the ten of two seconds
    // the median is fast, and the maximum slow.
    for (int i = 0; i < (second % 2 == 1 ? 1 : 9); ++i) {
      run.Do(0, second % 2 == 1 ? 80ms : 1ms);
    }
    run.look().workers_cpu = second * 100ms;
    run.look().machine->time += 1s;
    run.look().machine->machine->idle = second * 1s;
    recorder.Look(run.At(second));
  }
  const SeriesPoint point = recorder.Points()[10];
  EXPECT_EQ(point.length, Seconds(4));
  EXPECT_EQ(point.task.count, 20U);
  EXPECT_DOUBLE_EQ(point.task.mean->count(), (2 * 80 + 18 * 1) / 20.0);
  EXPECT_NEAR(point.task.p50->count(), 1, 0.01);
  EXPECT_NEAR(point.task.p99->count(), 80, 0.8);
  EXPECT_NEAR(*point.workers_cpu_percent, 10, 1e-6);
  EXPECT_NEAR(*point.machine_cpu_percent, 50, 1e-6);
}

TEST(SeriesRecorder, AddsWhatWorkersHadInHandToTheLastPoint) {
  FakeRun run(1);
  SeriesRecorder recorder;
  recorder.Look(run.At(0));
  run.Do(0, 1ms);
  recorder.Look(run.At(1));
  run.Do(0, 3ms);
  run.look().workers[0].max_backlog = 9;
  run.look().workers[0].backlog = 4;
  recorder.Complete(run.At(0.5));
  const std::vector<SeriesPoint> points = recorder.Points();
  ASSERT_EQ(points.size(), 1U);
  EXPECT_EQ(points[0].end, Seconds(1));
  EXPECT_EQ(points[0].length, Seconds(1));
  EXPECT_EQ(points[0].completed, 2U);
  EXPECT_EQ(points[0].task.count, 2U);
  EXPECT_EQ(points[0].worst_backlog, 9U);
  EXPECT_EQ(points[0].total_backlog, 4U);
}

TEST(SeriesRecorder, HasAPointOfARunThatWasOverBeforeTheSecondLook) {
  FakeRun run(1);
  run.Do(0, 1ms);
  run.look().workers[0].max_backlog = 2;
  for (const bool looked : {false, true}) {
    SeriesRecorder recorder;
    if (looked) recorder.Look(run.At(0.002));
    recorder.Complete(run.At(0.001));
    const std::vector<SeriesPoint> points = recorder.Points();
    ASSERT_EQ(points.size(), 1U) << looked;
    EXPECT_EQ(points[0].length, Seconds(0.001));
    EXPECT_EQ(points[0].completed, 1U);
    EXPECT_EQ(points[0].worst_backlog, 2U);
  }
}

TEST(SeriesRecorder, GivesTheDrainAPointOfItsOwn) {
  FakeRun run(1);
  SeriesRecorder recorder;
  recorder.Look(run.At(0));
  recorder.Look(run.At(0.25));
  run.Do(0, 1ms);
  recorder.Look(run.At(0.5), true);
  const std::vector<SeriesPoint> points = recorder.Points();
  ASSERT_EQ(points.size(), 2U);
  EXPECT_EQ(points[1].length, Seconds(0.25));
  EXPECT_EQ(points[1].completed, 1U);
}

TEST(SeriesRecorder, TellsTheLatestPointsAlone) {
  const SeriesRecorder recorder = RecordSeconds(50, 1);
  const std::vector<SeriesPoint> points = recorder.Points(3);
  ASSERT_EQ(points.size(), 3U);
  EXPECT_EQ(points[0].end, Seconds(48));
}

TEST(SeriesRecorder, KeepsTheHeatMapAsSmallAsThereAreManyWorkers) {
  EXPECT_EQ(RecordSeconds(200, 10).ByWorker().ends.size(), 200U);
  EXPECT_LE(RecordSeconds(1000, 10).ByWorker().ends.size(),
            SeriesRecorder::kMostStretches);
  const reporting::WorkerSeries many = RecordSeconds(600, 500).ByWorker();
  ASSERT_EQ(many.workers.size(), 500U);
  EXPECT_LE(many.ends.size() * 500, SeriesRecorder::kMostCells);
  EXPECT_GE(many.ends.size(), 60U);
  for (const auto& cells : many.workers) ASSERT_EQ(cells.size(), many.ends.size());
  EXPECT_DOUBLE_EQ(many.workers[0][3].task_mean->count(), 1);
  EXPECT_EQ(many.workers[1][3].task_mean, std::nullopt);
}

}  // namespace
}  // namespace redline::runner
