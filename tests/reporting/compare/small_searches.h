// Searches of which only what a comparison looks at is known.
#ifndef REDLINE_TESTS_REPORTING_COMPARE_SMALL_SEARCHES_H_
#define REDLINE_TESTS_REPORTING_COMPARE_SMALL_SEARCHES_H_

#include <string>
#include <utility>
#include <vector>

#include "reporting/compare/side.h"
#include "reporting/model/search_result.h"

namespace redline::reporting::testing {

// That rate held, the next failed, and the redline is as near as `percent` to it.
inline SearchResult Found(double rate, double percent = 2) {
  SearchResult search;
  search.goal = SearchGoal::kRate;
  search.end = SearchEnd::kFound;
  search.held = SearchBound{.value = rate, .held = 3, .failed = 0};
  search.failed = SearchBound{.value = rate * 1.02, .held = 0, .failed = 2};
  search.likely_least = rate * (1 - percent / 100);
  search.likely_most = rate * (1 + percent / 100);
  return search;
}

inline SearchSide SearchesOf(std::string name, std::vector<SearchResult> searches) {
  SearchSide side{.name = std::move(name), .files = {}, .results = std::move(searches)};
  for (std::size_t i = 0; i < side.results.size(); ++i) {
    side.files.push_back(side.name + std::to_string(i) + ".json");
  }
  return side;
}

inline SearchSide RatesOf(std::string name, const std::vector<double>& rates) {
  std::vector<SearchResult> searches;
  for (const double rate : rates) searches.push_back(Found(rate));
  return SearchesOf(std::move(name), std::move(searches));
}

}  // namespace redline::reporting::testing

#endif  // REDLINE_TESTS_REPORTING_COMPARE_SMALL_SEARCHES_H_
