// Conditions on changes, of which a gate is made:
//
//   NAME>+10%,NAME<-1%
//
// A condition is the name of a figure, < or >, and a change in percent against the first
// side. It is met if the estimate of the change is beyond the limit and, where there is
// an interval, all of the interval is beyond no change, or beyond the limit: a difference
// that may be chance fails no build.
//
// Plain values, immutable; pure functions. gate.h judges runs by them, search_gate.h
// searches.
#ifndef REDLINE_REPORTING_COMPARE_CHANGE_CONDITION_H_
#define REDLINE_REPORTING_COMPARE_CHANGE_CONDITION_H_

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "reporting/compare/ratio_estimate.h"

namespace redline::reporting {

// The text is not a list of conditions: one sentence for a user.
class GateError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct ChangeCondition {
  // Throws GateError: the condition, what is wrong with it ("has no name"), `examples`.
  [[noreturn]] void Refuse(const std::string& what, std::string_view examples) const;

  std::string text;          // Without spaces.
  std::string name;          // The figure's; any word.
  bool above = true;         // Met by a change above the limit, or below.
  double limit_percent = 0;  // The change against the first side: +10 is 1.1 times.
};

// Throws GateError, with `examples` ("task.p99>+10% or delivered<-1%") as the way out.
std::vector<ChangeCondition> ParseConditions(std::string_view list,
                                             std::string_view examples);

struct GateOutcome {
  std::string condition;
  std::string side;                      // Which is compared with the first.
  std::optional<double> change_percent;  // Nothing if it was not measured.
  bool met = false;                      // The build is to fail.
  std::string sentence;                  // Why it is met, or would be.
};

// "+4.5 %"
std::string ChangeText(double ratio);

// Says whether this ratio meets the condition, and why, with `values` as what the ratio
// comes from: "10 ms (A) and 12 ms (B)".
void Judge(const ChangeCondition& condition, const RatioEstimate& ratio,
           const std::string& values, GateOutcome& outcome);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_COMPARE_CHANGE_CONDITION_H_
