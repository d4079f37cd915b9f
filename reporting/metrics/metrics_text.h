// A result, or what a search found, as metrics in text, in the two dialects that
// Prometheus reads:
//
//   OpenMetrics 1.0          https://prometheus.io/docs/specs/om/open_metrics_spec/
//   Prometheus' text format  https://prometheus.io/docs/instrumenting/exposition_formats/
//
// The older one, version 0.0.4, is what node_exporter's textfile collector takes. There a
// counter's family is called as its samples, with "_total"; an info is a gauge; and there
// is neither a "# UNIT" nor the "# EOF" by which OpenMetrics knows that a text is whole.
// The series are the same in both. Times of samples are left to whoever reads them.
//
// Pure functions, independent of the locale.
#ifndef REDLINE_REPORTING_METRICS_METRICS_TEXT_H_
#define REDLINE_REPORTING_METRICS_METRICS_TEXT_H_

#include <array>
#include <string>
#include <string_view>

#include "base/enum_table.h"
#include "reporting/metrics/metric_list.h"
#include "reporting/model/result.h"
#include "reporting/model/search_result.h"
#include "reporting/model/sweep_result.h"

namespace redline::reporting {

enum class MetricsDialect { kPrometheus, kOpenMetrics };

struct MetricsDialectRow {
  MetricsDialect value;
  std::string_view name;
  std::string_view content_type;  // In HTTP.
};

inline constexpr std::array kMetricsDialects = std::to_array<MetricsDialectRow>({
    {MetricsDialect::kPrometheus, "prometheus",
     "text/plain; version=0.0.4; charset=utf-8"},
    {MetricsDialect::kOpenMetrics, "openmetrics",
     "application/openmetrics-text; version=1.0.0; charset=utf-8"},
});
constexpr const auto& TableOf(MetricsDialect) { return kMetricsDialects; }

// Metrics that the result does not have are left out. Label values are printable UTF-8.
std::string MetricsText(const Result& result, MetricsDialect dialect,
                        WorkerDetail detail = WorkerDetail::kTogether);

// The texts for a file, such as those that node_exporter's textfile collector reads: in
// Prometheus' own format, all workers together.
std::string ToMetricsFile(const Result& result);
std::string ToMetricsFile(const SearchResult& result);
std::string ToMetricsFile(const SweepResult& result);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_METRICS_METRICS_TEXT_H_
