// The result as a web page: one file that opens offline, in light or dark, on a
// screen or a phone.
//
// Verdict and bottleneck first, then charts (result_charts.h), then all tables. Charts
// are drawn by Chart.js, which the page carries; without a script their sentences and the
// tables remain.
#ifndef REDLINE_REPORTING_PAGE_HTML_REPORT_H_
#define REDLINE_REPORTING_PAGE_HTML_REPORT_H_

#include <string>

#include "reporting/model/result.h"

namespace redline::reporting {

std::string ToHtml(const Result& result);

// The same without the charts, as a part of another page.
std::string ResultParts(const Result& result);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_PAGE_HTML_REPORT_H_
