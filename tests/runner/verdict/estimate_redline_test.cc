#include "runner/verdict/estimate_redline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace redline::runner {
namespace {

using reporting::Bottleneck;
using reporting::Reason;
using reporting::RedlineEstimate;
using reporting::Result;
using reporting::Seconds;
using Limit = RedlineEstimate::Limit;

// Ten seconds at 1000/s by two workers, with tasks of 10 µs: Redis is a tenth busy, and
// all else is idle.
Result RunThatEnded(Reason reason = Reason::kCompleted) {
  Result result;
  result.messaging.uptime = Seconds(10);
  result.messaging.completed_rate = 1000;
  result.machine.emplace().cpu_percent = 1;
  result.redis.emplace().cpu_percent_mean = 10;
  result.workers.resize(2);
  for (reporting::WorkerResult& worker : result.workers) {
    worker.timings.task.Record(std::chrono::microseconds(10));
  }
  result.bottleneck.emplace().kind = Bottleneck::Kind::kNone;
  result.verdict.emplace().reason = reason;
  return result;
}

TEST(RedlineEstimate, IsWhereTheResourceWithTheLeastHasNoTimeLeft) {
  Result result = RunThatEnded();
  result.redis->cpu_percent_mean = 25;
  EXPECT_EQ(EstimateRedline(result)->limit, Limit::kRedisThread);
  result.machine->cpu_percent = 40;
  EXPECT_EQ(EstimateRedline(result)->limit, Limit::kMachineCpu);
  // A millisecond of work in each, a thousand times a second, for two.
  for (reporting::WorkerResult& worker : result.workers) {
    worker.timings.task = {};
    worker.timings.task.Record(std::chrono::milliseconds(1));
  }
  EXPECT_EQ(EstimateRedline(result)->limit, Limit::kWorkers);
}

TEST(RedlineEstimate, OfWorkersWithSeveralTasksAtOnceIsWhereTheirThreadsHaveNoTimeLeft) {
  Result result = RunThatEnded();
  result.redis->cpu_percent_mean = 10;
  for (reporting::WorkerResult& worker : result.workers) {
    worker.timings.task = {};
    worker.timings.task.Record(std::chrono::milliseconds(1));
    worker.cpu_percent = 40;
  }
  // Each is in a task for half of its time, and could be in eight.
  EXPECT_EQ(EstimateRedline(result)->limit, Limit::kWorkers);
  result.worker_concurrency = 8;
  EXPECT_EQ(EstimateRedline(result)->limit, Limit::kWorkerThreads);
}

TEST(RedlineEstimate, CountsTheTimeInWhichRedisWaitsForACpu) {
  Result result = RunThatEnded();
  result.redis->cpu_percent_mean = 25;
  const double least = EstimateRedline(result)->least;
  result.redis->cpu_wait_percent_mean = 25;
  EXPECT_NEAR(EstimateRedline(result)->least, least / 2, least / 20);
}

TEST(RedlineEstimate, IsTheWiderTheFurtherTheRunWasFromIt) {
  const auto width_at = [](double busy) {
    Result result = RunThatEnded();
    result.redis->cpu_percent_mean = busy;
    const RedlineEstimate estimate = EstimateRedline(result).value();
    return estimate.most / estimate.least;
  };
  EXPECT_GT(width_at(10), 1.2 * width_at(95));
  EXPECT_GT(width_at(95), 1.2);
}

TEST(RedlineEstimate, SaysItsRangeInTwoDigitsAndWhatWillStopTheWorkers) {
  Result result = RunThatEnded();
  result.redis->cpu_percent_mean = 100;
  const RedlineEstimate estimate = EstimateRedline(result).value();
  EXPECT_EQ(estimate.sentence,
            "By this run's figures the redline probably lies between " +
                std::to_string(static_cast<int>(estimate.least)) + " and " +
                std::to_string(static_cast<int>(estimate.most)) +
                " tasks/s: there Redis' main thread would have no time left.");
  EXPECT_LT(estimate.least, 1000);
  EXPECT_GT(estimate.most, 1000);
}

TEST(RedlineEstimate, OfOverloadedWorkersIsWhatTheyCompleted) {
  Result result = RunThatEnded(Reason::kBacklogLimit);
  result.bottleneck->kind = Bottleneck::Kind::kMachineCpu;
  const RedlineEstimate estimate = EstimateRedline(result).value();
  EXPECT_EQ(estimate.limit, Limit::kOverloaded);
  EXPECT_LT(estimate.least, 1000);
  EXPECT_GT(estimate.most, 1000);
  EXPECT_LT(estimate.most, 1300) << "though the machine was idle";
}

TEST(RedlineEstimate, IsNoneWhereABacklogGrewBecauseSomethingStoodStill) {
  for (const auto kind : {Bottleneck::Kind::kStall, Bottleneck::Kind::kRedisSlow,
                          Bottleneck::Kind::kSupervisor, Bottleneck::Kind::kNone}) {
    Result result = RunThatEnded(Reason::kBacklogLimit);
    result.bottleneck->kind = kind;
    EXPECT_FALSE(EstimateRedline(result).has_value());
  }
}

TEST(RedlineEstimate, IsNoneOfARunThatSaysNothingOfTheWorkers) {
  EXPECT_TRUE(EstimateRedline(RunThatEnded()).has_value());
  for (const Reason reason :
       {Reason::kLateness, Reason::kRateMissed, Reason::kInterrupted, Reason::kWorkerLost,
        Reason::kRedisErrors}) {
    EXPECT_FALSE(EstimateRedline(RunThatEnded(reason)).has_value());
  }
  Result brief = RunThatEnded();
  brief.messaging.uptime = Seconds(2);
  EXPECT_FALSE(EstimateRedline(brief).has_value());
  Result slow = RunThatEnded();
  slow.messaging.completed_rate = 5;
  EXPECT_FALSE(EstimateRedline(slow).has_value());
  Result idle = RunThatEnded();
  idle.redis->cpu_percent_mean = 2;
  EXPECT_FALSE(EstimateRedline(idle).has_value());
  Result with_thresholds = RunThatEnded();
  with_thresholds.thresholds.emplace_back();
  EXPECT_FALSE(EstimateRedline(with_thresholds).has_value());
  Result of_a_fleet = RunThatEnded();
  of_a_fleet.provenance.dyno = "web.1";
  EXPECT_FALSE(EstimateRedline(of_a_fleet).has_value());
}

}  // namespace
}  // namespace redline::runner
