// The report of a sweep as text, at its end. Every line ends in '\n'.
#ifndef REDLINE_REPORTING_TEXT_SWEEP_REPORT_H_
#define REDLINE_REPORTING_TEXT_SWEEP_REPORT_H_

#include <cstddef>
#include <string>

#include "reporting/model/sweep_result.h"
#include "reporting/tables/style.h"
#include "reporting/tables/text_table.h"

namespace redline::reporting {

// What each search said, the table of all, then, last so that it is on the screen, what
// they say together. Tables wider than `max_width` cells are split and sentences wrapped.
std::string SweepReport(const SweepResult& result,
                        std::size_t max_width = kUnlimitedWidth, const Style& style = {});

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_TEXT_SWEEP_REPORT_H_
