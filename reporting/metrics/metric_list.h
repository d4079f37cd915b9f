// The metrics that a run has, and how each comes from its result: the one list, from
// which the texts (reporting/metrics/metrics_text.h), the table in docs/monitoring.md and
// the checks of the dashboard are made. To add one, add its row.
//
// Counters and timings are of the measured phase, as everywhere: they are zero until it
// begins.
//
// Pure functions.
#ifndef REDLINE_REPORTING_METRICS_METRIC_LIST_H_
#define REDLINE_REPORTING_METRICS_METRIC_LIST_H_

#include <span>

#include "reporting/metrics/metric.h"
#include "reporting/model/result.h"

namespace redline::reporting {

// Whether figures of workers are those of all together, or each worker's own with the
// label "worker": for hundreds of workers, that makes thousands of series.
enum class WorkerDetail { kTogether, kEach };

// What the samples are made of.
struct MetricSource {
  MetricSource(const Result& result, WorkerDetail detail)
      : result(result), totals(result.Totals()), detail(detail) {}

  const Result& result;
  const Timings totals;
  const WorkerDetail detail;
};

using Metric = MetricOf<MetricSource>;

std::span<const Metric> Metrics();

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_METRICS_METRIC_LIST_H_
