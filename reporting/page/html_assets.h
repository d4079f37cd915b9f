// The files that a page carries with it, put in at build time
// (reporting/page/BUILD.bazel).
#ifndef REDLINE_REPORTING_PAGE_HTML_ASSETS_H_
#define REDLINE_REPORTING_PAGE_HTML_ASSETS_H_

#include <string_view>

namespace redline::reporting {

extern const std::string_view kReportCss;     // reporting/page/html/report.css
extern const std::string_view kDrawChartsJs;  // reporting/page/html/draw_charts.js
extern const std::string_view kChartJs;       // Chart.js 3, https://www.chartjs.org, MIT

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_PAGE_HTML_ASSETS_H_
