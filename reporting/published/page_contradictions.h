// Where a published page contradicts itself: its text and its tables, or two tables.
//
// A pure function of what ReadPublishedPage found.
#ifndef REDLINE_REPORTING_PUBLISHED_PAGE_CONTRADICTIONS_H_
#define REDLINE_REPORTING_PUBLISHED_PAGE_CONTRADICTIONS_H_

#include <string>
#include <vector>

#include "reporting/published/published_page.h"

namespace redline::reporting {

// Contradictions that a reader of this run must know, a sentence each. A missing value
// contradicts nothing. `run` is one of the page's.
std::vector<std::string> Contradictions(const PublishedPage& page,
                                        const PublishedRun& run);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_PUBLISHED_PAGE_CONTRADICTIONS_H_
