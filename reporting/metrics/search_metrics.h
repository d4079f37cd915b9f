// The metrics that a search has, and how each comes from what it found: as metric_list.h
// has those of a run. In those of a sweep, each of its searches has the labels "setting"
// and "value".
//
// Pure functions.
#ifndef REDLINE_REPORTING_METRICS_SEARCH_METRICS_H_
#define REDLINE_REPORTING_METRICS_SEARCH_METRICS_H_

#include <span>
#include <vector>

#include "reporting/metrics/metric.h"
#include "reporting/model/search_result.h"
#include "reporting/model/sweep_result.h"

namespace redline::reporting {

struct LabelledSearch {
  std::vector<Label> labels;  // Of each of its samples.
  const SearchResult* search;
};

// One search, or those of a sweep. They must outlive it.
struct SearchMetricSource {
  explicit SearchMetricSource(const SearchResult& search);
  explicit SearchMetricSource(const SweepResult& sweep);

  std::vector<LabelledSearch> searches;
};

using SearchMetric = MetricOf<SearchMetricSource>;

std::span<const SearchMetric> SearchMetrics();

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_METRICS_SEARCH_METRICS_H_
