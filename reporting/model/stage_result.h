// The stages of a run whose rate changes: each a part of the measured phase in which the
// arrival rate is constant or changes along a straight line.
//
// A task belongs to the stage in which it was due, whenever it was done.
#ifndef REDLINE_REPORTING_MODEL_STAGE_RESULT_H_
#define REDLINE_REPORTING_MODEL_STAGE_RESULT_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <tuple>

#include "base/enum_table.h"
#include "reporting/model/field.h"
#include "reporting/model/time_units.h"
#include "reporting/model/tone.h"
#include "reporting/model/worker_result.h"
#include "shm/histogram_snapshot.h"

namespace redline::reporting {

enum class StageOutcome {
  kHeld,
  kFellBehind,
  kSlo,
  kFailed,
  kInvalid,
  kCutShort,
  kNotReached,
};

struct StageOutcomeRow {
  StageOutcome value;
  std::string_view name;  // In JSON.
  std::string_view word;  // In tables.
  Tone tone;
  std::string_view meaning;  // In docs/result-format.md.
};

inline constexpr std::array kStageOutcomes = std::to_array<StageOutcomeRow>({
    {StageOutcome::kHeld, "held", "held", Tone::kGood,
     "its time was over, and the workers had kept up"},
    {StageOutcome::kFellBehind, "fell_behind", "fell behind", Tone::kDoubt,
     "likewise, but [the backlog was growing](search.md#when-a-trial-has-held)"},
    {StageOutcome::kSlo, "slo", "violated --slo", Tone::kBad,
     "likewise, but a threshold of this stage was violated"},
    {StageOutcome::kFailed, "failed", "failed", Tone::kBad, "the run failed in it"},
    {StageOutcome::kInvalid, "invalid", "invalid", Tone::kDoubt,
     "its tasks were issued too late, or not all of them"},
    {StageOutcome::kCutShort, "cut_short", "cut short", Tone::kDoubt,
     "the run was ended in it, by no fault of the workers"},
    {StageOutcome::kNotReached, "not_reached", "not reached", Tone::kDoubt,
     "the run had ended before"},
});
constexpr const auto& TableOf(StageOutcome) { return kStageOutcomes; }

struct StageResult {
  Seconds begin{0};
  Seconds duration{0};
  double from_rate = 0;
  double to_rate = 0;
  Seconds uptime{0};
  std::optional<double> asked_rate;
  std::uint64_t tasks_sent = 0;
  std::uint64_t tasks_missed = 0;
  std::uint64_t tasks_completed = 0;
  std::optional<double> delivered_rate;
  std::optional<double> completed_rate;
  std::uint64_t max_backlog = 0;
  std::optional<std::uint64_t> unfinished_at_end;
  std::optional<std::uint64_t> worst_backlog_at_end;
  shm::HistogramSnapshot lateness;
  Timings timings;
  std::optional<StageOutcome> outcome;  // None while the run lasts.

  Seconds end() const { return begin + duration; }
};

template <>
inline constexpr auto kFields<StageResult> = std::tuple{
    Field{"begin_seconds", &StageResult::begin, "seconds",
          "from the start of the measured phase"},
    Field{"duration_seconds", &StageResult::duration, "seconds", "as planned"},
    Field{"from_rate", &StageResult::from_rate, "tasks a second",
          "the rate that was asked at its begin", Form::kAsGiven},
    Field{"to_rate", &StageResult::to_rate, "tasks a second", "and at its end",
          Form::kAsGiven},
    Field{"uptime_seconds", &StageResult::uptime, "seconds",
          "how long it lasted; less than planned where the run ended in it"},
    Field{"asked_rate", &StageResult::asked_rate, "tasks a second",
          "the mean of what was asked while it lasted; `null` if it was not reached"},
    Field{"tasks_sent", &StageResult::tasks_sent, "tasks", "issued to workers"},
    Field{"tasks_missed", &StageResult::tasks_missed, "tasks", "due and never issued"},
    Field{"tasks_completed", &StageResult::tasks_completed, "tasks",
          "of those that were due in it, whenever that was"},
    Field{"delivered_rate", &StageResult::delivered_rate, "tasks a second",
          "the asked rate times the share of the due tasks that was sent; `null` if none "
          "was due"},
    Field{"completed_rate", &StageResult::completed_rate, "tasks a second",
          "likewise of what all workers completed while it lasted, whenever it was due"},
    Field{"max_backlog", &StageResult::max_backlog, "tasks",
          "the highest of one worker when a task of the stage was done"},
    Field{"unfinished_at_end", &StageResult::unfinished_at_end, "tasks",
          "unfinished when its time was over; `null` if the run ended before"},
    Field{"worst_backlog_at_end", &StageResult::worst_backlog_at_end, "tasks",
          "of the worker that then had most"},
    Field{"lateness", &StageResult::lateness, "a timing",
          "from the due time until it was issued, of every task"},
    Field{"timings", &StageResult::timings, "", "of all workers, as a worker's"},
    Field{"outcome", &StageResult::outcome, "", "see below"},
};

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_MODEL_STAGE_RESULT_H_
