#include "reporting/metrics/metrics_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <span>
#include <string>
#include <string_view>

#include "reporting/metrics/metric_list.h"
#include "reporting/metrics/search_metrics.h"
#include "tests/reporting/golden.h"
#include "tests/reporting/sample_results.h"
#include "tests/reporting/sample_searches.h"

namespace redline::reporting {
namespace {

using testing::EmptyRun;
using testing::EndedSweep;
using testing::ExpectGolden;
using testing::FailedRun;
using testing::FoundRate;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::RunningRun;
using testing::StagedRun;
using testing::SuccessfulRun;

std::string Prometheus(const Result& result,
                       WorkerDetail detail = WorkerDetail::kTogether) {
  return MetricsText(result, MetricsDialect::kPrometheus, detail);
}

std::string OpenMetrics(const Result& result) {
  return MetricsText(result, MetricsDialect::kOpenMetrics);
}

TEST(MetricsText, InPrometheusFormat) {
  ExpectGolden("metrics_prometheus", ToMetricsFile(SuccessfulRun(2)));
}

TEST(MetricsText, InOpenMetrics) {
  ExpectGolden("metrics_openmetrics", OpenMetrics(SuccessfulRun(2)));
}

// What Prometheus stores does not depend on the dialect.
TEST(MetricsText, HasTheSameSamplesInBothDialects) {
  const auto samples = [](const std::string& text) {
    std::string lines;
    for (std::size_t from = 0; from < text.size();) {
      const std::size_t end = text.find('\n', from) + 1;
      if (text[from] != '#') lines += text.substr(from, end - from);
      from = end;
    }
    return lines;
  };
  const Result result = FailedRun(3);
  EXPECT_EQ(samples(Prometheus(result)), samples(OpenMetrics(result)));
}

TEST(MetricsText, CallsACounterAsEachDialectDoes) {
  const Result result = SuccessfulRun(2);
  EXPECT_THAT(Prometheus(result),
              HasSubstr("# TYPE redline_tasks_completed_total counter\n"
                        "redline_tasks_completed_total 400\n"));
  EXPECT_THAT(OpenMetrics(result), HasSubstr("# TYPE redline_tasks_completed counter\n"
                                             "redline_tasks_completed_total 400\n"));
}

TEST(MetricsText, KnowsAnInfoInOpenMetricsAlone) {
  const Result result = SuccessfulRun(2);
  EXPECT_THAT(Prometheus(result),
              HasSubstr("# TYPE redline_redis_info gauge\n"
                        "redline_redis_info{version=\"7.0.15\"} 1\n"));
  EXPECT_THAT(OpenMetrics(result), HasSubstr("# TYPE redline_redis info\n"
                                             "redline_redis_info{version="));
}

TEST(MetricsText, EndsInOpenMetricsWithItsMark) {
  EXPECT_TRUE(OpenMetrics(EmptyRun(1)).ends_with("\n# EOF\n"));
  EXPECT_THAT(Prometheus(EmptyRun(1)), Not(HasSubstr("EOF")));
}

TEST(MetricsText, OfARunThatGoesOnIsPending) {
  const std::string text = Prometheus(RunningRun(2));
  EXPECT_THAT(text, HasSubstr("\nredline_verdict{status=\"pending\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("\nredline_phase{phase=\"measured\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("\nredline_phase{phase=\"drain\"} 0\n"));
}

TEST(MetricsText, HasTheVerdictAndItsReason) {
  EXPECT_THAT(Prometheus(FailedRun(2)),
              HasSubstr("\nredline_verdict{status=\"failed\",reason=\"redis_errors\"} "
                        "1\n"));
}

TEST(MetricsText, HasTheErrorsByClass) {
  const std::string text = Prometheus(FailedRun(2));
  EXPECT_THAT(text, HasSubstr("\nredline_errors_total{class=\"OOM\"} 1204\n"));
  EXPECT_THAT(text, HasSubstr("\nredline_errors_total{class=\"connection lost\"} 3\n"));
}

TEST(MetricsText, HasTheBacklogWhileTheRunLasts) {
  Result result = RunningRun(3);
  for (WorkerResult& worker : result.workers) worker.backlog = 2 + worker.index;
  const std::string text = Prometheus(result);
  EXPECT_THAT(text, HasSubstr("\nredline_backlog 9\n"));
  EXPECT_THAT(text, HasSubstr("\nredline_backlog_worst 4\n"));
  EXPECT_THAT(text, HasSubstr("\nredline_backlog_limit 100\n"));
  EXPECT_THAT(Prometheus(SuccessfulRun(3)), Not(HasSubstr("\nredline_backlog 0")));
}

TEST(MetricsText, AddsTheWorkersUpUnlessEachIsAskedFor) {
  Result result = RunningRun(2);
  result.workers[1].backlog = 7;
  EXPECT_THAT(Prometheus(result), Not(HasSubstr("worker=")));
  const std::string each = Prometheus(result, WorkerDetail::kEach);
  EXPECT_THAT(each, HasSubstr("redline_tasks_completed_total{worker=\"0\"} 200\n"
                              "redline_tasks_completed_total{worker=\"1\"} 200\n"));
  EXPECT_THAT(each, HasSubstr("\nredline_backlog{worker=\"1\"} 7\n"));
  EXPECT_THAT(each, HasSubstr("\nredline_workers_cpu_cores{worker=\"1\"} 0.3075\n"));
  EXPECT_THAT(each, Not(HasSubstr("\nredline_backlog ")));
}

TEST(MetricsText, HasTheRateThatAStageAsksForAtThisMoment) {
  Result result = StagedRun(1);
  result.verdict.reset();
  const auto rate_at = [&](double uptime) {
    result.messaging.uptime = Seconds(uptime);
    const std::string text = Prometheus(result);
    const std::string name = "\nredline_target_rate ";
    const std::size_t from = text.find(name) + name.size();
    return text.substr(from, text.find('\n', from) - from);
  };
  EXPECT_EQ(rate_at(0), "0");
  EXPECT_EQ(rate_at(1), "250");
  EXPECT_EQ(rate_at(5), "1000");
  EXPECT_EQ(rate_at(14), "1250");
  EXPECT_EQ(rate_at(99), "500");
}

TEST(MetricsText, NamesTheRun) {
  Result result = SuccessfulRun(1);
  result.provenance.run_id = "0123456789ab-web.1";
  EXPECT_THAT(Prometheus(result),
              HasSubstr("\nredline_run_info{run_id=\"0123456789ab-web.1\",workload="
                        "\"building\",redis=\"redis://cache.example:6379\",version="
                        "\"1.2.3\",revision=\"0a1b2c3d4e5f\",started="
                        "\"2026-11-25T08:34:04Z\"} 1\n"));
}

TEST(MetricsText, EscapesLabels) {
  Result result = SuccessfulRun(1);
  result.workload = "file:a \"b\" c\\d\ne\xff.task";
  EXPECT_THAT(Prometheus(result),
              HasSubstr("{workload=\"file:a \\\"b\\\" c\\\\d e\uFFFD.task\","));
}

TEST(MetricsText, HasNoFigureThatIsNotKnown) {
  const std::string text = Prometheus(EmptyRun(1));
  EXPECT_THAT(text, HasSubstr("\nredline_response_seconds_count 0\n"));
  EXPECT_THAT(text, Not(HasSubstr("redline_redis_busy_ratio")));
  EXPECT_THAT(text, Not(HasSubstr("redline_workers_cpu")));
  EXPECT_THAT(text, Not(HasSubstr("-\n")));
}

// The counters of a run that goes on are read one after another.
TEST(MetricsText, CountsNoMoreInABucketThanInAll) {
  Result result = EmptyRun(1);
  result.workers[0].timings.response =
      shm::HistogramSnapshot(shm::HistogramSnapshot::Parts{
          .count = 1, .sum = 60, .min = {}, .max = {}, .buckets = {{30, 2}}});
  EXPECT_THAT(Prometheus(result),
              HasSubstr("redline_response_seconds_bucket{le=\"+Inf\"} 2\n"
                        "redline_response_seconds_sum 0.00006\n"
                        "redline_response_seconds_count 2\n"));
}

TEST(MetricsText, OfASearch) {
  ExpectGolden("metrics_search", ToMetricsFile(FoundRate()));
}

TEST(MetricsText, OfASearchForWorkersHasTheirNumber) {
  SearchResult search = FoundRate();
  search.goal = SearchGoal::kWorkers;
  search.held = SearchBound{.value = 7, .held = 3, .failed = 0};
  search.failed = SearchBound{.value = 6, .held = 0, .failed = 2};
  const std::string text = ToMetricsFile(search);
  EXPECT_THAT(text, HasSubstr("\nredline_search_held_workers 7\n"));
  EXPECT_THAT(text, HasSubstr("\nredline_search_failed_workers 6\n"));
  EXPECT_THAT(text, Not(HasSubstr("redline_search_held_rate")));
}

TEST(MetricsText, OfASearchInVainHasNoRedline) {
  SearchResult search = FoundRate();
  search.end = SearchEnd::kNoneHolds;
  search.held.reset();
  search.likely_least.reset();
  search.likely_most.reset();
  const std::string text = ToMetricsFile(search);
  EXPECT_THAT(text, HasSubstr("\nredline_search_end{end=\"none_holds\"} 1\n"));
  EXPECT_THAT(text, Not(HasSubstr("held_rate")));
  EXPECT_THAT(text, Not(HasSubstr("likely_rate")));
}

TEST(MetricsText, OfASweepHasEachSearchWithTheSettingsValue) {
  const std::string text = ToMetricsFile(EndedSweep());
  EXPECT_THAT(
      text,
      HasSubstr("# TYPE redline_search_held_rate gauge\n"
                "redline_search_held_rate{setting=\"max_flats\",value=\"10\"} 4450\n"
                "redline_search_held_rate{setting=\"max_flats\",value=\"100\"} "
                "3000\n"
                "# HELP"));
  EXPECT_THAT(text, HasSubstr("\nredline_search_end{setting=\"max_flats\",value=\"100\","
                              "end=\"out_of_time\"} 1\n"));
}

template <class Metric>
void ExpectHelpThatNeedsNoEscaping(std::span<const Metric> metrics) {
  for (const Metric& metric : metrics) {
    EXPECT_TRUE(metric.help.ends_with('.')) << metric.name;
    EXPECT_EQ(metric.help.find_first_of("\\\"\n"), metric.help.npos) << metric.name;
  }
}

TEST(Metrics, HaveHelpThatNeedsNoEscaping) {
  ExpectHelpThatNeedsNoEscaping(Metrics());
  ExpectHelpThatNeedsNoEscaping(SearchMetrics());
}

}  // namespace
}  // namespace redline::reporting
