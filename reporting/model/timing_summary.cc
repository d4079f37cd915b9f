#include "reporting/model/timing_summary.h"

#include <cstddef>

namespace redline::reporting {

TimingSummary Summarize(const shm::HistogramSnapshot& histogram) {
  return {
      .count = histogram.count(),
      .mean = histogram.Mean(),
      .p50 = histogram.Percentile(50),
      .p90 = histogram.Percentile(90),
      .p95 = histogram.Percentile(95),
      .p99 = histogram.Percentile(99),
      .p999 = histogram.Percentile(99.9),
      .max = histogram.Max(),
  };
}

std::vector<NamedTiming> StepTimings(const Timings& timings,
                                     const std::vector<std::string>& step_names) {
  std::vector<NamedTiming> named;
  named.reserve(step_names.size());
  for (std::size_t i = 0; i < step_names.size(); ++i) {
    named.push_back({step_names[i], i < timings.steps.size() ? Summarize(timings.steps[i])
                                                             : TimingSummary{}});
  }
  return named;
}

}  // namespace redline::reporting
