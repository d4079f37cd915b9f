// The dynos' messages to each other, as they are read: anyone who may write to the Redis
// may have written them.
//
// Pure functions.
#ifndef REDLINE_RUNNER_FLEET_FLEET_WORDS_H_
#define REDLINE_RUNNER_FLEET_FLEET_WORDS_H_

#include <optional>
#include <string>
#include <string_view>

#include "runner/fleet/fleet_trial.h"

namespace redline::runner {

// A text from Redis as it may be shown: one line without control characters, and not too
// long.
std::string Heard(std::string_view text);

// The fleet's verdict: of a run, of a trial, or with its last trial of a search.
struct FleetVerdict {
  int exit_code = 0;  // One that a verdict has; of a trial that is not the last, 0.
  std::string sentence;
  std::optional<FleetTrial> trial = std::nullopt;
};

// As it is kept in Redis: "0 All 2 dynos ran their full time."
std::string ToText(const FleetVerdict& verdict);
// Nothing if ToText makes no such text. Its sentence is as Heard has it.
std::optional<FleetVerdict> ParseFleetVerdict(std::string_view text);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_FLEET_FLEET_WORDS_H_
