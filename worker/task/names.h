// The names that a user gives in a task: of its parameters, its steps and the like.
//
// Pure functions.
#ifndef REDLINE_WORKER_TASK_NAMES_H_
#define REDLINE_WORKER_TASK_NAMES_H_

#include <algorithm>
#include <string_view>

namespace redline::worker {

// Names consist of letters, digits and '_'.
constexpr bool IsNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         c == '_';
}
constexpr bool IsName(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, IsNameCharacter);
}

}  // namespace redline::worker

#endif  // REDLINE_WORKER_TASK_NAMES_H_
