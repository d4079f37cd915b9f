#include "runner/fleet/fleet_admission.h"

#include "redis/error_class.h"

namespace redline::runner {

std::optional<Refusal> WhyRefused(const JoinSight& sight, const FleetOptions& options) {
  const std::string fleet = "The fleet " + options.id;
  const std::string other_id = "; give this one an id of its own with --fleet.";
  const bool too_many = sight.members > options.size;
  // Settings that were left by a dyno that is not there do not count.
  const bool differs = !sight.difference.empty() && sight.members > 1;
  if (sight.name_is_taken) {
    return Refusal{fleet + " has a dyno named " + options.dyno +
                   " already; give this one another name with --dyno, or the fleet "
                   "another id."};
  }
  // The others have left because of what this dyno's name stands for.
  if (sight.was_member || (sight.had_refused && sight.members > 1)) {
    return Refusal{fleet + " has been used before" + other_id};
  }
  if (differs && !(too_many && sight.has_start)) {
    return Refusal{.why = sight.difference, .is_usage = true};
  }
  if (too_many) {
    return Refusal{fleet + " has " + std::to_string(options.size) + " dynos already" +
                   other_id};
  }
  return std::nullopt;
}

std::optional<Refusal> WhyRefused(const redis::RedisError& error,
                                  const FleetOptions& options) {
  // A command that we gave up ourselves is asked again.
  if (error.kind() == redis::RedisError::Kind::kCancelled || redis::MayHeal(error)) {
    return std::nullopt;
  }
  std::string why =
      "The fleet " + options.id + " could not be joined: " + std::string(error.what());
  if (redis::ClassifyReply(error.reply()) == redis::ErrorClass::kNoPermission) {
    why +=
        " A fleet has keys of its own, besides the test's: allow this user the keys "
        "redline:fleet:* (ACL SETUSER ... ~redline:fleet:*) and the commands on them.";
  }
  return Refusal{std::move(why)};
}

}  // namespace redline::runner
