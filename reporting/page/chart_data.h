// The figures that a report's charts draw (reporting/page/html/report.js), as JSON for
// the page.
//
// Only what is drawn: counts are turned into rates, percentiles into points of a curve. A
// drain of a moment is left out. A last point much shorter than the others, in which a
// test failed, has no rates, which would be noise, but all else. This format is between
// the two files alone; programs read json_report.h's.
#ifndef REDLINE_REPORTING_PAGE_CHART_DATA_H_
#define REDLINE_REPORTING_PAGE_CHART_DATA_H_

#include <string>
#include <vector>

#include "reporting/model/result.h"

namespace redline::reporting {

// One JSON object on one line, without "<": it may stand in a script element.
std::string ChartData(const Result& result);

// The points that are drawn.
std::vector<SeriesPoint> DrawnPoints(const Series& series);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_PAGE_CHART_DATA_H_
