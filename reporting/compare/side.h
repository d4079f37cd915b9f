// What is compared: groups of results, which the files that they come from name.
#ifndef REDLINE_REPORTING_COMPARE_SIDE_H_
#define REDLINE_REPORTING_COMPARE_SIDE_H_

#include <string>
#include <vector>

#include "reporting/model/result.h"
#include "reporting/model/search_result.h"

namespace redline::reporting {

// One or several results of the same kind.
template <class Item>
struct SideOf {
  std::string name;  // "A"
  std::vector<std::string> files;
  std::vector<Item> results;  // As many; at least one.
};

using Side = SideOf<Result>;
using SearchSide = SideOf<SearchResult>;

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_COMPARE_SIDE_H_
