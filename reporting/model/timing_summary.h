// A histogram in the seven figures that reports show, and a worker's timings by name.
//
// Computed once here, so that tables and JSON cannot disagree.
#ifndef REDLINE_REPORTING_MODEL_TIMING_SUMMARY_H_
#define REDLINE_REPORTING_MODEL_TIMING_SUMMARY_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "reporting/model/field.h"
#include "reporting/model/result.h"
#include "shm/histogram_snapshot.h"

namespace redline::reporting {

// A figure that was not measured is absent. A live result may have a mean without
// percentiles.
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

template <>
inline constexpr auto kFields<TimingSummary> = std::tuple{
    Field{"count", &TimingSummary::count, "", "how many were measured"},
    Field{"mean_ms", &TimingSummary::mean, "milliseconds", "exact"},
    Field{"p50_ms", &TimingSummary::p50, "milliseconds",
          "the time within which 50 % of them lay; within 0.8 % of the exact value",
          Form::kThousandths},
    Field{"p90_ms", &TimingSummary::p90, "milliseconds", "likewise 90 %",
          Form::kThousandths},
    Field{"p95_ms", &TimingSummary::p95, "milliseconds", "likewise 95 %",
          Form::kThousandths},
    Field{"p99_ms", &TimingSummary::p99, "milliseconds", "likewise 99 %",
          Form::kThousandths},
    Field{"p999_ms", &TimingSummary::p999, "milliseconds", "likewise 99.9 %",
          Form::kThousandths},
    Field{"max_ms", &TimingSummary::max, "milliseconds", "exact", Form::kThousandths},
};

// A histogram's parts in a file besides its summary.
template <>
inline constexpr auto kFields<shm::HistogramSnapshot::Parts> = std::tuple{
    Unwritten{&shm::HistogramSnapshot::Parts::count},
    Field{"min_us", &shm::HistogramSnapshot::Parts::min, "microseconds", "exact, whole"},
    Unwritten{&shm::HistogramSnapshot::Parts::max},
    Field{"sum_us", &shm::HistogramSnapshot::Parts::sum, "microseconds", "exact, whole"},
    Field{
        "buckets", &shm::HistogramSnapshot::Parts::buckets, "microseconds, count",
        "the histogram: `[from, count]` for each bucket that holds any values. A bucket "
        "begins at `from`; below 128 µs it is 1 µs wide, above 1/64 of the power of two "
        "at or below `from`. Their counts add up to `count`, unless a bucket of a worker "
        "was full (2^32 − 1)"},
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

#endif  // REDLINE_REPORTING_MODEL_TIMING_SUMMARY_H_
