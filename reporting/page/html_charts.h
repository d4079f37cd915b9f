// The charts of a page, whichever page: a figure for each, with a title, units, and a
// sentence that says the same to whoever cannot see it; and the scripts that draw them.
//
// Pure functions. A page has both or neither.
#ifndef REDLINE_REPORTING_PAGE_HTML_CHARTS_H_
#define REDLINE_REPORTING_PAGE_HTML_CHARTS_H_

#include <string>
#include <vector>

#include "reporting/page/chart.h"

namespace redline::reporting {

// Nothing if there are no charts.
std::string ChartFigures(const std::vector<Chart>& charts);

// The charts' data, Chart.js and the script; they stand at the end of the body.
std::string ChartScripts(const std::vector<Chart>& charts);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_PAGE_HTML_CHARTS_H_
