// How many of many simulated runs fell behind, or reached a limit.
#ifndef REDLINE_TESTS_REPORTING_MODEL_SHARES_OF_RUNS_H_
#define REDLINE_TESTS_REPORTING_MODEL_SHARES_OF_RUNS_H_

#include <algorithm>
#include <cstdint>
#include <random>

#include "reporting/model/fell_behind.h"
#include "tests/testing/queue_simulation.h"

namespace redline::reporting::testing {

struct SharesOfRuns {
  double fell_behind = 0;
  double reached_limit = 0;  // Of 100 tasks for each worker.
  double held = 0;           // Neither.
};

// The same at each call.
inline SharesOfRuns SimulateRuns(const redline::testing::QueueSystem& system, double rate,
                                 double seconds, int runs) {
  constexpr std::uint64_t kLimit = 100;
  std::mt19937_64 random(1);
  int fell_behind = 0;
  int reached_limit = 0;
  int held = 0;
  for (int i = 0; i < runs; ++i) {
    const Result result = redline::testing::SimulateRun(system, rate, seconds, random);
    const bool behind = FellBehind(result);
    const bool limit = std::ranges::any_of(
        result.series.points,
        [](const SeriesPoint& point) { return point.worst_backlog >= kLimit; });
    if (behind) ++fell_behind;
    if (limit) ++reached_limit;
    if (!behind && !limit) ++held;
  }
  const auto share = [runs](int count) { return static_cast<double>(count) / runs; };
  return {.fell_behind = share(fell_behind),
          .reached_limit = share(reached_limit),
          .held = share(held)};
}

}  // namespace redline::reporting::testing

#endif  // REDLINE_TESTS_REPORTING_MODEL_SHARES_OF_RUNS_H_
