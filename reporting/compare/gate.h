// Conditions under which a comparison fails a build:
//
//   task.p99>+10%,delivered<-1%
//
// A condition is a figure (figure.h), < or >, and a change in percent against the first
// side. It is met if the estimate of the change is beyond the limit and, where several
// runs a side give an interval, all of the interval is beyond no change, or beyond the
// limit: a difference that may be chance fails no build. A figure that one of the runs
// lacks meets it too, and so does a run that did not succeed: neither is proof of
// anything.
//
// Plain values, immutable.
#ifndef REDLINE_REPORTING_COMPARE_GATE_H_
#define REDLINE_REPORTING_COMPARE_GATE_H_

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "reporting/compare/comparison.h"

namespace redline::reporting {

// The text is not a list of conditions: one sentence for a user.
class GateError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct GateCondition {
  std::string text;  // Without spaces.
  Figure figure;
  bool above = true;         // Met by a change above the limit, or below.
  double limit_percent = 0;  // The change against the first side: +10 is 1.1 times.
};

// Throws GateError.
std::vector<GateCondition> ParseGate(std::string_view list);

struct GateOutcome {
  std::string condition;
  std::string side;                      // Which is compared with the first.
  std::optional<double> change_percent;  // Nothing if it was not measured.
  bool met = false;                      // The build is to fail.
  std::string sentence;                  // Why it is met, or would be.
};

// One for each condition and each side but the first.
std::vector<GateOutcome> CheckGate(const std::vector<GateCondition>& gate,
                                   const std::vector<Side>& sides);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_COMPARE_GATE_H_
