// What a search is asked for. Plain values.
#ifndef REDLINE_RUNNER_PLAN_SEARCH_OPTIONS_H_
#define REDLINE_RUNNER_PLAN_SEARCH_OPTIONS_H_

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "reporting/model/search_result.h"

namespace redline::runner {

struct SearchOptions {
  using Seconds = std::chrono::duration<double>;

  reporting::SearchGoal goal = reporting::SearchGoal::kRate;
  // What its user reads before what it does: of a sweep, which search it is.
  std::string title = "search";
  std::optional<double> at_least = std::nullopt;  // Tasks a second.
  double precision_percent = 0;
  Seconds budget{0};
  Seconds trial{0};  // The length of a full one.
};

// A search for each value of a setting.
struct SweepOptions {
  std::string setting;  // By its flag's name.
  std::vector<std::string> values;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_PLAN_SEARCH_OPTIONS_H_
