// To which worker the next task goes.
#ifndef REDLINE_RUNNER_DISPATCH_MODE_H_
#define REDLINE_RUNNER_DISPATCH_MODE_H_

#include <array>
#include <optional>
#include <string_view>

namespace redline::runner {

enum class DispatchMode {
  kRoundRobin,    // To each in turn, whatever they do.
  kRandom,        // To any, all alike.
  kLeastBacklog,  // To the one with the smallest backlog; in turn among equals.
};

inline constexpr std::array kDispatchModes = {
    DispatchMode::kRoundRobin, DispatchMode::kRandom, DispatchMode::kLeastBacklog};

// "round_robin", "random", "least_backlog".
constexpr std::string_view NameOf(DispatchMode mode) {
  switch (mode) {
    case DispatchMode::kRoundRobin:
      return "round_robin";
    case DispatchMode::kRandom:
      return "random";
    case DispatchMode::kLeastBacklog:
      return "least_backlog";
  }
  return "";
}

constexpr std::optional<DispatchMode> ParseDispatchMode(std::string_view name) {
  for (const DispatchMode mode : kDispatchModes) {
    if (name == NameOf(mode)) return mode;
  }
  return std::nullopt;
}

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_DISPATCH_MODE_H_
