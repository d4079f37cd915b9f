// Where a published page contradicts itself: its text and its tables, or two tables.
//
// A pure function of what ReadPublishedPage found.
#ifndef REDLINE_REPORTING_PUBLISHED_PAGE_CONTRADICTIONS_H_
#define REDLINE_REPORTING_PUBLISHED_PAGE_CONTRADICTIONS_H_

#include <string>
#include <vector>

#include "reporting/published/published_page.h"

namespace redline::reporting {

// What a reader of this run has to know, a sentence each. What is missing contradicts
// nothing. `run` is one of the page's.
std::vector<std::string> Contradictions(const PublishedPage& page,
                                        const PublishedRun& run);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_PUBLISHED_PAGE_CONTRADICTIONS_H_
