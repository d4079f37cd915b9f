// What a sweep found: a search for each value of one setting. A plain value that owns all
// it holds; what formatters take.
//
// runner/trials fills this.
#ifndef REDLINE_REPORTING_MODEL_SWEEP_RESULT_H_
#define REDLINE_REPORTING_MODEL_SWEEP_RESULT_H_

#include <algorithm>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "reporting/model/field.h"
#include "reporting/model/provenance.h"
#include "reporting/model/search_result.h"
#include "reporting/model/time_units.h"
#include "reporting/model/tone.h"

namespace redline::reporting {

struct SweptSearch {
  std::string value;  // Of the setting.
  SearchResult search;
};

template <>
inline constexpr auto kFields<SweptSearch> = std::tuple{
    Field{"value", &SweptSearch::value, "", "of the setting, as text"},
    Field{"result", &SweptSearch::search, "", "the search's, as of any other"},
};

struct SweepResult {
  Provenance provenance;
  std::string setting;
  std::vector<std::string> values;
  Seconds elapsed{0};
  std::string sentence;
  // In the order of `values`; fewer of them if the sweep ended early.
  std::vector<SweptSearch> searches;

  // All of its searches have it.
  SearchGoal goal() const {
    return searches.empty() ? SearchGoal::kRate : searches.front().search.goal;
  }
  // Every value has its redline.
  bool is_whole() const {
    return searches.size() == values.size() &&
           std::ranges::all_of(searches, [](const SweptSearch& swept) {
             return swept.search.end == SearchEnd::kFound;
           });
  }
  Tone tone() const { return is_whole() ? Tone::kGood : Tone::kDoubt; }
  // What a person reads after "Sweep".
  std::string_view word() const {
    return is_whole()                        ? "succeeded"
           : searches.size() < values.size() ? "ended early"
                                             : "incomplete";
  }
};

inline constexpr std::string_view kSweepSchema = "redline.sweep/1";

template <>
inline constexpr auto kFields<SweepResult> = std::tuple{
    Derived{"schema", +[](const SweepResult&) { return kSweepSchema; }, "",
            "`\"redline.sweep/1\"`"},
    Field{"provenance", &SweepResult::provenance, "",
          "where the sweep comes from, as that of a result"},
    Field{"setting", &SweepResult::setting, "", "what was varied, by its flag's name"},
    Field{"values", &SweepResult::values, "", "that were asked for, as text"},
    Field{"elapsed_seconds", &SweepResult::elapsed, "seconds", ""},
    Field{"sentence", &SweepResult::sentence, "", "what was found, for a person"},
    Field{"searches", &SweepResult::searches, "",
          "one for each value, in their order; fewer if the sweep ended early"},
};

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_MODEL_SWEEP_RESULT_H_
