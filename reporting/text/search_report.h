// The report of a search as text, at its end. Every line ends in '\n'.
#ifndef REDLINE_REPORTING_TEXT_SEARCH_REPORT_H_
#define REDLINE_REPORTING_TEXT_SEARCH_REPORT_H_

#include <cstddef>
#include <string>

#include "reporting/model/search_result.h"
#include "reporting/tables/style.h"
#include "reporting/tables/text_table.h"

namespace redline::reporting {

// The trials, then, last so that it is on the screen, what was found. Tables wider than
// `max_width` cells are split and sentences wrapped.
std::string SearchReport(const SearchResult& result,
                         std::size_t max_width = kUnlimitedWidth,
                         const Style& style = {});

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_TEXT_SEARCH_REPORT_H_
