// A result page published before redline, in the form of the original harness' author, as
// results: one for each test, or for each dyno of each test.
// Such a page has only the mean of a timing, so the results' histograms have no
// percentiles; each stands for as many values as the worker had cycles, an event loop's
// lag for one value. Where the page lacks a figure, repeats a worker or contradicts
// itself, the result's warnings say so.
#ifndef REDLINE_REPORTING_PUBLISHED_IMPORT_PAGE_H_
#define REDLINE_REPORTING_PUBLISHED_IMPORT_PAGE_H_

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "reporting/model/result.h"

namespace redline::reporting {

// The text is not such a page: one sentence for a user, with the line and a way out.
class ImportError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct ImportedRun {
  std::string name;  // "Test 1, Dyno A", "Test 1"; never empty.
  Result result;     // As of a run that is over; without a verdict if the page has none.
};

struct ImportedPage {
  std::vector<ImportedRun> runs;    // One at least, in the page's order.
  std::vector<std::string> unread;  // Those that cannot be read, a sentence each.
  std::vector<std::string> absent;  // Those of which only the text speaks, likewise.
};

// `name` is how messages call the page, its file's name for instance. A page that was cut
// off gives what is there. Throws ImportError if there is no run.
ImportedPage ImportPage(std::string_view markdown, std::string_view name);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_PUBLISHED_IMPORT_PAGE_H_
