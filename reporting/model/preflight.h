// The checks before a run was started and their findings: plain values.
#ifndef REDLINE_REPORTING_MODEL_PREFLIGHT_H_
#define REDLINE_REPORTING_MODEL_PREFLIGHT_H_

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/enum_table.h"
#include "reporting/model/field.h"
#include "reporting/model/time_units.h"

namespace redline::reporting {

struct PreflightCheck {
  enum class Outcome { kFine, kDoubtful, kImpossible, kUnknown };
  std::string name;
  std::string value;
  Outcome outcome = Outcome::kFine;
  std::string sentence;
};

template <>
inline constexpr auto kFields<PreflightCheck> = std::tuple{
    Field{"name", &PreflightCheck::name, "",
          "`\"Redis memory\"`; stays the same between runs"},
    Field{"value", &PreflightCheck::value, "",
          "what was found, for a person: `\"needs 1.2 GB, 3.1 GB free\"`"},
    Field{"outcome", &PreflightCheck::outcome, "", "see below"},
    Field{"sentence", &PreflightCheck::sentence, "",
          "what is wrong and the way out; `null` where nothing is", Form::kNullIfNone},
};

struct Preflight {
  std::vector<PreflightCheck> checks;
  std::optional<Milliseconds> round_trip;
};

template <>
inline constexpr auto kFields<Preflight> = std::tuple{
    Field{"round_trip_ms", &Preflight::round_trip, "milliseconds",
          "of a PING to Redis, the median of 20; `null` if not measured"},
    Field{"checks", &Preflight::checks, "", "in the order in which they are shown"},
};

struct OutcomeRow {
  PreflightCheck::Outcome value;
  std::string_view name;     // In JSON and tables alike.
  std::string_view meaning;  // In docs/result-format.md.
};

inline constexpr std::array kOutcomes = std::to_array<OutcomeRow>({
    {PreflightCheck::Outcome::kFine, "fine", "nothing is in the way of the run"},
    {PreflightCheck::Outcome::kDoubtful, "doubtful",
     "the run may be disturbed: a warning"},
    {PreflightCheck::Outcome::kImpossible, "impossible",
     "the run cannot work: refused unless forced"},
    {PreflightCheck::Outcome::kUnknown, "unknown", "it could not be found out"},
});
constexpr const auto& TableOf(PreflightCheck::Outcome) { return kOutcomes; }

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_MODEL_PREFLIGHT_H_
