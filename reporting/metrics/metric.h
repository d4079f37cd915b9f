// A metric as Prometheus knows it: what it is called, and how its samples come from what
// they are samples of. Its texts are made by metrics_text.h.
//
// Names follow Prometheus' rules: base units, "_total" for counters, no figure that a
// query can compute of others.
#ifndef REDLINE_REPORTING_METRICS_METRIC_H_
#define REDLINE_REPORTING_METRICS_METRIC_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/enum_table.h"
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

struct Label {
  std::string name;
  std::string value;  // Any text; a label without one is left out.
};

struct Sample {
  std::vector<Label> labels;
  // A histogram is part of the source.
  std::variant<std::uint64_t, double, const shm::HistogramSnapshot*> value;
};

// `Source` is what its samples are made of.
template <class Source>
struct MetricOf {
  // Without "redline_", its unit and its type's suffix.
  std::string_view name;
  MetricType type;
  std::string_view unit = {};  // "seconds"; ends the name.
  // A sentence without quotes and backslashes.
  std::string_view help;
  // Those that it has of its own, for the page: "status, reason".
  std::string_view labels = {};
  bool has_workers = false;  // It heeds WorkerDetail (metric_list.h).
  // Empty where the source does not have the figure.
  std::vector<Sample> (*samples)(const Source& source);

  // "redline_response_seconds".
  std::string family() const {
    return "redline_" + std::string(name) + (unit.empty() ? "" : "_" + std::string(unit));
  }
  // "redline_tasks_completed_total".
  std::string sample_name() const { return family() + std::string(RowOf(type).suffix); }
};

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_METRICS_METRIC_H_
