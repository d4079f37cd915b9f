// The names of what a fleet keeps in Redis; runner/fleet/fleet_board.h lists them.
#ifndef REDLINE_RUNNER_FLEET_FLEET_KEYS_H_
#define REDLINE_RUNNER_FLEET_FLEET_KEYS_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace redline::runner {

// How long a fleet's keys stay: its id cannot be used again for as long.
inline constexpr std::string_view kFleetKeysExpireSeconds = "3600";

// As many as there can be of a fleet: those of each dyno, and those of all.
constexpr std::uint64_t MostFleetKeys(std::uint64_t dynos) { return 2 * dynos + 7; }

inline std::string FleetKey(std::string_view fleet_id, std::string_view name) {
  return "redline:fleet:" + std::string(fleet_id) + ":" + std::string(name);
}

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_FLEET_FLEET_KEYS_H_
