#include "reporting/json/json_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <rapidjson/error/en.h>

#include <cstdint>
#include <limits>

#include "base/text/display_text.h"
#include "tests/reporting/golden.h"
#include "tests/reporting/sample_results.h"

namespace redline::reporting {
namespace {

using rapidjson::Document;
using rapidjson::Value;
using ::testing::ElementsAre;
using testing::EmptyRun;
using ::testing::EndsWith;
using testing::ExpectGolden;
using testing::FailedRun;
using testing::SuccessfulRun;

// Parsed as strictly as RapidJSON can: valid UTF-8, no NaN, nothing after the object.
Document Parsed(const std::string& json) {
  Document document;
  document
      .Parse<rapidjson::kParseValidateEncodingFlag | rapidjson::kParseFullPrecisionFlag>(
          json.c_str());
  EXPECT_FALSE(document.HasParseError())
      << rapidjson::GetParseError_En(document.GetParseError()) << " at "
      << document.GetErrorOffset() << " of:\n"
      << json;
  return document;
}

std::vector<std::string> KeysOf(const Value& object) {
  std::vector<std::string> keys;
  for (const auto& member : object.GetObject()) keys.push_back(member.name.GetString());
  return keys;
}

TEST(JsonReport, HasTheDocumentedForm) {
  ExpectGolden("result_2_workers", ToJson(SuccessfulRun(2)));
}

TEST(JsonReport, HasTheDocumentedFormWhenNothingWasMeasured) {
  ExpectGolden("result_empty", ToJson(EmptyRun(1)));
}

TEST(JsonReport, EndsWithANewline) { EXPECT_THAT(ToJson(EmptyRun(0)), EndsWith("}\n")); }

TEST(JsonReport, ReadsBackAsItWasMeasured) {
  const Result result = SuccessfulRun(28);
  const Document json = Parsed(ToJson(result));
  EXPECT_STREQ(json["schema"].GetString(), "redline.result/1");
  EXPECT_STREQ(json["workload"].GetString(), "building");
  EXPECT_EQ(json["constants"]["TASKS_PER_SECOND"].GetInt(), 1000);
  EXPECT_EQ(json["constants"]["NUM_WORKERS"].GetInt(), 28);
  EXPECT_STREQ(json["verdict"]["status"].GetString(), "success");
  EXPECT_STREQ(json["verdict"]["reason"].GetString(), "completed");
  EXPECT_TRUE(json["verdict"]["worker_index"].IsNull());
  EXPECT_DOUBLE_EQ(json["verdict"]["at_seconds"].GetDouble(), 240.0124);
  EXPECT_EQ(json["messaging"]["tasks_sent"].GetUint64(), 5600u);
  EXPECT_EQ(json["messaging"]["delivered_rate"].GetDouble(), 1000);
  EXPECT_EQ(json["messaging"]["lateness"]["count"].GetUint64(), 1000u);
  EXPECT_EQ(json["messaging"]["lateness"]["max_ms"].GetDouble(), 0.999);

  const Value& workers = json["workers"];
  ASSERT_EQ(workers.Size(), 28u);
  for (rapidjson::SizeType i = 0; i < workers.Size(); ++i) {
    const WorkerResult& expected = result.workers[i];
    EXPECT_EQ(workers[i]["index"].GetUint64(), expected.index);
    EXPECT_EQ(workers[i]["pid"].GetInt64(), expected.pid);
    EXPECT_EQ(workers[i]["max_backlog"].GetUint64(), expected.max_backlog);
    EXPECT_NEAR(workers[i]["timings"]["task"]["mean_ms"].GetDouble(),
                expected.timings.task.Mean()->count() / 1000, 1e-6);
  }
  EXPECT_EQ(json["totals"]["timings"]["task"]["count"].GetUint64(), 5600u);
}

TEST(JsonReport, PartsOfATaskAddUp) {
  const Document json = Parsed(ToJson(SuccessfulRun(3)));
  const Value& timings = json["totals"]["timings"];
  const auto mean = [&](const char* name) {
    return timings[name]["mean_ms"].GetDouble();
  };
  EXPECT_NEAR(mean("fetch") + mean("save") + mean("redis_ping") + mean("rest"),
              mean("task"), 1e-5);
  EXPECT_NEAR(mean("queue") + mean("task"), mean("response"), 1e-5);
}

TEST(JsonReport, NamesTheWorkerThatEndedTheRun) {
  Result result = SuccessfulRun(28);
  result.verdict = Verdict{.status = Status::kFailed,
                           .reason = Reason::kBacklogLimit,
                           .sentence = "Worker 7 reached its limit.",
                           .worker_index = 7,
                           .worker_pid = 4121,
                           .backlog = 100,
                           .at = Seconds(-1.5)};
  const Document json = Parsed(ToJson(result));
  const Value& verdict = json["verdict"];
  EXPECT_STREQ(verdict["status"].GetString(), "failed");
  EXPECT_STREQ(verdict["reason"].GetString(), "backlog_limit");
  EXPECT_STREQ(verdict["sentence"].GetString(), "Worker 7 reached its limit.");
  EXPECT_EQ(verdict["worker_index"].GetInt(), 7);
  EXPECT_EQ(verdict["worker_pid"].GetInt(), 4121);
  EXPECT_EQ(verdict["backlog"].GetInt(), 100);
  EXPECT_EQ(verdict["at_seconds"].GetDouble(), -1.5);
}

TEST(JsonReport, CountsFailedTasksAndErrorsByClass) {
  const Document json = Parsed(ToJson(FailedRun(2)));
  EXPECT_EQ(json["messaging"]["tasks_failed"].GetInt(), 607);
  EXPECT_EQ(json["workers"][0]["failed"].GetInt(), 607);
  EXPECT_EQ(json["workers"][1]["failed"].GetInt(), 0);
  ASSERT_EQ(json["errors"].Size(), 2u);
  EXPECT_STREQ(json["errors"][0]["class"].GetString(), "OOM");
  EXPECT_EQ(json["errors"][0]["count"].GetInt(), 1204);
}

TEST(JsonReport, TellsOfRedisAndTheBottleneck) {
  Result result = SuccessfulRun(1);
  result.redis->commands[1].share.reset();
  result.bottleneck->kind = Bottleneck::Kind::kRedisCpu;
  const Document json = Parsed(ToJson(result));
  EXPECT_STREQ(json["redis"]["version"].GetString(), "7.0.15");
  EXPECT_EQ(json["redis"]["cpu_percent_mean"].GetDouble(), 4.127);
  EXPECT_EQ(json["redis"]["commands"].Size(), 9u);
  EXPECT_STREQ(json["redis"]["commands"][0]["name"].GetString(), "exec");
  EXPECT_EQ(json["redis"]["commands"][0]["share"].GetDouble(), 0.733);
  EXPECT_TRUE(json["redis"]["commands"][1]["share"].IsNull());
  EXPECT_EQ(json["preflight"]["round_trip_ms"].GetDouble(), 2.5);
  EXPECT_STREQ(json["preflight"]["checks"][1]["outcome"].GetString(), "impossible");
  EXPECT_TRUE(json["preflight"]["checks"][0]["sentence"].IsNull());
  EXPECT_EQ(json["machine"]["cores"].GetInt(), 8);
  EXPECT_STREQ(json["bottleneck"]["kind"].GetString(), "redis_cpu");
}

TEST(JsonReport, HasNullForWhatWasNotMeasured) {
  const Document json = Parsed(ToJson(EmptyRun(1)));
  for (const char* absent : {"preflight", "redis", "fetch", "tls_verify",
                             "supervisor_cpu_percent", "machine", "bottleneck"}) {
    EXPECT_TRUE(json[absent].IsNull()) << absent;
  }
  EXPECT_EQ(json["errors"].Size(), 0u);
  EXPECT_TRUE(json["workers"][0]["cpu_percent"].IsNull());
  EXPECT_TRUE(json["verdict"].IsNull());
  EXPECT_TRUE(json["messaging"]["delivered_rate"].IsNull());
  EXPECT_TRUE(json["messaging"]["drain_seconds"].IsNull());
  const Value& worker = json["workers"][0];
  EXPECT_TRUE(worker["mean_mem_mb"].IsNull());
  EXPECT_TRUE(worker["evt_loop_mean_ms"].IsNull());
  for (const auto& timing : worker["timings"].GetObject()) {
    EXPECT_EQ(timing.value["count"].GetInt(), 0);
    for (const char* figure :
         {"mean_ms", "p50_ms", "p90_ms", "p95_ms", "p99_ms", "p999_ms", "max_ms"}) {
      EXPECT_TRUE(timing.value[figure].IsNull()) << timing.name.GetString() << figure;
    }
  }
}

TEST(JsonReport, HasTheOriginalsStepsWhateverTheWorkload) {
  Result result = EmptyRun(1);
  result.step_names = {};
  EXPECT_THAT(
      KeysOf(Parsed(ToJson(result))["workers"][0]["timings"]),
      ElementsAre("task", "fetch", "save", "redis_ping", "queue", "response", "rest"));
  result.step_names = {"fn:save", "render"};
  EXPECT_THAT(KeysOf(Parsed(ToJson(result))["totals"]["timings"]),
              ElementsAre("task", "save", "render", "fetch", "redis_ping", "queue",
                          "response", "rest"));
}

TEST(JsonReport, ListsWorkersByIndex) {
  Result result = EmptyRun(3);
  std::swap(result.workers[0], result.workers[2]);
  const Document json = Parsed(ToJson(result));
  for (rapidjson::SizeType i = 0; i < 3; ++i) {
    EXPECT_EQ(json["workers"][i]["index"].GetUint(), i);
  }
}

TEST(JsonReport, IsValidUtf8WhateverTheStringsHold) {
  Result result = SuccessfulRun(1);
  result.workload = "\xFF\"\\";
  result.verdict->sentence = "µ \xE2\x94 \n\x01";
  result.step_names[2] = "ping\xC0";
  const std::string text = ToJson(result);
  EXPECT_EQ(text, ToValidUtf8(text));
  const Document json = Parsed(text);
  EXPECT_STREQ(json["workload"].GetString(), "\uFFFD\"\\");
  EXPECT_STREQ(json["verdict"]["sentence"].GetString(), "µ \uFFFD\uFFFD \n\x01");
  EXPECT_TRUE(json["totals"]["timings"].HasMember("ping\uFFFD"));
}

TEST(JsonReport, HoldsNumbersOfAnyWidthAndNoNaN) {
  Result result = SuccessfulRun(1);
  result.messaging.tasks_sent = std::uint64_t{1} << 63;
  result.messaging.tasks_completed = std::numeric_limits<std::uint64_t>::max();
  result.messaging.delivered_rate = std::numeric_limits<double>::quiet_NaN();
  result.constants.tasks_per_second = 1e300;
  result.workers[0].max_mem_mb = std::numeric_limits<double>::infinity();
  const Document json = Parsed(ToJson(result));
  EXPECT_EQ(json["messaging"]["tasks_sent"].GetUint64(), std::uint64_t{1} << 63);
  EXPECT_EQ(json["messaging"]["tasks_completed"].GetUint64(),
            std::numeric_limits<std::uint64_t>::max());
  EXPECT_TRUE(json["messaging"]["delivered_rate"].IsNull());
  EXPECT_EQ(json["constants"]["TASKS_PER_SECOND"].GetDouble(), 1e300);
  EXPECT_TRUE(json["workers"][0]["max_mem_mb"].IsNull());
}

}  // namespace
}  // namespace redline::reporting
