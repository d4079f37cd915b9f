// A histogram in the seven figures that reports show, and a worker's timings by name.
//
// Computed once here, so that tables and JSON cannot disagree.
#ifndef REDLINE_REPORTING_TIMING_SUMMARY_H_
#define REDLINE_REPORTING_TIMING_SUMMARY_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reporting/result.h"
#include "shm/histogram_snapshot.h"

namespace redline::reporting {

// What was not measured is absent. A live result may have a mean without percentiles.
struct TimingSummary {
  std::uint64_t count = 0;
  std::optional<Milliseconds> mean;
  std::optional<Milliseconds> p50;
  std::optional<Milliseconds> p90;
  std::optional<Milliseconds> p95;
  std::optional<Milliseconds> p99;
  std::optional<Milliseconds> p999;
  std::optional<Milliseconds> max;
};

TimingSummary Summarize(const shm::HistogramSnapshot& histogram);

// A step's name as programs see it, without a leading "fn:".
constexpr std::string_view StepKey(std::string_view step_name) {
  constexpr std::string_view kFunction = "fn:";
  if (step_name.starts_with(kFunction)) step_name.remove_prefix(kFunction.size());
  return step_name;
}

struct NamedTiming {
  std::string name;
  TimingSummary summary;
};

// One for each of `step_names`, in that order. A step that `timings` does not hold yet
// has no values.
std::vector<NamedTiming> StepTimings(const Timings& timings,
                                     const std::vector<std::string>& step_names);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_TIMING_SUMMARY_H_
