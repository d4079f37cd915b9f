// The commands that a user's task may not send, and why. Pure.
#ifndef REDLINE_WORKER_TASK_REFUSED_COMMANDS_H_
#define REDLINE_WORKER_TASK_REFUSED_COMMANDS_H_

#include <algorithm>
#include <array>
#include <string_view>

namespace redline::worker {

struct RefusedCommand {
  std::string_view name;
  std::string_view why;  // "which ..."
};

inline constexpr std::string_view kChangesConnection =
    "which changes the connection, that other tasks may share";
inline constexpr std::string_view kHasNoSingleAnswer = "which has no single answer";
inline constexpr std::string_view kDeletesOthersData =
    "which would delete what is not the run's";

// Sorted. The texts are literals, which end with a zero.
inline constexpr std::array kRefusedCommands = std::to_array<RefusedCommand>({
    {"AUTH", kChangesConnection},         {"CLIENT", kChangesConnection},
    {"FLUSHALL", kDeletesOthersData},     {"FLUSHDB", kDeletesOthersData},
    {"HELLO", kChangesConnection},        {"MONITOR", kHasNoSingleAnswer},
    {"PSUBSCRIBE", kHasNoSingleAnswer},   {"PSYNC", kHasNoSingleAnswer},
    {"PUNSUBSCRIBE", kHasNoSingleAnswer}, {"QUIT", kChangesConnection},
    {"RESET", kChangesConnection},        {"SELECT", kChangesConnection},
    {"SHUTDOWN", kHasNoSingleAnswer},     {"SSUBSCRIBE", kHasNoSingleAnswer},
    {"SUBSCRIBE", kHasNoSingleAnswer},    {"SUNSUBSCRIBE", kHasNoSingleAnswer},
    {"SWAPDB", kDeletesOthersData},       {"SYNC", kHasNoSingleAnswer},
    {"UNSUBSCRIBE", kHasNoSingleAnswer},
});
static_assert(std::ranges::is_sorted(kRefusedCommands, {}, &RefusedCommand::name));

// Null if it may. REQUIRES: the name is in capitals.
constexpr const RefusedCommand* FindRefusedCommand(std::string_view name) {
  const auto* const found =
      std::ranges::lower_bound(kRefusedCommands, name, {}, &RefusedCommand::name);
  return found == kRefusedCommands.end() || found->name != name ? nullptr : found;
}

}  // namespace redline::worker

#endif  // REDLINE_WORKER_TASK_REFUSED_COMMANDS_H_
