// The bottleneck in words: one sentence or two, with the figures that its rule has looked
// at (runner/verdict/bottleneck_rules.h). Pure functions.
#ifndef REDLINE_RUNNER_VERDICT_BOTTLENECK_WORDS_H_
#define REDLINE_RUNNER_VERDICT_BOTTLENECK_WORDS_H_

#include <string>

#include "reporting/model/bottleneck.h"
#include "reporting/model/result.h"
#include "runner/verdict/run_load.h"

namespace redline::runner {

// REQUIRES: `kind` is what ApplyRules has found for this result and load. `of_all`: the
// load is that of the whole run.
std::string BottleneckSentence(reporting::Bottleneck::Kind kind,
                               const reporting::Result& result, const RunLoad& load,
                               bool of_all);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_VERDICT_BOTTLENECK_WORDS_H_
