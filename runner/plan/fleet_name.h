// The names of fleets and of their dynos. Pure functions.
#ifndef REDLINE_RUNNER_PLAN_FLEET_NAME_H_
#define REDLINE_RUNNER_PLAN_FLEET_NAME_H_

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace redline::runner {

inline constexpr std::size_t kLongestFleetName = 64;

// Letters, digits, '.', '-' and '_'. Colons separate the parts of a key and must not be
// in a name; nor may surprises.
constexpr bool IsOfFleetNames(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
         c == '.' || c == '-' || c == '_';
}

// Whether a text can be the name of a dyno or the id of a fleet: 1 to 64 such characters.
constexpr bool IsFleetName(std::string_view text) {
  return !text.empty() && text.size() <= kLongestFleetName &&
         std::ranges::all_of(text, IsOfFleetNames);
}

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_PLAN_FLEET_NAME_H_
