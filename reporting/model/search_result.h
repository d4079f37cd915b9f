// What a search found: its trials, each with the whole result of its run, and what they
// say together. A plain value that owns all it holds; what formatters take.
//
// runner/search decides what is tried and when it ends, runner/trials fills this.
#ifndef REDLINE_REPORTING_MODEL_SEARCH_RESULT_H_
#define REDLINE_REPORTING_MODEL_SEARCH_RESULT_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/enum_table.h"
#include "reporting/model/field.h"
#include "reporting/model/result.h"
#include "reporting/model/time_units.h"
#include "reporting/model/tone.h"

namespace redline::reporting {

// What is searched for, while all else stays as it was asked.
enum class SearchGoal { kRate, kWorkers };

struct SearchGoalRow {
  SearchGoal value;
  std::string_view name;     // Of --search, and in JSON.
  std::string_view unit;     // Of what is found.
  std::string_view meaning;  // In --help and docs.
};

inline constexpr std::array kSearchGoals = std::to_array<SearchGoalRow>({
    {SearchGoal::kRate, "rate", "tasks/s", "the highest rate that the workers hold"},
    {SearchGoal::kWorkers, "workers", "workers", "the fewest workers that hold the rate"},
});
constexpr const auto& TableOf(SearchGoal) { return kSearchGoals; }

enum class TrialPurpose { kEstimate, kNarrow, kConfirm };

struct TrialPurposeRow {
  TrialPurpose value;
  std::string_view name;
  std::string_view meaning;
};

inline constexpr std::array kTrialPurposes = std::to_array<TrialPurposeRow>({
    {TrialPurpose::kEstimate, "estimate",
     "short and without a backlog limit: overloaded, the workers show what they can do"},
    {TrialPurpose::kNarrow, "narrow", "short: finds where to confirm"},
    {TrialPurpose::kConfirm, "confirm", "at full length: the claim rests on these"},
});
constexpr const auto& TableOf(TrialPurpose) { return kTrialPurposes; }

enum class TrialAnswer { kHeld, kFailed, kFellBehind, kInvalid, kBroken };

// What an answer says of the rate.
enum class TrialSays { kHolds, kFails, kNothing };

struct TrialAnswerRow {
  TrialAnswer value;
  std::string_view name;
  TrialSays says;
  std::string_view meaning;
};

inline constexpr std::array kTrialAnswers = std::to_array<TrialAnswerRow>({
    {TrialAnswer::kHeld, "held", TrialSays::kHolds,
     "the workers kept up, and every threshold was kept to"},
    {TrialAnswer::kFailed, "failed", TrialSays::kFails,
     "a backlog reached its limit, or a threshold was violated"},
    {TrialAnswer::kFellBehind, "fell_behind", TrialSays::kFails,
     "no limit was reached, but backlogs grew"},
    {TrialAnswer::kInvalid, "invalid", TrialSays::kNothing,
     "the supervisor was late: says nothing, and is repeated"},
    {TrialAnswer::kBroken, "broken", TrialSays::kNothing,
     "something else failed, as a worker: says nothing, and is repeated once"},
});
constexpr const auto& TableOf(TrialAnswer) { return kTrialAnswers; }
constexpr TrialSays SaysOf(TrialAnswer answer) { return RowOf(answer).says; }

enum class SearchEnd {
  kFound,
  kIrregular,
  kOutOfTime,
  kSupervisor,
  kNoneHolds,
  kBroken,
  kInterrupted,
};

struct SearchEndRow {
  SearchEnd value;
  std::string_view name;
  std::string_view word;  // What a person reads after "Search".
  Tone tone;
  std::string_view meaning;
};

inline constexpr std::array kSearchEnds = std::to_array<SearchEndRow>({
    {SearchEnd::kFound, "found", "succeeded", Tone::kGood,
     "to the precision that was asked for"},
    {SearchEnd::kIrregular, "irregular", "irregular", Tone::kDoubt,
     "the lowest rate that fails rules, but a higher one held"},
    {SearchEnd::kOutOfTime, "out_of_time", "out of time", Tone::kDoubt,
     "the bounds are those known by then"},
    {SearchEnd::kSupervisor, "supervisor", "limited by the supervisor", Tone::kDoubt,
     "it cannot issue more in time: the redline lies higher"},
    {SearchEnd::kNoneHolds, "none_holds", "in vain", Tone::kBad,
     "nothing that could be tried held"},
    {SearchEnd::kBroken, "broken", "broken off", Tone::kBad,
     "trials failed for another reason than load: the bounds are those known by then"},
    {SearchEnd::kInterrupted, "interrupted", "interrupted", Tone::kDoubt,
     "the bounds are those known by then"},
});
constexpr const auto& TableOf(SearchEnd) { return kSearchEnds; }

struct TrialRecord {
  TrialPurpose purpose = TrialPurpose::kEstimate;
  double rate = 0;
  std::uint64_t workers = 0;
  Seconds length{0};
  Seconds began{0};
  TrialAnswer answer = TrialAnswer::kBroken;
  Result result;
};

template <>
inline constexpr auto kFields<TrialRecord> = std::tuple{
    Field{"purpose", &TrialRecord::purpose, "", "see below"},
    Field{"rate", &TrialRecord::rate, "tasks a second", "asked", Form::kAsGiven},
    Field{"workers", &TrialRecord::workers, "", "how many there were"},
    Field{"length_seconds", &TrialRecord::length, "seconds", "asked"},
    Field{"began_seconds", &TrialRecord::began, "seconds",
          "from the start of the search"},
    Field{"answer", &TrialRecord::answer, "", "see below"},
    Field{"result", &TrialRecord::result, "", "the run's, as of any other"},
};

// What the trial tried, of what is searched for: its rate, or its number of workers.
inline double TriedBy(const TrialRecord& trial, SearchGoal goal) {
  return goal == SearchGoal::kRate ? trial.rate : static_cast<double>(trial.workers);
}

// A rate, or a number of workers, and what its trials at full length said.
struct SearchBound {
  double value = 0;
  std::uint64_t held = 0;
  std::uint64_t failed = 0;
};

template <>
inline constexpr auto kFields<SearchBound> = std::tuple{
    Field{"value", &SearchBound::value, "tasks a second, or workers", "", Form::kAsGiven},
    Field{"held", &SearchBound::held, "trials", "that held"},
    Field{"failed", &SearchBound::failed, "trials", "that failed or fell behind"},
};

struct SearchResult {
  Provenance provenance;
  SearchGoal goal = SearchGoal::kRate;
  std::vector<NamedSetting> settings;
  double precision_percent = 0;
  std::optional<double> at_least;
  Seconds budget{0};
  Seconds elapsed{0};
  SearchEnd end = SearchEnd::kOutOfTime;
  std::string sentence;
  std::optional<SearchBound> held;
  std::optional<SearchBound> failed;
  std::optional<SearchBound> odd;
  std::optional<double> likely_least;
  std::optional<double> likely_most;
  std::vector<TrialRecord> trials;
};

inline constexpr std::string_view kSearchSchema = "redline.search/1";

template <>
inline constexpr auto kFields<SearchResult> = std::tuple{
    Derived{"schema", +[](const SearchResult&) { return kSearchSchema; }, "",
            "`\"redline.search/1\"`"},
    Field{"provenance", &SearchResult::provenance, "",
          "where the search comes from, as that of a result"},
    Field{"search", &SearchResult::goal, "", "see below"},
    Field{"settings", &SearchResult::settings, "",
          "every setting as it was in effect, by its flag's name, as text; those of a "
          "trial are in its result"},
    Field{"precision_percent", &SearchResult::precision_percent, "%",
          "between the rate that holds and the one that fails, as asked", Form::kAsGiven},
    Field{"at_least", &SearchResult::at_least, "tasks a second",
          "below which the search fails; `null` if any rate will do", Form::kAsGiven},
    Field{"budget_seconds", &SearchResult::budget, "seconds", "`--search_minutes`"},
    Field{"elapsed_seconds", &SearchResult::elapsed, "seconds", ""},
    Field{"end", &SearchResult::end, "", "see below"},
    Field{"sentence", &SearchResult::sentence, "", "the same for a person"},
    Field{"held", &SearchResult::held, "",
          "the redline: the highest rate, or the fewest workers, that held; `null` if "
          "none did"},
    Field{"failed", &SearchResult::failed, "",
          "the next to it that failed; `null` if none did"},
    Field{"odd", &SearchResult::odd, "",
          "held, although a lower rate failed; `null` if none did"},
    Field{"likely_least", &SearchResult::likely_least, "tasks a second",
          "half of all trials hold at a rate that lies, judging by all trials, between "
          "this and the next with a probability of 90 %; `null` if it is not known"},
    Field{"likely_most", &SearchResult::likely_most, "tasks a second", ""},
    Field{"trials", &SearchResult::trials, "", "in their order, see below"},
};

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_MODEL_SEARCH_RESULT_H_
