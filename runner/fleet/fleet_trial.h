// The leader's message to the other dynos on a trial of their search, as a part of the
// fleet's verdict (runner/fleet/fleet_words.h). All dynos have the same search and tell
// it the same, so it says the same to each: what to try next.
//
// Pure functions of plain values.
#ifndef REDLINE_RUNNER_FLEET_FLEET_TRIAL_H_
#define REDLINE_RUNNER_FLEET_FLEET_TRIAL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "reporting/model/search_result.h"
#include "reporting/model/time_units.h"

namespace redline::runner {

struct FleetTrial {
  std::string leader;  // Of this trial, and of all that come after it.
  // What the search is told; nothing if the trial does not count, as it was interrupted
  // or has lost a dyno.
  std::optional<reporting::TrialAnswer> answer;
  double completed_rate = 0;      // Tasks a second, of all dynos together.
  std::uint64_t workers = 0;      // Likewise.
  reporting::Seconds elapsed{0};  // Of the leader's search.
  // The search has ended with this trial, for all; nothing if it goes on.
  std::optional<reporting::SearchEnd> end;
};

// As one word: "trial=A,held,1999.5,56,12.25,-".
std::string ToText(const FleetTrial& trial);
bool IsFleetTrial(std::string_view word);
// Nothing if ToText makes no such text, or if it neither counts nor ends the search.
std::optional<FleetTrial> ParseFleetTrial(std::string_view word);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_FLEET_FLEET_TRIAL_H_
