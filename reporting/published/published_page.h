// A published page of results as its author wrote it, not yet interpreted: what its text
// claims, and each run's tables and last lines.
//
//   ## Parameters            claims on all tests, a list
//   ### Test 1               claims on one test, a list; they override the page's
//   ## Results
//   ### Test 1               a run: its console's last output; or, of several dynos,
//   #### Dyno A              a run each
//
// Headings alone divide the page; fences and everything unknown are passed over. A run
// begins where its output does, whatever the heading above it is. Lines may end in
// "\r\n". All text is printable.
#ifndef REDLINE_REPORTING_PUBLISHED_PUBLISHED_PAGE_H_
#define REDLINE_REPORTING_PUBLISHED_PUBLISHED_PAGE_H_

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reporting/published/page_table.h"

namespace redline::reporting {

// The statements of the page's text on a test; nothing where it says nothing.
struct PageClaims {
  std::optional<double> dynos;
  std::optional<double> duration;  // seconds, as are all durations here
  std::optional<double> payload_kb;
  std::optional<double> flats;
  std::optional<double> concurrency;  // Workers of each dyno.
  std::optional<double> dyno_rate;    // Tasks a second, of each dyno.
  std::optional<double> rate;         // All dynos' together.
  std::optional<bool> succeeded;
  // When it failed: by the dyno's name in lower case, or by "" if it names none.
  std::map<std::string, double, std::less<>> failed_after;
};

struct PublishedRun {
  std::string test;      // "Test 1"; empty if no heading says.
  std::string dyno;      // "Dyno A"; empty if no heading says.
  std::string heading;   // The one above it, if it is neither.
  std::size_t line = 0;  // Its heading's, from 1.
  std::size_t part = 0;  // The same for all runs below one test's heading.
  PageClaims claims;     // The test's, else the page's.
  // Constants and messaging stats by their names, as they are written.
  std::map<std::string, std::string, std::less<>> values;
  std::optional<PageTable> vitals;
  std::optional<PageTable> timings;
  std::optional<double> hidden_workers;
  std::optional<bool> succeeded;
  std::string failure;  // "44 reached backlog limit"; empty if there is none.
  std::optional<double> ran_for;
  std::optional<double> warmup;
  // Flaws of its heading or of the tables' form, a sentence each.
  std::vector<std::string> flaws;

  // "Test 1, Dyno A"
  std::string Name() const;

  // When it failed, as the text says.
  std::optional<double> SaidToFailAfter() const;

  // Nothing if it is missing, or is not a number.
  std::optional<double> Value(std::string_view name) const;
};

// A place where there should be a run, but none can be read.
struct UnreadRun {
  std::string name;
  std::size_t line = 0;          // Its heading's, from 1.
  bool is_only_claimed = false;  // The text speaks of it, and the results do not.
};

struct PublishedPage {
  std::vector<PublishedRun> runs;
  std::vector<UnreadRun> unread;
  std::size_t lines = 0;
};

// Reads any text; a text that is not such a page has no runs.
PublishedPage ReadPublishedPage(std::string_view markdown);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_PUBLISHED_PUBLISHED_PAGE_H_
