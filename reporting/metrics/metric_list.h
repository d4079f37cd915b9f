// The metrics that redline has, and how each comes from a result: the one list, from
// which the texts (reporting/metrics/metrics_text.h), the table in docs/monitoring.md and
// the checks of the dashboard are made. To add one, add its row.
//
// Names follow Prometheus' rules: base units, "_total" for counters, no figure that a
// query can compute of others. Counters and timings are of the measured phase, as
// everywhere: they are zero until it begins.
//
// Pure functions.
#ifndef REDLINE_REPORTING_METRICS_METRIC_LIST_H_
#define REDLINE_REPORTING_METRICS_METRIC_LIST_H_

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/enum_table.h"
#include "reporting/model/result.h"
#include "shm/histogram_snapshot.h"

namespace redline::reporting {

enum class MetricType { kCounter, kGauge, kHistogram, kInfo };

struct MetricTypeRow {
  MetricType value;
  std::string_view name;
  std::string_view suffix;  // Of a sample's name; a histogram's samples have their own.
};

inline constexpr std::array kMetricTypes = std::to_array<MetricTypeRow>({
    {MetricType::kCounter, "counter", "_total"},
    {MetricType::kGauge, "gauge", ""},
    {MetricType::kHistogram, "histogram", ""},
    {MetricType::kInfo, "info", "_info"},
});
constexpr const auto& TableOf(MetricType) { return kMetricTypes; }

// Whether figures of workers are those of all together, or each worker's own with the
// label "worker": for hundreds of workers, that makes thousands of series.
enum class WorkerDetail { kTogether, kEach };

struct Label {
  std::string name;
  std::string value;  // Any text; a label without one is left out.
};

struct Sample {
  std::vector<Label> labels;
  // A histogram is part of the MetricSource.
  std::variant<std::uint64_t, double, const shm::HistogramSnapshot*> value;
};

// What the samples are made of.
struct MetricSource {
  MetricSource(const Result& result, WorkerDetail detail)
      : result(result), totals(result.Totals()), detail(detail) {}

  const Result& result;
  const Timings totals;
  const WorkerDetail detail;
};

struct Metric {
  // Without "redline_", its unit and its type's suffix.
  std::string_view name;
  MetricType type;
  std::string_view unit = {};  // "seconds"; ends the name.
  // A sentence without quotes and backslashes.
  std::string_view help;
  // Its labels besides "worker", for the page: "status, reason".
  std::string_view labels = {};
  bool has_workers = false;  // It heeds WorkerDetail.
  // Empty where the result does not have the figure.
  std::vector<Sample> (*samples)(const MetricSource& source);

  // "redline_response_seconds".
  std::string family() const;
  // "redline_tasks_completed_total".
  std::string sample_name() const { return family() + std::string(RowOf(type).suffix); }
};

std::span<const Metric> Metrics();

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_METRICS_METRIC_LIST_H_
