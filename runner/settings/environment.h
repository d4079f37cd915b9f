// The environment's variables, which tests make up.
#ifndef REDLINE_RUNNER_SETTINGS_ENVIRONMENT_H_
#define REDLINE_RUNNER_SETTINGS_ENVIRONMENT_H_

#include <cstdlib>
#include <functional>
#include <optional>
#include <string>

namespace redline::runner {

// Looks a variable up; nothing if it is not set.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

// The process' own environment.
inline std::optional<std::string> ProcessEnvironment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_SETTINGS_ENVIRONMENT_H_
