// Under which circumstances results were measured, and which of these differ: settings,
// redline's version, Redis', the machine.
//
// Pure functions.
#ifndef REDLINE_REPORTING_COMPARE_CIRCUMSTANCES_H_
#define REDLINE_REPORTING_COMPARE_CIRCUMSTANCES_H_

#include <string>
#include <utility>
#include <vector>

#include "reporting/compare/side.h"

namespace redline::reporting {

// Settings that are the same in all results of all sides are not listed, nor those known
// of one side only.
struct ComparedSetting {
  std::string name;
  // By side; several values of one side are joined by ", ".
  std::vector<std::string> values;
};

std::vector<ComparedSetting> CompareSettings(const std::vector<Side>& sides);

// Redis and the machine are those of each search's first trial.
std::vector<ComparedSetting> CompareSettings(const std::vector<SearchSide>& sides);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_COMPARE_CIRCUMSTANCES_H_
