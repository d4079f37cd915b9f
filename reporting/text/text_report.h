// The whole report as text, at the end of a run. Every line ends in '\n'.
#ifndef REDLINE_REPORTING_TEXT_TEXT_REPORT_H_
#define REDLINE_REPORTING_TEXT_TEXT_REPORT_H_

#include <cstddef>
#include <string>

#include "reporting/model/result.h"
#include "reporting/tables/style.h"
#include "reporting/tables/text_table.h"

namespace redline::reporting {

// Which of them.
enum class Tables {
  kMain,  // The original's four, what a verdict may rest on, and a summary.
  kAll,
};

// The blocks; of them last, so that it is on the screen, what all workers' tasks took;
// then the status, the verdict's sentence, and the bottleneck's. Tables wider than
// `max_width` cells are split and sentences wrapped; a file or a pipe has no such limit.
// No escape sequences but those of the style.
std::string FinalReport(const Result& result, std::size_t max_width = kUnlimitedWidth,
                        const Style& style = {}, Tables tables = Tables::kAll);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_TEXT_TEXT_REPORT_H_
