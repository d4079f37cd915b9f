// The result as a web page: one file that opens offline, in light or dark, on a
// screen or a phone.
//
// Verdict and bottleneck first, then charts, then all tables. Charts are drawn by
// Chart.js, which the page carries; each has a title, units, and a sentence that says the
// same to whoever cannot see it. Without a script the sentences and tables remain.
#ifndef REDLINE_REPORTING_PAGE_HTML_REPORT_H_
#define REDLINE_REPORTING_PAGE_HTML_REPORT_H_

#include <string>

#include "reporting/model/result.h"

namespace redline::reporting {

std::string ToHtml(const Result& result);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_PAGE_HTML_REPORT_H_
