// Conditions under which a comparison of searches fails a build:
//
//   redline<-5%
//
// The condition is one on the change of the redline (change_condition.h). A search that
// did not find one to its precision meets it too: its bounds are proof of nothing.
//
// Plain values, immutable.
#ifndef REDLINE_REPORTING_COMPARE_SEARCH_GATE_H_
#define REDLINE_REPORTING_COMPARE_SEARCH_GATE_H_

#include <string_view>
#include <vector>

#include "reporting/compare/change_condition.h"
#include "reporting/compare/side.h"

namespace redline::reporting {

// Throws GateError.
std::vector<ChangeCondition> ParseSearchGate(std::string_view list);

// One for each search that did not find a redline, and one for each condition and each
// side but the first; none without a condition.
std::vector<GateOutcome> CheckSearchGate(const std::vector<ChangeCondition>& gate,
                                         const std::vector<SearchSide>& sides);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_COMPARE_SEARCH_GATE_H_
