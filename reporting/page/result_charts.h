// The charts of a result; chart_source.h has their list.
#ifndef REDLINE_REPORTING_PAGE_RESULT_CHARTS_H_
#define REDLINE_REPORTING_PAGE_RESULT_CHARTS_H_

#include <vector>

#include "reporting/model/result.h"
#include "reporting/page/chart.h"

namespace redline::reporting {

// In the page's order, without those that have nothing to show.
std::vector<Chart> ResultCharts(const Result& result);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_PAGE_RESULT_CHARTS_H_
