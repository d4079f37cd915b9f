// The metrics of real runs of the built programs, as those see them who ask for them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <signal.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "tests/e2e/prometheus_server.h"
#include "tests/e2e/redline_process.h"
#include "tests/testing/redis_server.h"
#include "tests/testing/tcp_client.h"
#include "tests/testing/temporary_folder.h"

namespace redline::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

constexpr std::chrono::seconds kPatienceOfTheServer{5};

// Until a test ends it.
std::vector<std::string> LongRun(const std::vector<std::string>& more = {}) {
  std::vector<std::string> flags = {"--num_workers=2", "--tasks_per_second=100",
                                    "--test_duration_seconds=300", "--warmup_seconds=0",
                                    "--metrics_listen=127.0.0.1:0"};
  flags.insert(flags.end(), more.begin(), more.end());
  return flags;
}

// Where the run says that its metrics are: "127.0.0.1:34567".
std::string PlaceOf(const RedlineProcess& redline) {
  const std::string before = "Metrics: http://";
  const std::string after = "/metrics\n";
  std::string out;
  EXPECT_TRUE(Eventually([&] {
    out = redline.Stdout();
    return out.find(before) != out.npos && out.find(after) != out.npos;
  })) << redline.Stderr();
  const std::size_t from = out.find(before) + before.size();
  return out.substr(from, out.find(after) - from);
}

// The value of a metric without labels, or with all of them; empty if it is not there.
std::string ValueIn(const std::string& metrics, const std::string& series) {
  const std::string line = "\n" + series + " ";
  const std::size_t found = metrics.find(line);
  if (found == metrics.npos) return "";
  const std::size_t from = found + line.size();
  return metrics.substr(from, metrics.find('\n', from) - from);
}

std::string Scrape(const std::string& place) { return HttpGet(place, "/metrics"); }

// Scrapes until the run has completed tasks.
std::string ScrapeOfTasks(const std::string& place) {
  std::string metrics;
  EXPECT_TRUE(Eventually([&] {
    metrics = Scrape(place);
    const std::string completed = ValueIn(metrics, "redline_tasks_completed_total");
    return !completed.empty() && completed != "0";
  })) << metrics;
  return metrics;
}

// What promtool says of the text; empty if nothing.
std::string SaidByPromtool(const std::string& text) {
  const TemporaryFolder folder;
  const std::string in = folder.Write("in", text);
  const std::string out = folder.path() / "out";
  const int status =
      std::system(("promtool check metrics <'" + in + "' >'" + out + "' 2>&1").c_str());
  return ContentOf(out) + (status == 0 ? "" : "It failed.");
}

TEST(Metrics, AreScrapedByPrometheus) {
  RedlineProcess redline({.flags = LongRun({"--report_json"})});
  const PrometheusServer prometheus(PlaceOf(redline));
  const auto completed = [&] {
    return std::atoi(
        prometheus.Value("redline_tasks_completed_total").value_or("0").c_str());
  };
  ASSERT_TRUE(Eventually([&] { return completed() > 0; }, std::chrono::seconds(30)));
  const int at_first = completed();
  // Once more: it grows.
  EXPECT_TRUE(Eventually([&] { return completed() > at_first; }));
  EXPECT_EQ(prometheus.Value("redline_verdict%7Bstatus=%22pending%22%7D"), "1");
  EXPECT_EQ(prometheus.Value("redline_run_info%7Bworkload=%22building%22%7D"), "1");
  const auto p99 = prometheus.Value(
      "histogram_quantile(0.99,redline_response_seconds_"
      "bucket)");
  ASSERT_TRUE(p99);
  EXPECT_GT(std::atof(p99->c_str()), 0);
  // It has asked for OpenMetrics, where the counter's family has no suffix.
  const rapidjson::Document metadata =
      prometheus.Api("/api/v1/metadata?metric=redline_tasks_completed");
  EXPECT_STREQ(metadata["data"]["redline_tasks_completed"][0]["type"].GetString(),
               "counter");
  const int at_last = completed();
  redline.Signal(SIGINT);
  EXPECT_EQ(redline.Wait(), 130);
  EXPECT_LE(at_last, redline.Json()["messaging"]["tasks_completed"].GetInt());
}

TEST(Metrics, OfARunThatGoesOnPleasePromtool) {
  RedlineProcess redline({.flags = LongRun({"--metrics_per_worker"})});
  std::string metrics;
  // Redis has been looked at as well.
  ASSERT_TRUE(Eventually([&] {
    metrics = Scrape(PlaceOf(redline));
    return !ValueIn(metrics, "redline_redis_used_memory_bytes").empty();
  })) << metrics;
  EXPECT_EQ(SaidByPromtool(BodyOf(metrics)), "");
  EXPECT_THAT(metrics, AllOf(HasSubstr("redline_phase{phase=\"measured\"} 1\n"),
                             HasSubstr("redline_backlog{worker=\"1\"} "),
                             HasSubstr("redline_step_seconds_count{step=\"fetch\"} ")));
}

TEST(Metrics, OfAFileAreTheResults) {
  const TemporaryFolder folder;
  const std::string file = folder.path() / "redline.prom";
  RedlineProcess redline(
      {.flags = {"--num_workers=2", "--tasks_per_second=100", "--test_duration_seconds=1",
                 "--warmup_seconds=0", "--report_json", "--report_openmetrics=" + file}});
  EXPECT_EQ(redline.Wait(), 0) << redline.Stderr();
  const std::string metrics = ContentOf(file);
  EXPECT_EQ(SaidByPromtool(metrics), "");
  EXPECT_EQ(ValueIn(metrics, "redline_tasks_completed_total"), "100");
  EXPECT_EQ(ValueIn(metrics, "redline_response_seconds_count"), "100");
  EXPECT_EQ(ValueIn(metrics, "redline_phase{phase=\"ended\"}"), "1");
  EXPECT_THAT(metrics, HasSubstr("\nredline_verdict{status=\"success\",reason="));
  // And those of the JSON, whoever makes them of it.
  const std::string again = folder.path() / "again.prom";
  const std::string program = std::filesystem::absolute("reporting/reporting");
  ASSERT_EQ(std::system(("'" + program + "' render '" + redline.report_path() +
                         "' --openmetrics='" + again + "'")
                            .c_str()),
            0);
  // The run's id is not kept, and shares of CPUs are rounded.
  const auto tasks = [](const std::string& text) {
    const std::size_t from = text.find("# HELP redline_redis_info");
    return text.substr(from, text.find("# HELP redline_workers_cpu") - from);
  };
  EXPECT_THAT(tasks(metrics), HasSubstr("redline_lateness_seconds_count 100\n"));
  EXPECT_EQ(tasks(ContentOf(again)), tasks(metrics));
}

TEST(Metrics, TellNoPassword) {
  const RedisServer redis(RedisServer::Transport::kUnix, {"--requirepass", "s3cret"});
  RedlineProcess redline({.flags = LongRun({"--redis_url=" + redis.Url(":s3cret")})});
  EXPECT_THAT(
      ScrapeOfTasks(PlaceOf(redline)),
      AllOf(HasSubstr(",redis=\"unix://" + redis.folder()), Not(HasSubstr("s3cret"))));
}

TEST(Metrics, OfASearchAreThoseOfItsTrialsAtOnePort) {
  RedlineProcess redline(
      {.flags = {"--search=rate", "--num_workers=2", "--max_flats=10",
                 "--trial_seconds=1", "--warmup_seconds=0", "--search_minutes=5",
                 "--metrics_listen=127.0.0.1:0"}});
  const std::string place = PlaceOf(redline);
  std::set<std::string> runs;
  EXPECT_TRUE(Eventually(
      [&] {
        const std::string metrics = Scrape(place);
        const std::string before = "\nredline_run_info{run_id=\"";
        const std::size_t from = metrics.find(before);
        if (from == metrics.npos) return false;
        runs.insert(metrics.substr(from + before.size(), 12));
        return runs.size() >= 2;
      },
      std::chrono::seconds(30)))
      << redline.Stdout();
}

TEST(Metrics, ComeByIPv6) {
  if (!std::filesystem::exists("/proc/net/if_inet6") ||
      ContentOf("/proc/net/if_inet6").find("00000000000000000000000000000001") ==
          std::string::npos) {
    GTEST_SKIP() << "This machine has no ::1.";
  }
  RedlineProcess redline({.flags = LongRun({"--metrics_listen=[::1]:0"})});
  const std::string place = PlaceOf(redline);
  EXPECT_THAT(place, StartsWith("[::1]:"));
  EXPECT_THAT(Scrape(place), StartsWith("HTTP/1.1 200 OK\r\n"));
}

TEST(Metrics, SilentClientsDoNotHoldUpTheEnd) {
  RedlineProcess redline({.flags = LongRun()});
  const std::string place = PlaceOf(redline);
  ScrapeOfTasks(place);
  const TcpClient silent(place);
  const TcpClient slow(place);
  slow.Send("GET /metrics");
  // Both have been accepted before this one.
  EXPECT_THAT(Scrape(place), StartsWith("HTTP/1.1 200 OK\r\n"));
  const auto began = std::chrono::steady_clock::now();
  redline.Signal(SIGINT);
  EXPECT_EQ(redline.Wait(), 130);
  EXPECT_LT(std::chrono::steady_clock::now() - began, kPatienceOfTheServer);
}

TEST(Metrics, RefuseAPortThatAnotherHasBeforeAnythingStarts) {
  RedlineProcess first({.flags = LongRun()});
  const std::string place = PlaceOf(first);
  RedlineProcess second({.flags = LongRun({"--metrics_listen=" + place})});
  EXPECT_EQ(second.Wait(), 3);
  EXPECT_EQ(second.Stderr(),
            "redline: --metrics_listen (METRICS_LISTEN): another program listens at " +
                place + " already; choose another port, or 0 for one that is free.\n");
  EXPECT_THAT(second.Stdout(), IsEmpty());
}

TEST(Metrics, RefuseWhatTheyCannotBe) {
  struct Refusal {
    std::vector<std::string> flags;
    std::string sentence;
  };
  for (const Refusal& refusal : std::vector<Refusal>{
           {{"--metrics_listen=9464"},
            "--metrics_listen (METRICS_LISTEN) must be an address and a port"},
           {{"--metrics_per_worker"}, "give an address with it, or leave it out."}}) {
    RedlineProcess redline({.flags = refusal.flags});
    EXPECT_EQ(redline.Wait(), 2) << redline.Stderr();
    EXPECT_THAT(redline.Stderr(), HasSubstr(refusal.sentence));
    EXPECT_THAT(redline.Stdout(), IsEmpty());
  }
}

}  // namespace
}  // namespace redline::testing
