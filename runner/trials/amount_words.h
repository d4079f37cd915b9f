// Amounts and times as sentences of searches have them.
//
// Pure functions.
#ifndef REDLINE_RUNNER_TRIALS_AMOUNT_WORDS_H_
#define REDLINE_RUNNER_TRIALS_AMOUNT_WORDS_H_

#include <string>

#include "reporting/model/search_result.h"
#include "reporting/model/time_units.h"

namespace redline::runner {

// "30 seconds"
std::string SecondsInWords(reporting::Seconds seconds);

// "10 minutes", "90 seconds".
std::string TimeInWords(reporting::Seconds time);

// "4450 tasks/s"
std::string InTasks(double rate);

// Of what is searched for: "4450 tasks/s", "5 workers".
std::string Amount(reporting::SearchGoal goal, double value);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_TRIALS_AMOUNT_WORDS_H_
