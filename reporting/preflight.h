// What was looked at before a run was started, and what was found: plain values.
#ifndef REDLINE_REPORTING_PREFLIGHT_H_
#define REDLINE_REPORTING_PREFLIGHT_H_

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/enum_table.h"

namespace redline::reporting {

struct PreflightCheck {
  enum class Outcome { kFine, kDoubtful, kImpossible, kUnknown };
  std::string name;
  std::string value;
  Outcome outcome = Outcome::kFine;
  std::string sentence;
};

struct Preflight {
  std::vector<PreflightCheck> checks;
  std::optional<std::chrono::duration<double, std::milli>> round_trip;
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

#endif  // REDLINE_REPORTING_PREFLIGHT_H_
