// Which of a user's keys are the run's: those whose names begin as the task says get what
// WorkloadSettings::KeysOfRun writes in front, and are deleted at the end. Any other name
// is used as it is.
//
// Pure.
#ifndef REDLINE_WORKER_TASK_OWN_KEYS_H_
#define REDLINE_WORKER_TASK_OWN_KEYS_H_

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace redline::worker {

// `keys` are the beginnings of names that the task gives.
inline bool IsOwnKey(std::string_view argument, const std::vector<std::string>& keys) {
  return std::ranges::any_of(
      keys, [&](const std::string& key) { return argument.starts_with(key); });
}

}  // namespace redline::worker

#endif  // REDLINE_WORKER_TASK_OWN_KEYS_H_
