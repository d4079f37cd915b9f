// The chart of a sweep: what was found over the setting, each with its likely range.
//
// Pure function.
#ifndef REDLINE_REPORTING_PAGE_SWEEP_CHARTS_H_
#define REDLINE_REPORTING_PAGE_SWEEP_CHARTS_H_

#include <vector>

#include "reporting/model/sweep_result.h"
#include "reporting/page/chart.h"

namespace redline::reporting {

// Points over a setting that is a number, bars for one that is a word. Empty if nothing
// is known of any.
std::vector<Chart> SweepCharts(const SweepResult& sweep);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_PAGE_SWEEP_CHARTS_H_
