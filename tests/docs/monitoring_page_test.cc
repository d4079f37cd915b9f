// docs/monitoring.md lists the metrics that there are, and the dashboard shows none that
// there is not. After a change to the list:
//   UPDATE_GOLDENS=1 bazel run //tests/docs:monitoring_page_test
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <regex>
#include <set>
#include <string>

#include "reporting/metrics/metric_list.h"
#include "reporting/metrics/search_metrics.h"
#include "tests/testing/golden_file.h"
#include "tests/testing/temporary_folder.h"

namespace redline::testing {
namespace {

using reporting::Metric;
using reporting::Metrics;
using reporting::MetricType;
using reporting::SearchMetric;
using reporting::SearchMetrics;
using ::testing::Contains;

constexpr char kPage[] = "docs/monitoring.md";
constexpr char kEnd[] = "<!-- end -->\n";

std::string TableOfRuns() {
  std::string table =
      "| metric | type | labels | each worker's | meaning |\n"
      "|---|---|---|---|---|\n";
  for (const Metric& metric : Metrics()) {
    table += "| `" + metric.sample_name() + "` | " +
             std::string(RowOf(metric.type).name) + " | " + std::string(metric.labels) +
             " | " + (metric.has_workers ? "✓" : "") + " | " + std::string(metric.help) +
             " |\n";
  }
  return table;
}

std::string TableOfSearches() {
  std::string table =
      "| metric | type | labels | meaning |\n"
      "|---|---|---|---|\n";
  for (const SearchMetric& metric : SearchMetrics()) {
    table += "| `" + metric.sample_name() + "` | " +
             std::string(RowOf(metric.type).name) + " | " + std::string(metric.labels) +
             " | " + std::string(metric.help) + " |\n";
  }
  return table;
}

// Puts the table between the mark and the next end.
void Place(const std::string& table, const std::string& mark, std::string& page) {
  const std::size_t begin = page.find(mark);
  ASSERT_NE(begin, page.npos);
  const std::size_t from = begin + mark.size();
  const std::size_t end = page.find(kEnd, from);
  ASSERT_NE(end, page.npos);
  page.replace(from, end - from, "\n" + table + "\n");
}

TEST(MonitoringPage, HasTheMetricsOfToday) {
  std::string page = ContentOf(kPage);
  ASSERT_NO_FATAL_FAILURE(Place(TableOfRuns(), "<!-- metrics -->\n", page));
  ASSERT_NO_FATAL_FAILURE(
      Place(TableOfSearches(), "<!-- metrics of searches -->\n", page));
  ExpectGoldenFile(kPage, page);
}

std::set<std::string> SampleNames() {
  std::set<std::string> names;
  for (const Metric& metric : Metrics()) {
    if (metric.type != MetricType::kHistogram) {
      names.insert(metric.sample_name());
      continue;
    }
    for (const char* const suffix : {"_bucket", "_sum", "_count"}) {
      names.insert(metric.family() + suffix);
    }
  }
  return names;
}

// Everything in the dashboard that looks like the name of a metric.
std::set<std::string> NamesInDashboard(const std::string& dashboard) {
  static const std::regex kName("redline_[a-z0-9_]+");
  return {std::sregex_token_iterator(dashboard.begin(), dashboard.end(), kName),
          std::sregex_token_iterator()};
}

TEST(GrafanaDashboard, ShowsMetricsThatThereAre) {
  const std::set<std::string> names =
      NamesInDashboard(ContentOf("docs/grafana/"
                                 "redline.json"));
  EXPECT_GT(names.size(), 10U);
  for (const std::string& name : names) EXPECT_THAT(SampleNames(), Contains(name));
}

TEST(GrafanaDashboard, IsJsonWhosePanelsAllAskForSomething) {
  rapidjson::Document dashboard;
  dashboard.Parse(ContentOf("docs/grafana/redline.json").c_str());
  ASSERT_FALSE(dashboard.HasParseError());
  std::set<int> ids;
  for (const auto& panel : dashboard["panels"].GetArray()) {
    EXPECT_TRUE(ids.insert(panel["id"].GetInt()).second);
    ASSERT_GT(panel["targets"].Size(), 0U);
    for (const auto& target : panel["targets"].GetArray()) {
      EXPECT_NE(std::string(target["expr"].GetString()).find("redline_"),
                std::string::npos);
    }
  }
  EXPECT_GT(ids.size(), 5U);
}

}  // namespace
}  // namespace redline::testing
