// Results for the formatters' tests: made of arithmetic, the same every time.
#ifndef REDLINE_TESTS_REPORTING_SAMPLE_RESULTS_H_
#define REDLINE_TESTS_REPORTING_SAMPLE_RESULTS_H_

#include <cstdint>

#include "reporting/model/result.h"

namespace redline::reporting::testing {

// A run of the original's workload that has ended well, with this many workers: each has
// tasks of 2 ms to 40 ms and memory and backlog of its own, the worst not the first; and
// nine commands of Redis.
Result SuccessfulRun(std::size_t workers);

// SuccessfulRun, but that tasks of the first worker failed because of Redis' errors.
Result FailedRun(std::size_t workers);

// A run of four stages that failed 3.5 s into the third, which asked for too much: a ramp
// from 0 to 1000 tasks/s and 1000 tasks/s, 4 s each, were held. Its tasks came by chance.
Result StagedRun(std::size_t workers);

// A preflight with a check of each outcome.
Preflight DoubtfulPreflight();

// As it is after construction: no sample, no rate, no verdict.
Result EmptyRun(std::size_t workers);

// SuccessfulRun in mid-run: phase, no verdict. Its series has twelve seconds, in one of
// which everything stood still.
Result RunningRun(std::size_t workers);

}  // namespace redline::reporting::testing

#endif  // REDLINE_TESTS_REPORTING_SAMPLE_RESULTS_H_
