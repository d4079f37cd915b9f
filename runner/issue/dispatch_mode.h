// To which worker the next task goes.
#ifndef REDLINE_RUNNER_ISSUE_DISPATCH_MODE_H_
#define REDLINE_RUNNER_ISSUE_DISPATCH_MODE_H_

#include <array>
#include <optional>
#include <string_view>

#include "base/enum_table.h"

namespace redline::runner {

enum class DispatchMode {
  kRoundRobin,    // To each in turn, whatever they do.
  kRandom,        // To any, all alike.
  kLeastBacklog,  // To the one with the smallest backlog; in turn among equals.
};

inline constexpr std::array kDispatchModes = std::to_array<EnumName<DispatchMode>>({
    {DispatchMode::kRoundRobin, "round_robin"},
    {DispatchMode::kRandom, "random"},
    {DispatchMode::kLeastBacklog, "least_backlog"},
});
constexpr const auto& TableOf(DispatchMode) { return kDispatchModes; }

constexpr std::optional<DispatchMode> ParseDispatchMode(std::string_view name) {
  return ParseEnum<DispatchMode>(name);
}

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_ISSUE_DISPATCH_MODE_H_
