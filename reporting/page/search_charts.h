// The charts of a search: its trials by the rate, or by the number of workers, each a
// point, and the range between what held and what failed shaded.
//
// Pure function.
#ifndef REDLINE_REPORTING_PAGE_SEARCH_CHARTS_H_
#define REDLINE_REPORTING_PAGE_SEARCH_CHARTS_H_

#include <vector>

#include "reporting/model/search_result.h"
#include "reporting/page/chart.h"

namespace redline::reporting {

// Without the trials that estimate: they have no backlog limit, and rates far beyond.
// Empty if there are no others.
std::vector<Chart> SearchCharts(const SearchResult& search);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_PAGE_SEARCH_CHARTS_H_
