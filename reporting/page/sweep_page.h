// A sweep as a web page, as html_report.h makes one of a run: what was found over the
// setting, then each search with its trials.
#ifndef REDLINE_REPORTING_PAGE_SWEEP_PAGE_H_
#define REDLINE_REPORTING_PAGE_SWEEP_PAGE_H_

#include <string>

#include "reporting/model/sweep_result.h"

namespace redline::reporting {

std::string ToHtml(const SweepResult& sweep);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_PAGE_SWEEP_PAGE_H_
