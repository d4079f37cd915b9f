// Whether a dyno may be a member of its fleet, and why not. Pure functions.
#ifndef REDLINE_RUNNER_FLEET_FLEET_ADMISSION_H_
#define REDLINE_RUNNER_FLEET_FLEET_ADMISSION_H_

#include <cstdint>
#include <optional>
#include <string>

#include "redis/redis_error.h"
#include "runner/plan/fleet_options.h"

namespace redline::runner {

// The fleet as a dyno finds it when it has asked to be a member.
struct JoinSight {
  std::uint64_t members = 0;  // This one included.
  bool name_is_taken = false;
  bool was_member = false;   // Its name was among the members before.
  bool had_refused = false;  // The fleet was told by it that it could not begin.
  bool has_start = false;    // The fleet has agreed on its start.
  std::string difference{};  // Its settings' from the first dyno's; empty for none.
};

struct Refusal {
  std::string why;        // One sentence, for its user.
  bool is_usage = false;  // Its settings are not the others'.
};

// Nothing if it is a member.
std::optional<Refusal> WhyRefused(const JoinSight& sight, const FleetOptions& options);

// The same where Redis refuses; nothing if it is worth to ask again.
std::optional<Refusal> WhyRefused(const redis::RedisError& error,
                                  const FleetOptions& options);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_FLEET_FLEET_ADMISSION_H_
