// Runs whose rate changes, and whose tasks come by chance or in bursts, as a user sees
// them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "tests/e2e/redline_process.h"

namespace redline::testing {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::StrEq;

std::uint64_t CountOf(const rapidjson::Value& json) { return json.GetUint64(); }

std::vector<std::string> With(const std::vector<std::string>& flags) {
  std::vector<std::string> all = {"--num_workers=4", "--warmup_seconds=0.2",
                                  // A slow machine's supervisor may be late.
                                  "--max_lateness_ms=1000", "--report_json"};
  all.insert(all.end(), flags.begin(), flags.end());
  return all;
}

TEST(Stages, GetExactlyTheTasksOfTheirRampsEachWithItsOwnFigures) {
  RedlineProcess redline({.flags = With({"--stages=1s:0-200,1s:200,500ms:0,1s:100-50"})});
  ASSERT_EQ(redline.Wait(), 0) << redline.Stdout() << redline.Stderr();
  const auto json = redline.Json();
  const auto& stages = json["stages"];
  ASSERT_EQ(stages.Size(), 4U);
  const std::uint64_t expected[] = {100, 200, 0, 75};
  std::uint64_t series_due = 0;
  for (const auto& due : json["series"]["due"].GetArray()) series_due += CountOf(due);
  EXPECT_EQ(series_due, 375U);
  for (rapidjson::SizeType i = 0; i < 4; ++i) {
    EXPECT_EQ(CountOf(stages[i]["tasks_sent"]), expected[i]) << i;
    EXPECT_EQ(CountOf(stages[i]["tasks_completed"]), expected[i]) << i;
    EXPECT_EQ(CountOf(stages[i]["timings"]["response"]["count"]), expected[i]) << i;
    EXPECT_EQ(CountOf(stages[i]["timings"]["fetch"]["count"]), expected[i]) << i;
    EXPECT_EQ(CountOf(stages[i]["lateness"]["count"]), expected[i]) << i;
    // A stall at its end leaves some unfinished.
    EXPECT_THAT(stages[i]["outcome"].GetString(),
                AnyOf(StrEq("held"), StrEq("fell_behind")))
        << i;
  }
  EXPECT_DOUBLE_EQ(stages[0]["asked_rate"].GetDouble(), 100);
  EXPECT_DOUBLE_EQ(stages[0]["delivered_rate"].GetDouble(), 100);
  EXPECT_DOUBLE_EQ(stages[3]["begin_seconds"].GetDouble(), 2.5);
  EXPECT_EQ(CountOf(json["messaging"]["tasks_completed"]), 375U);
  EXPECT_EQ(CountOf(json["totals"]["timings"]["task"]["count"]), 375U);
  EXPECT_DOUBLE_EQ(json["messaging"]["uptime_seconds"].GetDouble(), 3.5);
  EXPECT_NEAR(json["messaging"]["asked_rate"].GetDouble(), 375 / 3.5, 1e-9);
}

TEST(Stages, NameTheOneThatFails) {
  RedlineProcess redline(
      {.flags = With({"--max_worker_backlog=20", "--stages=1s:50,5s:50000,5s:10",
                      "--warmup_seconds=0"})});
  ASSERT_EQ(redline.Wait(), 1);
  const auto json = redline.Json();
  EXPECT_THAT(json["verdict"]["sentence"].GetString(),
              HasSubstr(" into stage 2 of 3 (50000 tasks/s): 20 of its tasks"));
  EXPECT_THAT(json["stages"][0]["outcome"].GetString(),
              AnyOf(StrEq("held"), StrEq("fell_behind")));
  EXPECT_STREQ(json["stages"][1]["outcome"].GetString(), "failed");
  EXPECT_STREQ(json["stages"][2]["outcome"].GetString(), "not_reached");
}

TEST(Stages, HaveThresholdsOfTheirOwn) {
  RedlineProcess redline(
      {.flags = With({"--stages=1s:50,1s:100",
                      "--slo=stage1.response.p99<10s,stage2.response.max<1us"})});
  ASSERT_EQ(redline.Wait(), 1);
  const auto json = redline.Json();
  EXPECT_STREQ(json["verdict"]["reason"].GetString(), "slo");
  EXPECT_THAT(json["verdict"]["sentence"].GetString(),
              HasSubstr("violated 1 of 2 thresholds: stage2.response.max<1us"));
  EXPECT_THAT(json["stages"][0]["outcome"].GetString(),
              AnyOf(StrEq("held"), StrEq("fell_behind")));
  EXPECT_STREQ(json["stages"][1]["outcome"].GetString(), "slo");
}

std::string RefusalOf(std::vector<std::string> flags) {
  RedlineProcess redline({.flags = std::move(flags)});
  EXPECT_EQ(redline.Wait(), 2);
  return redline.Stderr();
}

TEST(Stages, RefuseWhatContradictsThem) {
  EXPECT_THAT(RefusalOf({"--stages=1s:5", "--tasks_per_second=7"}),
              HasSubstr("--tasks_per_second (TASKS_PER_SECOND) is given, but --stages "
                        "(STAGES) says rates and times itself"));
  EXPECT_THAT(RefusalOf({"--stages=1s:5", "--test_duration_seconds=7"}),
              HasSubstr("leave one of the two out"));
  EXPECT_THAT(RefusalOf({"--stages=1s:5", "--search=rate"}),
              HasSubstr("--search finds one rate that holds, and --stages has several"));
  EXPECT_THAT(RefusalOf({"--stages=1s:5", "--slo=stage2.response.p99<1s"}),
              HasSubstr("there are 1: name one of these"));
  EXPECT_THAT(RefusalOf({"--slo=stage1.response.p99<1s"}),
              HasSubstr("there are none: add --stages"));
  EXPECT_THAT(RefusalOf({"--stages=1s:5", "--slo=stage1.errors==0"}),
              HasSubstr("known of a whole run only"));
}

TEST(Arrivals, ComeByChanceAndAgainTheSameWithTheSameSeed) {
  const auto due_of = [](const char* seed) {
    RedlineProcess redline(
        {.flags = With({"--tasks_per_second=200", "--test_duration_seconds=2",
                        "--arrivals=poisson", seed})});
    EXPECT_EQ(redline.Wait(), 0) << redline.Stdout();
    const auto json = redline.Json();
    const std::uint64_t sent = CountOf(json["messaging"]["tasks_sent"]);
    EXPECT_EQ(CountOf(json["messaging"]["tasks_completed"]), sent);
    // All that came were issued.
    EXPECT_DOUBLE_EQ(json["messaging"]["delivered_rate"].GetDouble(), 200);
    return sent;
  };
  const std::uint64_t first = due_of("--seed=11");
  EXPECT_EQ(due_of("--seed=11"), first);
  // Six deviations of 400 tasks.
  EXPECT_NEAR(static_cast<double>(first), 400, 120);
  EXPECT_NE(first, 400U);
}

TEST(Arrivals, ComeInBurstsThatFillBacklogs) {
  RedlineProcess redline(
      {.flags = With({"--tasks_per_second=200", "--test_duration_seconds=2",
                      "--arrivals=burst:100"})});
  ASSERT_EQ(redline.Wait(), 0) << redline.Stdout();
  const auto json = redline.Json();
  EXPECT_EQ(CountOf(json["messaging"]["tasks_completed"]), 400U);
  EXPECT_EQ(CountOf(json["messaging"]["burst"]), 100U);
  // Four workers got 25 each at once.
  std::uint64_t highest = 0;
  for (const auto& worker : json["workers"].GetArray()) {
    highest = std::max(highest, CountOf(worker["max_backlog"]));
  }
  EXPECT_GE(highest, 20U);
  EXPECT_LE(highest, 25U);
}

}  // namespace
}  // namespace redline::testing
