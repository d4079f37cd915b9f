// The bottleneck in words: one sentence or two, with the figures that its rule has looked
// at (runner/bottleneck_rules.h). Pure functions.
#ifndef REDLINE_RUNNER_BOTTLENECK_WORDS_H_
#define REDLINE_RUNNER_BOTTLENECK_WORDS_H_

#include <string>

#include "reporting/bottleneck.h"
#include "reporting/result.h"
#include "runner/run_load.h"

namespace redline::runner {

// REQUIRES: `kind` is what ApplyRules has found for this result and load. `of_all`: the
// load is that of the whole run.
std::string BottleneckSentence(reporting::Bottleneck::Kind kind,
                               const reporting::Result& result, const RunLoad& load,
                               bool of_all);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_BOTTLENECK_WORDS_H_
