// The columns of a series by the names under which JSON and CSV have them: the one list,
// for those who write it and for who reads it.
#ifndef REDLINE_REPORTING_SERIES_COLUMNS_H_
#define REDLINE_REPORTING_SERIES_COLUMNS_H_

#include <cstdint>
#include <optional>

#include "reporting/series.h"

namespace redline::reporting {

template <class Point, class Value>
struct ColumnOf {
  const char* name;
  Value Point::*field;
};

inline constexpr ColumnOf<SeriesPoint, SeriesPoint::Seconds> kTimeColumns[] = {
    {"end_seconds", &SeriesPoint::end},
    {"length_seconds", &SeriesPoint::length},
};

inline constexpr ColumnOf<SeriesPoint, std::uint64_t> kCountColumns[] = {
    {"due", &SeriesPoint::due},
    {"issued", &SeriesPoint::issued},
    {"completed", &SeriesPoint::completed},
    {"failed", &SeriesPoint::failed},
    {"total_backlog", &SeriesPoint::total_backlog},
    {"worst_backlog", &SeriesPoint::worst_backlog},
};

inline constexpr ColumnOf<SeriesPoint, std::optional<double>> kFigureColumns[] = {
    {"workers_cpu_percent", &SeriesPoint::workers_cpu_percent},
    {"supervisor_cpu_percent", &SeriesPoint::supervisor_cpu_percent},
    {"machine_cpu_percent", &SeriesPoint::machine_cpu_percent},
    {"redis_cpu_percent", &SeriesPoint::redis_cpu_percent},
    {"redis_cpu_wait_percent", &SeriesPoint::redis_cpu_wait_percent},
    {"redis_operations_per_second", &SeriesPoint::redis_operations_per_second},
    {"redis_memory_mb", &SeriesPoint::redis_memory_mb},
};

// Of a timing, beside its "count".
inline constexpr ColumnOf<TimingPoint, std::optional<TimingPoint::Milliseconds>>
    kTimingColumns[] = {
        {"mean_ms", &TimingPoint::mean}, {"p50_ms", &TimingPoint::p50},
        {"p90_ms", &TimingPoint::p90},   {"p99_ms", &TimingPoint::p99},
        {"max_ms", &TimingPoint::max},
};

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_SERIES_COLUMNS_H_
