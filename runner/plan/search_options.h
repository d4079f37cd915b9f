// What a search is asked for. Plain values.
#ifndef REDLINE_RUNNER_PLAN_SEARCH_OPTIONS_H_
#define REDLINE_RUNNER_PLAN_SEARCH_OPTIONS_H_

#include <chrono>
#include <optional>

#include "reporting/model/search_result.h"

namespace redline::runner {

struct SearchOptions {
  using Seconds = std::chrono::duration<double>;

  reporting::SearchGoal goal = reporting::SearchGoal::kRate;
  std::optional<double> at_least = std::nullopt;  // Tasks a second.
  double precision_percent = 0;
  Seconds budget{0};
  Seconds trial{0};  // The length of a full one.
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_PLAN_SEARCH_OPTIONS_H_
