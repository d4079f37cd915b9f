// The bottleneck's rules: which one it is, by the figures of a run or of a part of it.
// Pure functions.
//
// In this order, the first that holds:
//   1. The verdict blames the supervisor: so does the bottleneck, or the machine that it
//      shares if that was used up. One that blames the workers clears it (3.).
//   2. Redis' main thread was busy: no number of workers gets more out of it.
//   3. The supervisor issued late, of its own fault: the figures say little.
//   4. The machine's CPUs were used up, or Redis' main thread had work all of the time,
//      but had to wait for one of them for a good part of it.
//   5. The workers were in a task nearly all of their time: because the machine or Redis'
//      thread had little left, because a few tasks took very long, because Redis was slow
//      to answer without being busy, by waiting for its answers as long as round trips
//      take, or by their own CPU time. In the latter two cases more of them would help.
//   6. The backlog grew while a single task stood still.
//   7. None of these: says which was nearest.
//
// Where a worker may have several tasks in hand, "in a task nearly all of their time" is:
// they had in hand nearly all that they may.
#ifndef REDLINE_RUNNER_VERDICT_BOTTLENECK_RULES_H_
#define REDLINE_RUNNER_VERDICT_BOTTLENECK_RULES_H_

#include <chrono>
#include <optional>

#include "reporting/model/bottleneck.h"
#include "reporting/model/result.h"
#include "runner/verdict/run_load.h"

namespace redline::runner {

// Busy, or ready to be but without a CPU. If requests come at random, nine others are in
// line on average before a thread that is this busy; and figures of whole seconds are no
// better than some percent.
inline constexpr double kRedisBusyPercent = 90;
inline constexpr double kMachineBusyPercent = 90;
// A share of the time. Any thread that shares its CPU waits up to this.
inline constexpr double kRedisWaitsPercent = 10;
// When the workers are in a task nearly all of their time, what they wait for counts as
// their limit from here on: on the machine of the measurements in docs/benchmarks.md 28
// workers used it to 88 % and Redis' thread to 72 % at a rate that they did not sustain.
inline constexpr double kContendedPercent = 75;
// If tasks come at random, one waits four times its own length for a worker that is in a
// task for this share of its time.
inline constexpr double kWorkerBusyPercent = 80;
// A share of a task's time: from here on a worker computes more than it waits.
inline constexpr double kComputingPercent = 50;
// One task in a hundred this late: longer than a task takes on most networks.
inline constexpr std::chrono::milliseconds kLateness{10};
// A Redis that is less busy, and ready to be, has time left to answer at once.
inline constexpr double kIdleRedisPercent = 50;
// Then what a task waits for it is what its round trips take. So many times what they
// took before the test, and so much more, is something else: its disk, or the network.
inline constexpr double kSlowFactor = 5;
inline constexpr std::chrono::milliseconds kSlow{1};
// If the mean of all tasks is so many times their median, a few slow ones took most of
// the time: something stood still, and more workers would have stood still too.
inline constexpr double kStallFactor = 2;
// A single task in which so much of the backlog's limit came due is enough to explain why
// the limit was reached.
inline constexpr double kStallBacklogShare = 0.5;

// A share of its limit: a part that was so busy on average may have been at the limit for
// a while.
inline constexpr double kNearlyBusyShare = 0.7;

// `load` is that of the run, or of the part of it that is to be judged.
reporting::Bottleneck::Kind ApplyRules(const reporting::Result& result,
                                       const RunLoad& load);

// The verdict has found that it is the supervisor who could not keep up.
bool BlamesSupervisor(const reporting::Result& result);
// The verdict has found that a backlog did, to its limit or until the end.
bool BacklogGrew(const reporting::Result& result);
// Also of a run that came through it.
bool BacklogCameNearItsLimit(const reporting::Result& result);

// The parts of the rules that their words name as well.
bool MissedRate(const RunLoad& load);
bool WasLate(const RunLoad& load);
bool RedisWaitsForTheMachine(const RunLoad& load);
// The part of a task's time in which its worker computed; nothing if that is not known.
// REQUIRES, also below: it is known how much of their time the workers were in a task.
std::optional<double> ComputingPercent(const RunLoad& load);
// A task's time in which its worker computed for none. REQUIRES: the mean of its time is
// known.
reporting::Milliseconds WaitOfATask(const RunLoad& load);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_VERDICT_BOTTLENECK_RULES_H_
