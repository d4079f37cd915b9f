// Searches of the built binaries, as a user sees them. They are short, so what they find
// is not looked at: that is for tests/runner/search, by simulation.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <signal.h>

#include <chrono>
#include <string>
#include <vector>

#include "tests/e2e/redline_process.h"
#include "tests/testing/redis_server.h"
#include "tests/testing/temporary_folder.h"

namespace redline::testing {
namespace {

using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> With(std::vector<std::string> flags,
                              const std::vector<std::string>& more) {
  flags.insert(flags.end(), more.begin(), more.end());
  return flags;
}

// A full trial of a second.
std::vector<std::string> ShortSearch() {
  return {"--search=rate",        "--num_workers=2", "--search_minutes=0.2",
          "--trial_seconds=1",    "--max_flats=10",  "--warmup_seconds=0",
          "--search_precision=20"};
}

TEST(SearchForTheRate, EndsInTimeAndReportsEachTrialAsARun) {
  const TemporaryFolder folder;
  const std::string metrics = folder.path() / "search.prom";
  RedlineProcess redline(
      {.flags =
           With(ShortSearch(), {"--report_json", "--report_openmetrics=" + metrics})});
  // Found, or not in so short a time.
  EXPECT_THAT(redline.Wait(), AnyOf(0, 4)) << redline.Stdout() << redline.Stderr();
  const auto json = redline.Json();
  EXPECT_STREQ(json["schema"].GetString(), "redline.search/1");
  EXPECT_STREQ(json["search"].GetString(), "rate");
  ASSERT_GE(json["trials"].Size(), 2U);
  const auto& first = json["trials"][0];
  EXPECT_STREQ(first["purpose"].GetString(), "estimate");
  EXPECT_STREQ(first["result"]["schema"].GetString(), "redline.result/1");
  EXPECT_EQ(first["result"]["workers"].Size(), 2U);
  EXPECT_STREQ(first["result"]["settings"]["data"].GetString(), "full");
  EXPECT_THAT(redline.Stdout(), HasSubstr("trial 1 (estimate): 1000 tasks/s"));
  EXPECT_THAT(redline.Stdout(), HasSubstr("status: Search "));
  EXPECT_THAT(redline.Stdout(), HasSubstr(json["sentence"].GetString()));
  EXPECT_THAT(
      ContentOf(metrics),
      AllOf(HasSubstr("\nredline_search_info{search=\"rate\",workload=\"building\","),
            HasSubstr("\nredline_search_end{end=\"" +
                      std::string(json["end"].GetString()) + "\"} 1\n")));
}

TEST(SearchForTheWorkers, TriesMoreAndMoreAtTheRateThatWasAsked) {
  RedlineProcess redline(
      {.flags = {"--search=workers", "--tasks_per_second=20", "--search_minutes=0.2",
                 "--trial_seconds=1", "--max_flats=10", "--warmup_seconds=0",
                 "--report_json"}});
  EXPECT_THAT(redline.Wait(), AnyOf(0, 4)) << redline.Stdout() << redline.Stderr();
  const auto json = redline.Json();
  const auto& first = json["trials"][0];
  EXPECT_EQ(first["workers"].GetUint64(), 1U);
  EXPECT_DOUBLE_EQ(first["rate"].GetDouble(), 20);
}

TEST(Search, LeavesNoKeysInTheRedisThatWasNamed) {
  RedisServer redis;
  RedlineProcess redline(
      {.flags = With(ShortSearch(), {"--redis_url=" + redis.Url(), "--report_json"})});
  EXPECT_THAT(redline.Wait(), AnyOf(0, 4)) << redline.Stdout() << redline.Stderr();
  EXPECT_EQ(redis.Cli("dbsize"), "0\n");
}

TEST(Search, IsEndedByCtrlCWithWhatIsKnown) {
  RedlineProcess redline(
      {.flags = {"--search=rate", "--num_workers=2", "--max_flats=10",
                 "--trial_seconds=1", "--warmup_seconds=0", "--report_json"}});
  ASSERT_TRUE(Eventually([&] {
    return redline.Stdout().find("trial 1 (estimate)") != std::string::npos;
  })) << redline.Stdout();
  ASSERT_EQ(::kill(redline.pid(), SIGINT), 0);
  EXPECT_EQ(redline.Wait(), 130) << redline.Stdout() << redline.Stderr();
  const auto json = redline.Json();
  EXPECT_STREQ(json["end"].GetString(), "interrupted");
  // The next may have come to its end as well before the signal was heard.
  EXPECT_GE(json["trials"].Size(), 1U);
  EXPECT_THAT(redline.Stdout(), HasSubstr("The search was interrupted after "));
}

TEST(Search, EndsWithItsBoundsWhenRedisGoes) {
  RedisServer redis;
  RedlineProcess redline(
      {.flags = {"--search=rate", "--num_workers=2", "--max_flats=10",
                 "--trial_seconds=1", "--warmup_seconds=0", "--redis_wait_seconds=1",
                 "--redis_url=" + redis.Url(), "--report_json"}});
  ASSERT_TRUE(Eventually([&] {
    return redline.Stdout().find("trial 1 (estimate)") != std::string::npos;
  })) << redline.Stdout();
  redis.Kill();
  EXPECT_THAT(redline.Wait(), AnyOf(3, 4)) << redline.Stdout() << redline.Stderr();
  EXPECT_STREQ(redline.Json()["end"].GetString(), "broken");
  EXPECT_THAT(redline.Stdout(), HasSubstr("The search could not go on: "));
}

TEST(Sweep, SearchesForEachValueAndReportsThemTogether) {
  RedlineProcess redline(
      {.flags = With(ShortSearch(), {"--search_minutes=0.1",
                                     "--sweep=item_payload_kb:1,2", "--report_json"})});
  EXPECT_THAT(redline.Wait(), AnyOf(0, 4)) << redline.Stdout() << redline.Stderr();
  const auto json = redline.Json();
  EXPECT_STREQ(json["schema"].GetString(), "redline.sweep/1");
  EXPECT_STREQ(json["setting"].GetString(), "item_payload_kb");
  ASSERT_EQ(json["searches"].Size(), 2U);
  EXPECT_STREQ(json["searches"][1]["value"].GetString(), "2");
  const auto& second = json["searches"][1]["result"];
  EXPECT_STREQ(second["schema"].GetString(), "redline.search/1");
  EXPECT_STREQ(second["settings"]["item_payload_kb"].GetString(), "2");
  const auto& run = second["trials"][0]["result"];
  EXPECT_STREQ(run["settings"]["item_payload_kb"].GetString(), "2");
  EXPECT_THAT(redline.Stdout(), HasSubstr("item_payload_kb=1 (1 of 2): "));
  EXPECT_THAT(redline.Stdout(), HasSubstr("Sweep of item_payload_kb"));
  EXPECT_THAT(redline.Stdout(), HasSubstr(json["sentence"].GetString()));
}

TEST(Sweep, IsEndedByCtrlCWithTheSearchesBefore) {
  RedlineProcess redline(
      {.flags = With(ShortSearch(), {"--search_minutes=0.1",
                                     "--sweep=item_payload_kb:1,2,3", "--report_json"})});
  ASSERT_TRUE(Eventually(
      [&] {
        return redline.Stdout().find("item_payload_kb=2 (2 of 3): ") != std::string::npos;
      },
      std::chrono::minutes(1)))
      << redline.Stdout();
  ASSERT_EQ(::kill(redline.pid(), SIGINT), 0);
  EXPECT_EQ(redline.Wait(), 130) << redline.Stdout() << redline.Stderr();
  const auto json = redline.Json();
  ASSERT_EQ(json["searches"].Size(), 2U);
  EXPECT_STREQ(json["searches"][1]["result"]["end"].GetString(), "interrupted");
  EXPECT_THAT(redline.Stdout(),
              HasSubstr("The sweep ended early: of 3 values, 1 had no"));
}

struct Refusal {
  std::vector<std::string> flags;
  std::string sentence;
};

TEST(Search, RefusesWhatItCannotBe) {
  for (const Refusal& refusal : std::vector<Refusal>{
           {{"--search=lunch"}, "--search (SEARCH) must be "},
           {{"--at_least=4000"}, "--at_least (AT_LEAST) is for a search"},
           {{"--search_minutes=5"}, "add --search=rate"},
           {{"--search_precision=1"}, "add --search=rate"},
           {{"--trial_seconds=20"}, "add --search=rate"},
           {{"--search=workers", "--at_least=4000"}, "use --search=rate"},
           {{"--sweep=max_flats:10"}, "add --search=rate"},
           {{"--search=rate", "--keep_data"}, "--keep_data leaves the keys of a trial"},
           {{"--search=rate", "--report_hlog=x.hlog"},
            "--report_hlog is of one run, and a search makes many: leave it out."},
           {{"--search=workers", "--fleet=a", "--redis_url=redis://127.0.0.1:1"},
            "leave --fleet (FLEET) out"}}) {
    RedlineProcess redline({.flags = refusal.flags});
    EXPECT_EQ(redline.Wait(), 2) << redline.Stderr();
    EXPECT_THAT(redline.Stderr(), HasSubstr(refusal.sentence));
    EXPECT_THAT(redline.Stdout(), IsEmpty());
  }
}

}  // namespace
}  // namespace redline::testing
