#include "runner/run/fleet_finish.h"

#include <signal.h>

#include "reporting/model/fleet.h"
#include "runner/fleet/fleet_harvest.h"
#include "runner/fleet/fleet_session.h"
#include "runner/verdict/exit_code.h"

namespace redline::runner {

std::optional<reporting::Result> GatherFleet(const Plan& plan,
                                             const Supervisor::Outcome& outcome) {
  FleetSession& session = *outcome.fleet;
  const auto patience = outcome.signal == 0
                            ? session.options().wait
                            : std::chrono::milliseconds(kPatienceOfAnInterruption);
  const auto harvest = session.Finish(outcome.result, patience);
  if (!harvest) return std::nullopt;
  return reporting::MergeFleet(harvest->Read(outcome.result), plan.slo);
}

int FleetExitCode(const reporting::Result& merged, int signal) {
  // The signal of another dyno is not known here.
  return ExitCode(*merged.verdict, signal == 0 ? SIGTERM : signal);
}

FleetAnswer FinishFleet(const Plan& plan, const Supervisor::Outcome& outcome) {
  FleetSession& session = *outcome.fleet;
  FleetAnswer answer;
  answer.merged = GatherFleet(plan, outcome);
  if (answer.merged) {
    answer.exit_code = FleetExitCode(*answer.merged, outcome.signal);
    session.Announce(
        {.exit_code = *answer.exit_code, .sentence = answer.merged->verdict->sentence});
  } else if (const auto verdict = session.verdict()) {
    answer.sentence = verdict->sentence;
    answer.exit_code = verdict->exit_code;
    // The fleet cannot succeed without this dyno: such a verdict is not from its leader.
    const int own = ExitCode(*outcome.result.verdict, outcome.signal);
    if (verdict->exit_code == kExitSuccess && own != kExitSuccess) {
      answer.sentence += " This contradicts this dyno's own test, which did not succeed.";
      answer.exit_code = own;
    }
  } else {
    answer.sentence =
        "Redis returned no verdict of the fleet; this verdict is this dyno's alone.";
  }
  return answer;
}

}  // namespace redline::runner
