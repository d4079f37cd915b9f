// The end of a fleet's run: the results of all dynos become one, with one verdict.
//
// Main thread only, after the supervisor's Run.
#ifndef REDLINE_RUNNER_RUN_FLEET_FINISH_H_
#define REDLINE_RUNNER_RUN_FLEET_FINISH_H_

#include <chrono>
#include <optional>
#include <string>

#include "reporting/model/result.h"
#include "runner/plan/plan.h"
#include "runner/run/supervisor.h"

namespace redline::runner {

// For the fleet's other dynos, and for readers that take nothing, when this dyno has been
// interrupted. One that gets SIGTERM has 30 s in all.
inline constexpr std::chrono::seconds kPatienceOfAnInterruption{3};
// When somebody has pressed Ctrl-C twice.
inline constexpr std::chrono::milliseconds kPatienceInAHurry{200};

// Leaves this dyno's result to the leader, and waits: see FleetSession::Finish. Returns
// the results of all as one, with the fleet's verdict, to the leader, who is to announce
// it; nothing to the others, for whom the session has the leader's verdict, if there is
// one. REQUIRES: there is a session.
std::optional<reporting::Result> GatherFleet(const Plan& plan,
                                             const Supervisor::Outcome& outcome);

// The exit code of the fleet, given its merged result and this dyno's interruption.
int FleetExitCode(const reporting::Result& merged, int signal);

// The fleet's verdict.
struct FleetAnswer {
  std::optional<reporting::Result> merged;  // The leader's only.
  std::string sentence;                     // For the others.
  std::optional<int> exit_code;
};

// Gathers, and announces or hears the verdict. REQUIRES: there is a session.
FleetAnswer FinishFleet(const Plan& plan, const Supervisor::Outcome& outcome);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_RUN_FLEET_FINISH_H_
