// The bottleneck: what kept the workers from doing more, judging by the figures of a run.
// Pure functions.
//
// A verdict that blames the supervisor does so here too. Otherwise, where a backlog came
// near its limit while Redis answered nobody, that was it
// (runner/verdict/redis_silence.h). Where one came near its limit in a part of the run,
// the rules (runner/verdict/bottleneck_rules.h) are applied to that part
// (runner/verdict/backlog_growth.h); for Redis, which is asked once a second, in runs of
// less than five its busiest second stands. If they find nothing there they are applied
// to the whole.
#ifndef REDLINE_RUNNER_VERDICT_FIND_BOTTLENECK_H_
#define REDLINE_RUNNER_VERDICT_FIND_BOTTLENECK_H_

#include "reporting/model/bottleneck.h"
#include "reporting/model/result.h"

namespace redline::runner {

// `result` is complete except for its bottleneck; or the run lasts, and it is what is
// known so far. Then only some workers, the worst, may carry percentiles, and those stand
// for all: the sentence says so.
reporting::Bottleneck FindBottleneck(const reporting::Result& result);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_VERDICT_FIND_BOTTLENECK_H_
