#include "runner/preflight/machine_checks.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/text/number_text.h"
#include "runner/preflight/preflight_check.h"

namespace redline::runner {
namespace {

using reporting::PreflightCheck;
using Outcome = PreflightCheck::Outcome;

// The supervisor has an event's descriptor for each worker, and a worker one for each of
// its connections. They were seen to have 15 more.
constexpr std::uint64_t kOtherDescriptors = 20;
// Supervisor, issuer, keeper, a private Redis with its threads: seen to be 8.
constexpr std::uint64_t kSupervisorsThreads = 10;

// For what the system counts and limits.
PreflightCheck CheckAllowance(std::string name, std::string_view noun,
                              const std::optional<Allowance>& allowance,
                              std::uint64_t needed, std::string_view way_out,
                              std::string_view fewer = {}) {
  if (!allowance)
    return Fine(std::move(name), "needs " + CountText(needed) + ", no limit");
  if (!allowance->used) {
    return Unknown(std::move(name), "needs " + CountText(needed) + ", the limit is " +
                                        CountText(allowance->limit) +
                                        ", the number in use unknown");
  }
  const std::uint64_t free =
      allowance->limit - std::min(*allowance->used, allowance->limit);
  PreflightCheck check =
      Fine(std::move(name), "needs " + CountText(needed) + ", " + CountText(free) +
                                " free of " + CountText(allowance->limit));
  if (needed <= free) return check;
  return Found(std::move(check), Outcome::kImpossible,
               "The test needs " + Plural(needed, noun) +
                   " more, and the system allows " + CountText(free) +
                   ": use fewer workers" + std::string(fewer) + ", or raise the limit (" +
                   std::string(way_out) + ").");
}

PreflightCheck CheckSharedMemory(const PreflightFacts& facts) {
  constexpr char kName[] = "/dev/shm";
  const auto needed = static_cast<double>(facts.plan.segment_bytes);
  if (!facts.system.shared_memory_free) {
    return Unknown(kName, "needs " + BytesText(needed) + ", free unknown");
  }
  const auto free = static_cast<double>(*facts.system.shared_memory_free);
  PreflightCheck check =
      Fine(kName, "needs " + BytesText(needed) + ", " + BytesText(free) + " free");
  if (needed <= free) return check;
  return Found(std::move(check), Outcome::kImpossible,
               "The test needs " + BytesText(needed) + " in /dev/shm, where " +
                   BytesText(free) +
                   " are free: use fewer workers or stages, or a smaller "
                   "--max_worker_backlog, or mount a larger one.");
}

}  // namespace

std::vector<PreflightCheck> CheckMachine(const PreflightFacts& facts) {
  const std::uint64_t workers = facts.plan.workers;
  // One of its own, and one that looks Redis' name up.
  const std::uint64_t threads_per_worker =
      facts.redis && facts.redis->host_is_a_name ? 2 : 1;
  return {CheckAllowance(
              "File descriptors", "file descriptor", facts.system.descriptors,
              std::max(workers, facts.plan.connections) + kOtherDescriptors, "ulimit -n",
              facts.plan.connections > 1 ? " or fewer --worker_connections" : ""),
          CheckAllowance("Processes and threads", "thread", facts.system.threads,
                         workers * threads_per_worker + kSupervisorsThreads,
                         "ulimit -u, or pids.max of the control group"),
          CheckSharedMemory(facts)};
}

}  // namespace redline::runner
