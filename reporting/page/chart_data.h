// Charts as JSON, from which the page's script draws them (html/draw_charts.js): the
// members of reporting/page/chart.h by their names, without those that are empty.
//
// This format is between the two files alone; programs read json_report.h's.
#ifndef REDLINE_REPORTING_PAGE_CHART_DATA_H_
#define REDLINE_REPORTING_PAGE_CHART_DATA_H_

#include <string>
#include <vector>

#include "reporting/page/chart.h"

namespace redline::reporting {

// One JSON array on one line, without "<": it may stand in a script element.
std::string ChartData(const std::vector<Chart>& charts);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_PAGE_CHART_DATA_H_
