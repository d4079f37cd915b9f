// A search as a web page: what was found, its trials as plots and as a table, and behind
// each trial its own figures.
#ifndef REDLINE_REPORTING_PAGE_SEARCH_PAGE_H_
#define REDLINE_REPORTING_PAGE_SEARCH_PAGE_H_

#include <string>

#include "reporting/model/search_result.h"

namespace redline::reporting {

std::string ToHtml(const SearchResult& search);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_PAGE_SEARCH_PAGE_H_
