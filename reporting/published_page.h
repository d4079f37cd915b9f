// A published page of results as its author wrote it, not yet interpreted: what its text
// claims, and each run's tables and last lines.
//
//   ## Parameters            claims on all tests, a list
//   ### Test 1               claims on one test, a list
//   ## Results
//   ### Test 1
//   #### Dyno A              a run: its console's last output
//
// Headings alone divide the page; fences and everything unknown are passed over. Lines
// may end in "\r\n". All text is printable.
#ifndef REDLINE_REPORTING_PUBLISHED_PAGE_H_
#define REDLINE_REPORTING_PUBLISHED_PAGE_H_

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reporting/page_table.h"

namespace redline::reporting {

// What the page's text says of one test.
struct TestClaims {
  std::string test;                 // "Test 1"
  std::optional<double> dyno_rate;  // Tasks a second, of each dyno.
  std::optional<double> rate;       // Of all dynos together.
  std::optional<bool> succeeded;
  // By the dyno's name in lower case: when it failed, in seconds.
  std::map<std::string, double, std::less<>> failed_after;
};

struct PublishedRun {
  std::string test;      // "Test 1"; empty if no heading says.
  std::string dyno;      // "Dyno A"
  std::size_t line = 0;  // Of its heading, from 1.
  // Constants and messaging stats by their names, as they are written.
  std::map<std::string, std::string, std::less<>> values;
  std::optional<PageTable> vitals;
  std::optional<PageTable> timings;
  std::optional<double> hidden_workers;
  std::optional<bool> succeeded;
  std::string failure;            // "44 reached backlog limit"; empty if there is none.
  std::optional<double> ran_for;  // seconds, as are all durations here
  std::optional<double> warmup;
  // What was wrong with the tables' form, a sentence each.
  std::vector<std::string> flaws;

  // Nothing if it is missing, or is no number.
  std::optional<double> Value(std::string_view name) const;
};

struct PublishedPage {
  std::optional<double> dynos;
  std::optional<double> duration;
  std::optional<double> payload_kb;
  std::optional<double> flats;
  std::optional<double> concurrency;
  std::vector<TestClaims> tests;
  std::vector<PublishedRun> runs;
  std::size_t lines = 0;

  // Null if the text says nothing of it.
  const TestClaims* ClaimsOf(std::string_view test) const;
};

// Reads any text; one that is no such page has no runs.
PublishedPage ReadPublishedPage(std::string_view markdown);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_PUBLISHED_PAGE_H_
