// Conditions under which a comparison of runs fails a build:
//
//   task.p99>+10%,delivered<-1%
//
// A condition is one on the change of a figure (change_condition.h, figure.h). A figure
// that one of the runs lacks meets it too, and so does a run that did not succeed:
// neither is proof of anything.
//
// Plain values, immutable.
#ifndef REDLINE_REPORTING_COMPARE_GATE_H_
#define REDLINE_REPORTING_COMPARE_GATE_H_

#include <string_view>
#include <vector>

#include "reporting/compare/change_condition.h"
#include "reporting/compare/comparison.h"
#include "reporting/model/figure.h"

namespace redline::reporting {

struct GateCondition {
  ChangeCondition change;
  Figure figure;
};

// Throws GateError.
std::vector<GateCondition> ParseGate(std::string_view list);

// One for each condition and each side but the first.
std::vector<GateOutcome> CheckGate(const std::vector<GateCondition>& gate,
                                   const std::vector<Side>& sides);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_COMPARE_GATE_H_
