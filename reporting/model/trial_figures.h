// The figures of a trial by which trials are told apart: for the table, the plot and the
// CSV of a search.
#ifndef REDLINE_REPORTING_MODEL_TRIAL_FIGURES_H_
#define REDLINE_REPORTING_MODEL_TRIAL_FIGURES_H_

#include <cstdint>
#include <optional>
#include <tuple>

#include "reporting/model/field.h"
#include "reporting/model/search_result.h"
#include "reporting/model/time_units.h"

namespace redline::reporting {

struct TrialFigures {
  Seconds measured{0};
  std::optional<double> completed_rate;
  std::uint64_t highest_backlog = 0;
  std::optional<double> backlog_growth;
  std::optional<Milliseconds> response_p50;
  std::optional<Milliseconds> response_p99;
  std::optional<double> redis_cpu_percent = {};
  std::optional<double> redis_cpu_wait_percent = {};
  std::optional<double> machine_cpu_percent = {};
};

template <>
inline constexpr auto kFields<TrialFigures> = std::tuple{
    Field{"measured_seconds", &TrialFigures::measured, "seconds",
          "how long the measured phase lasted"},
    Field{"completed_rate", &TrialFigures::completed_rate, "tasks a second", ""},
    Field{"highest_backlog", &TrialFigures::highest_backlog, "tasks", "of one worker"},
    Field{"backlog_growth", &TrialFigures::backlog_growth, "tasks a second",
          "of all workers together", Form::kThousandths},
    Field{"response_p50_ms", &TrialFigures::response_p50, "milliseconds", "",
          Form::kThousandths},
    Field{"response_p99_ms", &TrialFigures::response_p99, "milliseconds", "",
          Form::kThousandths},
    Field{"redis_cpu_percent", &TrialFigures::redis_cpu_percent, "% of a core", "",
          Form::kThousandths},
    Field{"redis_cpu_wait_percent", &TrialFigures::redis_cpu_wait_percent,
          "% of the time", "", Form::kThousandths},
    Field{"machine_cpu_percent", &TrialFigures::machine_cpu_percent, "% of all cores", "",
          Form::kThousandths},
};

TrialFigures FiguresOf(const TrialRecord& trial);

// By how many per cent the machine's CPU use changed from the first to the last full
// trial that held what the search says holds: the same load each time, so it is the
// machine or Redis that changed. Nothing if there are no two, or it was not measured.
std::optional<double> CpuDriftPercent(const SearchResult& search);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_MODEL_TRIAL_FIGURES_H_
