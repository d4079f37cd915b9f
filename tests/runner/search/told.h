// Searches that are told what a function answers.
#ifndef REDLINE_TESTS_RUNNER_SEARCH_TOLD_H_
#define REDLINE_TESTS_RUNNER_SEARCH_TOLD_H_

#include <gtest/gtest.h>

#include <cstddef>
#include <functional>
#include <vector>

#include "runner/search/search.h"
#include "runner/search/trial.h"

namespace redline::runner {

using Answer = std::function<TrialOutcome(const Trial&)>;

// A trial takes its length and four seconds. Returns the trials, in their order.
inline std::vector<Trial> TellAll(Search& search, const Answer& answer) {
  constexpr std::size_t kEndless = 100'000;
  std::vector<Trial> trials;
  Search::Seconds elapsed{0};
  while (search.next()) {
    const Trial trial = *search.next();
    EXPECT_FALSE(search.end());
    trials.push_back(trial);
    if (trials.size() > kEndless) {
      ADD_FAILURE() << "the search does not end";
      break;
    }
    elapsed += trial.length + Search::Seconds(4);
    search.Tell(answer(trial), elapsed);
  }
  EXPECT_TRUE(search.end());
  return trials;
}

// Workers that hold whatever does not exceed their capacity.
inline TrialOutcome Sharp(double capacity, const Trial& trial) {
  if (trial.rate <= capacity) return {reporting::TrialAnswer::kHeld, trial.rate};
  return {reporting::TrialAnswer::kFailed, capacity};
}

}  // namespace redline::runner

#endif  // REDLINE_TESTS_RUNNER_SEARCH_TOLD_H_
