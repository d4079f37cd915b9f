// How good searches are: their figures over many simulated systems of a class.
//
// Plain values; the same seed gives the same figures.
#ifndef REDLINE_TESTS_RUNNER_SEARCH_SEARCH_FIGURES_H_
#define REDLINE_TESTS_RUNNER_SEARCH_SEARCH_FIGURES_H_

#include <array>
#include <cstdint>
#include <string_view>

#include "reporting/model/search_result.h"
#include "tests/runner/search/simulated_machine.h"

namespace redline::runner {

struct SystemClass {
  std::string_view name;
  Conditions conditions;
};

inline constexpr std::array kSystemClasses = std::to_array<SystemClass>({
    {"quiet", {.noise = 0.005, .stalls = 0.02}},
    {"usual", {}},
    {"slow noise", {.noise_seconds = 40}},
    {"noisy", {.noise = 0.06, .noise_seconds = 10, .stalls = 0.3}},
    {"drift down, 1 % a minute", {.noise = 0.02, .drift = -0.01}},
    {"drift up, 1 % a minute", {.noise = 0.02, .drift = 0.01}},
    {"cliff, 30 %", {.noise = 0.02, .cliff = 0.3}},
});

// How many workers do how much: n of them do n · one / (1 + contention · (n − 1) +
// crosstalk · n · (n − 1)), Gunther's law, and those beyond `cores` that much less.
struct WorkersClass {
  std::string_view name;
  double contention = 0;
  double crosstalk = 0;
  std::uint64_t cores = 1000;
  double lost_beyond = 0;
};

inline constexpr std::array kWorkersClasses = std::to_array<WorkersClass>({
    {.name = "in proportion"},
    {.name = "contention", .contention = 0.03},
    {.name = "falls after a highest", .contention = 0.02, .crosstalk = 0.0005},
    {.name = "a dip beyond 8", .contention = 0.01, .cores = 8, .lost_beyond = 0.2},
});

// Shares are of 1.
struct SearchFigures {
  int searches = 0;
  double found = 0;
  double irregular = 0;
  double out_of_time = 0;
  double trials = 0;  // Means.
  double minutes = 0;
  // Of the rates, or numbers of workers, that were said to hold, and those said to fail:
  // how probable the next full trial is to hold.
  double holds_at_held = 0;
  double holds_at_failed = 0;
  // Of those found: at which fewer than half of all trials hold.
  double wrong = 0;
  // Of those that were said to hold: so near to the rate at which half of the trials
  // hold, or to the fewest workers with which half of them hold.
  double near = 0;        // 2 %; just as many workers.
  double quite_near = 0;  // 4 %; one more or fewer.
  // Of rates: how often the likely interval has the rate at which half of the trials
  // hold, and how wide it is, as a share of the rate.
  double likely_right = 0;
  double likely_width = 0;
};

// REQUIRES: searches > 0; `truth` trials show how probable one is to hold, at least 20.
SearchFigures FiguresOfRateSearches(const SystemClass& kind, int searches, int truth,
                                    std::uint64_t seed);
SearchFigures FiguresOfWorkersSearches(const WorkersClass& kind, int searches, int truth,
                                       std::uint64_t seed);

}  // namespace redline::runner

#endif  // REDLINE_TESTS_RUNNER_SEARCH_SEARCH_FIGURES_H_
