#include "reporting/metrics/metrics_text.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <variant>
#include <vector>

#include "base/text/display_text.h"
#include "base/text/number_text.h"
#include "reporting/metrics/duration_buckets.h"
#include "reporting/metrics/search_metrics.h"

namespace redline::reporting {
namespace {

std::string Escaped(std::string_view value) {
  std::string escaped;
  for (const char c : ToPrintable(value)) {
    if (c == '\\' || c == '"') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string LabelsText(const std::vector<Label>& labels) {
  std::string text;
  for (const Label& label : labels) {
    if (label.value.empty()) continue;
    text += (text.empty() ? "" : ",") + label.name + "=\"" + Escaped(label.value) + '"';
  }
  return text.empty() ? "" : "{" + text + "}";
}

// To the microsecond.
std::string NumberText(double value) { return DecimalText(value, 6); }

std::string Line(const std::string& name, const std::vector<Label>& labels,
                 const std::string& value) {
  return name + LabelsText(labels) + ' ' + value + '\n';
}

// Counters of a run that goes on are read one after another: no bucket may count more
// than all do.
std::string HistogramLines(const std::string& family, const Sample& sample,
                           const shm::HistogramSnapshot& timing) {
  const std::vector<std::uint64_t> counts = CountsUpTo(timing);
  const std::uint64_t in_buckets =
      std::accumulate(timing.buckets().begin(), timing.buckets().end(), std::uint64_t{0});
  const std::string all = CountText(std::max(timing.count(), in_buckets));
  std::string lines;
  const auto add = [&](std::string_view bound, const std::string& count) {
    std::vector<Label> labels = sample.labels;
    labels.push_back({"le", std::string(bound)});
    lines += Line(family + "_bucket", labels, count);
  };
  for (std::size_t i = 0; i < counts.size(); ++i) {
    add(kDurationBounds[i].seconds, CountText(counts[i]));
  }
  add("+Inf", all);
  const std::chrono::duration<double> sum = timing.sum();
  return lines + Line(family + "_sum", sample.labels, NumberText(sum.count())) +
         Line(family + "_count", sample.labels, all);
}

template <class Source>
std::string SampleLines(const MetricOf<Source>& metric, const Sample& sample) {
  if (const auto* const timing =
          std::get_if<const shm::HistogramSnapshot*>(&sample.value)) {
    return HistogramLines(metric.family(), sample, **timing);
  }
  const auto* const count = std::get_if<std::uint64_t>(&sample.value);
  return Line(
      metric.sample_name(), sample.labels,
      count != nullptr ? CountText(*count) : NumberText(std::get<double>(sample.value)));
}

template <class Source>
std::string HeadLines(const MetricOf<Source>& metric, MetricsDialect dialect) {
  const bool is_open = dialect == MetricsDialect::kOpenMetrics;
  const std::string family = is_open ? metric.family() : metric.sample_name();
  const bool is_info = metric.type == MetricType::kInfo;
  const MetricType type = is_info && !is_open ? MetricType::kGauge : metric.type;
  std::string lines = "# HELP " + family + ' ' + std::string(metric.help) + "\n# TYPE " +
                      family + ' ' + std::string(RowOf(type).name) + '\n';
  if (is_open && !metric.unit.empty()) {
    lines += "# UNIT " + family + ' ' + std::string(metric.unit) + '\n';
  }
  return lines;
}

template <class Source>
std::string TextOf(std::span<const MetricOf<Source>> metrics, const Source& source,
                   MetricsDialect dialect) {
  std::string text;
  for (const MetricOf<Source>& metric : metrics) {
    const std::vector<Sample> samples = metric.samples(source);
    if (samples.empty()) continue;
    text += HeadLines(metric, dialect);
    for (const Sample& sample : samples) text += SampleLines(metric, sample);
  }
  if (dialect == MetricsDialect::kOpenMetrics) text += "# EOF\n";
  return text;
}

std::string FileOf(const SearchMetricSource& source) {
  return TextOf(SearchMetrics(), source, MetricsDialect::kPrometheus);
}

}  // namespace

std::string MetricsText(const Result& result, MetricsDialect dialect,
                        WorkerDetail detail) {
  return TextOf(Metrics(), MetricSource(result, detail), dialect);
}

std::string ToMetricsFile(const Result& result) {
  return MetricsText(result, MetricsDialect::kPrometheus);
}

std::string ToMetricsFile(const SearchResult& result) {
  return FileOf(SearchMetricSource(result));
}

std::string ToMetricsFile(const SweepResult& result) {
  return FileOf(SearchMetricSource(result));
}

}  // namespace redline::reporting
