// The whole report as text, at the end of a run. Every line ends in '\n'.
#ifndef REDLINE_REPORTING_TEXT_REPORT_H_
#define REDLINE_REPORTING_TEXT_REPORT_H_

#include <cstddef>
#include <string>

#include "reporting/result.h"
#include "reporting/style.h"
#include "reporting/text_table.h"

namespace redline::reporting {

// All blocks, and as the last lines the status, the verdict's sentence, and the
// bottleneck's. Tables wider than `max_width` cells are split; a file or a pipe has no
// such limit. No escape sequences but those of the style.
std::string FinalReport(const Result& result,
                        std::size_t max_width = TextTable::kUnlimited,
                        const Style& style = {});

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_TEXT_REPORT_H_
