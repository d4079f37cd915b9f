// Counts that 32 bits cannot hold, from workers' histograms by way of the verdict to what
// a user reads.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>

#include "reporting/json/json_report.h"
#include "reporting/model/result.h"
#include "reporting/text/progress.h"
#include "reporting/text/text_report.h"
#include "runner/verdict/judge.h"
#include "shm/histogram_snapshot.h"
#include "shm/shared_histogram.h"
#include "tests/shm/shared_histogram_peer.h"

namespace redline::runner {
namespace {

using namespace std::chrono_literals;
using reporting::Reason;
using reporting::Result;
using reporting::RunPhase;
using reporting::Seconds;
using shm::HistogramSnapshot;
using shm::SharedHistogram;
using std::chrono::microseconds;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using Peer = shm::SharedHistogramPeer;

// As many values as one bucket of a worker's histogram counts.
constexpr std::uint64_t kFull = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint64_t k32Bits = std::uint64_t{1} << 32;

// That many tasks of this length.
HistogramSnapshot FullOf(microseconds length) {
  SharedHistogram histogram;
  histogram.Record(length);
  const auto value = static_cast<std::uint64_t>(length.count());
  // A snapshot ends with the bucket of the largest value: here, the only one.
  const std::size_t bucket = HistogramSnapshot(histogram).buckets().size() - 1;
  Peer::SetBucket(histogram, bucket, static_cast<std::uint32_t>(kFull));
  Peer::SetCount(histogram, kFull);
  Peer::SetSum(histogram, kFull * value);
  return HistogramSnapshot(histogram);
}

// Two workers with 2^32 − 1 tasks each, of one and of three milliseconds.
Result HugeRun() {
  Result result;
  result.constants.num_workers = 2;
  result.constants.max_worker_backlog = 100;
  result.constants.max_workers_display = 5;
  result.workload = "noop";
  result.phase = RunPhase::kDone;
  for (std::size_t i = 0; i < 2; ++i) {
    reporting::WorkerResult worker;
    worker.index = i;
    worker.pid = static_cast<std::int64_t>(4711 + i);
    worker.cycles = kFull;
    worker.timings.task = FullOf(i == 0 ? 1000us : 3000us);
    worker.timings.response = worker.timings.task;
    result.workers.push_back(worker);
  }
  result.messaging.tasks_sent = 2 * kFull;
  result.messaging.tasks_received = 2 * kFull;
  result.messaging.tasks_completed = 2 * kFull;
  result.messaging.uptime = 1000s;
  result.messaging.asked_rate = 2.0 * static_cast<double>(kFull) / 1000;
  result.messaging.delivered_rate = result.messaging.asked_rate;
  result.messaging.lateness = FullOf(5us);
  result.messaging.lateness.Merge(FullOf(7us));
  return result;
}

TEST(LargeCounts, OfHistogramsMergeWithMeanAndPercentilesOfAllValues) {
  const HistogramSnapshot tasks = HugeRun().Totals().task;
  EXPECT_EQ(tasks.count(), 8'589'934'590U);
  EXPECT_EQ(tasks.Mean(), 2000us);
  EXPECT_EQ(tasks.Min(), 1000us);
  EXPECT_EQ(tasks.Max(), 3000us);
  // The median is the last value of the faster worker's; what is above is the other's.
  EXPECT_NEAR(tasks.Percentile(50)->count(), 1000, 8);
  EXPECT_NEAR(tasks.Percentile(50.1)->count(), 3000, 24);
}

// The 2^32nd value and those around it, recorded as a worker does.
TEST(LargeCounts, OfAHistogramGoOnWhereTheyPass32Bits) {
  SharedHistogram histogram;
  histogram.Record(1000us);
  Peer::SetCount(histogram, k32Bits - 2);
  Peer::SetSum(histogram, (k32Bits - 2) * 1000);
  for (std::uint64_t count = k32Bits - 1; count < k32Bits + 3; ++count) {
    histogram.Record(1000us);
    const HistogramSnapshot snapshot(histogram);
    EXPECT_EQ(snapshot.count(), count);
    EXPECT_EQ(snapshot.Mean(), 1000us);
  }
}

TEST(LargeCounts, AreInTheVerdictsSentence) {
  Result result = HugeRun();
  EXPECT_THAT(Judge(TimeOver{.unfinished = 0}, 1000s, result).sentence,
              HasSubstr("all 8589934590 tasks were completed"));
  EXPECT_THAT(Judge(TimeOver{.unfinished = k32Bits + 1}, 1000s, result).sentence,
              HasSubstr("4294967297 tasks of 8589934590 were still unfinished"));
}

TEST(LargeCounts, AreWrittenExactlyInTheJsonReport) {
  Result result = HugeRun();
  result.messaging.tasks_failed = k32Bits + 1;
  result.messaging.warmup_leftover = k32Bits + 2;
  result.errors = {{.name = "OOM", .count = k32Bits + 3}};
  result.workers[1].failed = k32Bits + 4;
  result.workers[1].max_backlog = k32Bits + 5;
  rapidjson::Document json;
  json.Parse(reporting::ToJson(result).c_str());
  ASSERT_FALSE(json.HasParseError());
  const auto& messaging = json["messaging"];
  EXPECT_EQ(messaging["tasks_sent"].GetUint64(), 8'589'934'590U);
  EXPECT_EQ(messaging["tasks_received"].GetUint64(), 8'589'934'590U);
  EXPECT_EQ(messaging["tasks_completed"].GetUint64(), 8'589'934'590U);
  EXPECT_EQ(messaging["tasks_failed"].GetUint64(), 4'294'967'297U);
  EXPECT_EQ(messaging["warmup_leftover"].GetUint64(), 4'294'967'298U);
  EXPECT_EQ(messaging["lateness"]["count"].GetUint64(), 8'589'934'590U);
  EXPECT_DOUBLE_EQ(messaging["lateness"]["mean_ms"].GetDouble(), 0.006);
  EXPECT_EQ(json["errors"][0]["count"].GetUint64(), 4'294'967'299U);
  const auto& worker = json["workers"][1];
  EXPECT_EQ(worker["cycles"].GetUint64(), 4'294'967'295U);
  EXPECT_EQ(worker["failed"].GetUint64(), 4'294'967'300U);
  EXPECT_EQ(worker["max_backlog"].GetUint64(), 4'294'967'301U);
  EXPECT_EQ(worker["timings"]["task"]["count"].GetUint64(), 4'294'967'295U);
  const auto& task = json["totals"]["timings"]["task"];
  EXPECT_EQ(task["count"].GetUint64(), 8'589'934'590U);
  EXPECT_DOUBLE_EQ(task["mean_ms"].GetDouble(), 2);
}

TEST(LargeCounts, AreWrittenInFullInTheTables) {
  Result result = HugeRun();
  result.messaging.tasks_failed = k32Bits + 1;
  result.workers[0].cycles = k32Bits + 2;
  result.workers[0].max_backlog = k32Bits + 3;
  result.verdict = Judge(TimeOver{.unfinished = 0}, 1000s, result);
  const std::string report = reporting::FinalReport(result);
  EXPECT_THAT(report, ContainsRegex("Tasks Sent +│ 8589934590 "));
  EXPECT_THAT(report, ContainsRegex("Tasks Completed +│ 8589934590 "));
  EXPECT_THAT(report, ContainsRegex("Tasks Failed +│ 4294967297 "));
  EXPECT_THAT(report, ContainsRegex("'4711' │ 4294967298 │ 4294967299 "));
  EXPECT_THAT(report, ContainsRegex("│ task +│ 8589934590 │ 2 "));
}

TEST(LargeCounts, AreWrittenInFullInTheProgress) {
  Result result = HugeRun();
  result.phase = RunPhase::kMeasuring;
  result.messaging.tasks_sent = k32Bits + 1;
  result.messaging.tasks_completed = k32Bits;
  EXPECT_THAT(
      reporting::ProgressLine({RunPhase::kMeasuring, Seconds(1), Seconds(2)}, result),
      HasSubstr("sent 4294967297, completed 4294967296,"));
}

}  // namespace
}  // namespace redline::runner
