// Whether the workers of a test fell behind, though its time was over before a backlog
// reached its limit.
//
// A test of even arrivals at a rate that is too high by the share w fills N workers'
// limits of L tasks only after N·L/(w·rate) seconds: 140 s for 28 × 100 at 1000/s and 2
// %. So that no limit was reached says little of a shorter test. The rule: the workers
// fell behind if, at the end of the measured phase, more than TasksInWork tasks a worker
// are unfinished, and
//
//   - the total backlog grew by more than kGrowthShare of the asked rate (BacklogGrowth),
//   or
//   - more than kUnfinishedShare of the tasks that were sent are unfinished, those that
//     the warm-up left not counted.
//
// Where tasks come in bursts, the last one may just have come: it is not counted either.
//
// docs/search.md has its error rates; tests/reporting/model/fell_behind_rates_test.cc
// holds them.
//
// Pure functions. For the end of a test, not for a live view: the growth of 2000 points
// takes some ten milliseconds.
#ifndef REDLINE_REPORTING_MODEL_FELL_BEHIND_H_
#define REDLINE_REPORTING_MODEL_FELL_BEHIND_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "reporting/model/result.h"
#include "reporting/model/series.h"
#include "reporting/model/time_units.h"

namespace redline::reporting {

// Of each worker: those that it may have in hand, and one in line.
inline double TasksInWork(const Result& result) {
  return static_cast<double>(result.worker_concurrency) + 1;
}
inline constexpr double kGrowthShare = 0.003;
inline constexpr double kUnfinishedShare = 0.01;
// The slope of fewer looks is chance.
inline constexpr std::size_t kFewestLooks = 5;

// By how much the total backlog grew in the measured phase, which lasted for `uptime`, in
// tasks a second: the median of the slopes between any two looks, one at the end of each
// point. A stall bends few of them. (H. Theil, "A rank-invariant method of linear and
// polynomial regression analysis", 1950; P. K. Sen, "Estimates of the regression
// coefficient based on Kendall's tau", 1968.) Nothing if there are fewer than
// kFewestLooks.
std::optional<double> BacklogGrowth(PointSpan points, Seconds uptime);

// REQUIRES, of all three: the time of the test was over.
//
// Of a run with stages, whether they did in any of them; by the same rule, but what was
// unfinished when the stage began is not its fault.
bool FellBehind(const Result& result);

// The first stage in which they did; nothing if there is none.
std::optional<std::size_t> FirstStageBehind(const Result& result);

// Sentences that go after another one, with a space before them: what was unfinished, by
// how much the backlog grew, and when the limit would be reached at this growth. Empty if
// the workers, named `who`, kept up.
std::string FellBehindText(const Result& result, std::string_view who = "the workers");

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_MODEL_FELL_BEHIND_H_
