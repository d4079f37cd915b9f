#include "runner/preflight/redis_memory_check.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/text/number_text.h"
#include "runner/fleet/fleet_keys.h"
#include "runner/preflight/preflight_check.h"

namespace redline::runner {
namespace {

using reporting::PreflightCheck;
using Outcome = PreflightCheck::Outcome;

// Redis' own for a connection, with the replies of a fetch.
constexpr double kBytesPerClient = 64 * 1024;

// Estimates are no better than this; and what is nearly full is slow before it is full.
constexpr double kTightShare = 0.9;

std::string NeedsText(const PlannedUse& plan, double needed) {
  return "needs " + BytesText(needed) + ForAll(plan) +
         (plan.bytes_stored ? "" : " and what the tasks store");
}

// The beginning of a sentence on the need of all dynos together.
std::string WillStore(const PlannedUse& plan, double bytes) {
  const std::string whose = plan.dynos > 1 ? "The plans of all " + CountText(plan.dynos) +
                                                 " dynos, if they are like this one's,"
                                           : "The plan";
  return whose + " will store about " + BytesText(bytes);
}

// Judges a need against what is free of it.
struct Room {
  double needed;
  double free;
  bool fits() const { return needed <= free; }
  bool tight() const { return needed > kTightShare * free; }
};

// Whom a full Redis makes room at the expense of.
enum class Eviction { kNobody, kOthers, kAnybody };

Eviction EvictionOf(const PreflightFacts& facts) {
  const RedisInfo& info = facts.redis->info;
  const std::string policy = info.max_memory_policy.value_or("noeviction");
  if (policy.starts_with("allkeys")) return Eviction::kAnybody;
  // A test's keys have no time to live, and those by which a fleet agrees are few. If no
  // other has one either, nothing can be evicted.
  const std::uint64_t own = facts.plan.dynos == 0 ? 0 : MostFleetKeys(facts.plan.dynos);
  if (policy.starts_with("volatile") && info.expiring_keys.value_or(own + 1) > own) {
    return Eviction::kOthers;
  }
  return Eviction::kNobody;
}

constexpr char kAskForLess[] =
    "ask for less (rate, duration, payload) or give it more memory.";

PreflightCheck CheckMemoryLimit(const PreflightFacts& facts, double needed) {
  const RedisInfo& info = facts.redis->info;
  const std::uint64_t used = std::min(*info.used_memory, *info.max_memory);
  const Room room{.needed = needed, .free = static_cast<double>(*info.max_memory - used)};
  const std::string policy = info.max_memory_policy.value_or("policy unknown");
  const std::string figures = NeedsText(facts.plan, needed) + ", " +
                              BytesText(room.free) + " free of " +
                              BytesText(static_cast<double>(*info.max_memory));
  PreflightCheck check = Fine("Redis memory", figures + " (" + policy + ")");
  const std::string plan = WillStore(facts.plan, needed) + ", and Redis has " +
                           BytesText(room.free) + " left below its maxmemory of " +
                           BytesText(static_cast<double>(*info.max_memory));
  if (!room.fits()) {
    switch (EvictionOf(facts)) {
      case Eviction::kNobody:
        return Found(
            std::move(check), Outcome::kImpossible,
            plan + "; it would then refuse every write (" + policy + "): " + kAskForLess);
      case Eviction::kOthers:
        return Found(std::move(check), Outcome::kDoubtful,
                     plan + "; it would then delete keys that have a time to live (" +
                         policy + "), which are " +
                         (facts.plan.dynos == 0 ? "not this test's"
                                                : "others' and the fleet's own") +
                         ", and finally refuse writes: " + kAskForLess);
      case Eviction::kAnybody:
        return Found(std::move(check), Outcome::kDoubtful,
                     plan + "; it would then delete keys (" + policy +
                         "), this test's and others': " + kAskForLess);
    }
  }
  if (room.tight()) {
    return Found(std::move(check), Outcome::kDoubtful,
                 plan + ", which is little more: " + kAskForLess);
  }
  return check;
}

// Without a maxmemory the machine is the limit.
PreflightCheck CheckMachineMemory(const PreflightFacts& facts, double needed) {
  constexpr char kName[] = "Redis memory";
  const RedisInfo& info = facts.redis->info;
  const std::string needs = NeedsText(facts.plan, needed);
  if (!facts.redis->on_this_machine) {
    const auto total = info.total_system_memory;
    const std::uint64_t used = info.used_memory.value_or(0);
    if (total && needed + static_cast<double>(used) > static_cast<double>(*total)) {
      const std::string machine = BytesText(static_cast<double>(*total));
      return Found(Fine(kName, needs + ", its machine has " + machine),
                   Outcome::kDoubtful,
                   WillStore(facts.plan, needed) + ", Redis already holds " +
                       BytesText(static_cast<double>(used)) + ", and its machine has " +
                       machine + " in all: the system may kill it; " + kAskForLess);
    }
    return Unknown(kName, needs + "; no maxmemory; its machine's free memory unknown");
  }
  const auto available = facts.system.memory_available;
  if (!available) return Unknown(kName, needs + "; free memory unknown");
  const Room room{.needed = needed, .free = static_cast<double>(*available)};
  PreflightCheck check =
      Fine(kName, needs + ", " + BytesText(room.free) + " free on this machine");
  const std::string plan = WillStore(facts.plan, needed) +
                           " in a Redis on this machine, which has " +
                           BytesText(room.free) + " of memory left";
  if (!room.fits()) {
    return Found(std::move(check), Outcome::kImpossible,
                 plan +
                     ": the system would kill it; ask for less (rate, duration, "
                     "payload) or test on a larger machine.");
  }
  if (room.tight()) {
    return Found(std::move(check), Outcome::kDoubtful,
                 plan +
                     ": the system may swap, or kill it; ask for less (rate, "
                     "duration, payload).");
  }
  return check;
}

}  // namespace

std::uint64_t MemoryNeeded(const PlannedUse& plan) {
  const double bytes =
      plan.bytes_stored.value_or(0) +
      static_cast<double>(plan.workers * plan.connections) * kBytesPerClient;
  // Nobody has more; and more is not to overflow.
  constexpr double kMost = 1e18;
  return static_cast<std::uint64_t>(std::min(bytes, kMost));
}

PreflightCheck CheckMemory(const PreflightFacts& facts) {
  const auto dynos = std::max<std::uint64_t>(facts.plan.dynos, 1);
  const double needed =
      static_cast<double>(MemoryNeeded(facts.plan)) * static_cast<double>(dynos);
  const RedisInfo& info = facts.redis->info;
  if (!info.max_memory || !info.used_memory) {
    return Unknown("Redis memory", NeedsText(facts.plan, needed) + ", free unknown");
  }
  PreflightCheck check = *info.max_memory > 0 ? CheckMemoryLimit(facts, needed)
                                              : CheckMachineMemory(facts, needed);
  if (!facts.plan.bytes_stored && check.outcome == Outcome::kFine) {
    check.outcome = Outcome::kUnknown;
  }
  return check;
}

}  // namespace redline::runner
