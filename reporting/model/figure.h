// A figure of a result by its name, as thresholds and comparisons ask for it:
//
//   a timing and what of it: response.p99, fetch.mean, lateness.max
//     timings: task, queue, response, rest, each step's name (fetch, save, redis_ping),
//       lateness, loop_lag, supervisor_loop_lag
//     of it: count, mean, min, max, or a percentile: p50, p99, p99.9, p999
//   or one of: tasks_sent, tasks_received, tasks_completed, tasks_failed, errors,
//     max_backlog, delivered and completed (tasks a second; those of the drain do not
//     count),
//     of the workers: mean_mem_mb, max_mem_mb, pss_mb, worker_cpu_percent,
//     supervisor_cpu_percent, machine_cpu_percent, redis_cpu_percent,
//     redis_cpu_wait_percent, redis_operations_per_second, redis_memory_mb
//
// With "stage2." before it, of the second stage of a run: any of these that a stage has,
// which are all timings but the event loops', tasks_sent, tasks_completed, delivered,
// completed and max_backlog.
//
// Plain values, immutable; may be shared by threads.
#ifndef REDLINE_REPORTING_MODEL_FIGURE_H_
#define REDLINE_REPORTING_MODEL_FIGURE_H_

#include <array>
#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/enum_table.h"
#include "reporting/model/result.h"

namespace redline::reporting {

// There is no such figure. The sentence lacks its subject: "names no figure".
class FigureError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Figure {
 public:
  enum class Unit { kCount, kMilliseconds, kPercent, kPerSecond, kMegabytes };

  // Throws FigureError. Takes any word for the name of a timing, because the steps are
  // the workload's own: see IsKnown.
  static Figure Parse(std::string_view text);

  // As it was written.
  const std::string& text() const { return text_; }
  // The same without its stage.
  std::string_view name() const;
  // The stage, from 1; nothing if it is of the whole run.
  std::optional<std::size_t> stage() const { return stage_; }
  Unit unit() const { return unit_; }

  // Whether there can be such a figure in a run with these steps.
  bool IsKnown(const std::vector<std::string>& step_names) const;

  // Nothing if it was not measured.
  std::optional<double> Of(const Result& result) const;
  // The rate that was asked for where it is of.
  std::optional<double> AskedRate(const Result& result) const;

 private:
  Figure() = default;

  // The name and what follows it.
  void ParseName(std::string_view name);
  // Of the whole of it.
  std::optional<double> OfWhole(const Result& result) const;
  std::optional<double> OfTiming(const Result& result) const;

  std::string text_;
  std::optional<std::size_t> stage_;
  std::string name_;       // A timing's, or another figure's.
  std::string of_it_;      // "p99", "count"; empty for other figures.
  double percentile_ = 0;  // Where of_it_ is one.
  Unit unit_ = Unit::kCount;
};

// Those that comparisons show of runs with these steps (by StepKey; one may be named
// twice), in the order of the tables: rates and backlog, timings, memory, CPUs, Redis.
std::vector<Figure> ComparedFigures(const std::vector<std::string>& steps);

// The figure that is known only when all others are: no threshold can ask for it.
inline constexpr std::string_view kEstimatedRedline = "estimated_redline";

inline constexpr std::array kUnits = std::to_array<EnumName<Figure::Unit>>({
    {Figure::Unit::kCount, ""},
    {Figure::Unit::kMilliseconds, "ms"},
    {Figure::Unit::kPercent, "%"},
    {Figure::Unit::kPerSecond, "per s"},
    {Figure::Unit::kMegabytes, "MB"},
});
constexpr const auto& TableOf(Figure::Unit) { return kUnits; }

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_MODEL_FIGURE_H_
