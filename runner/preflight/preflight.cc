#include "runner/preflight/preflight.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>

#include "base/text/number_text.h"
#include "runner/fleet/fleet_keys.h"

namespace redline::runner {
namespace {

using reporting::PreflightCheck;
using Outcome = PreflightCheck::Outcome;

// Redis' own for a connection, with the replies of a fetch.
constexpr double kBytesPerClient = 64 * 1024;

// Estimates are no better than this; and what is nearly full is slow before it is full.
constexpr double kTightShare = 0.9;

// The first with UNLINK and with MULTI as we use it, out of support since 2020.
constexpr int kOldestMajorVersion = 4;
// The supervisor's own: for this preflight, the sampling, and the cleaning up.
constexpr std::uint64_t kSupervisorsClients = 3;
// And one for the fleet.
constexpr std::uint64_t kFleetsClients = 1;
// Of these a dyno has at least two until the test begins: of the run and of the fleet.
constexpr std::uint64_t kSupervisorsClientsBefore = 2;
// The supervisor has an event's descriptor for each worker. It was seen to have 15 more.
constexpr std::uint64_t kSupervisorsDescriptors = 20;
// Supervisor, issuer, keeper, a private Redis with its threads: seen to be 8.
constexpr std::uint64_t kSupervisorsThreads = 10;

std::string Plural(std::uint64_t count, std::string_view noun) {
  return CountText(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

// After a need that all dynos have together.
std::string ForAll(const PlannedUse& plan) {
  return plan.dynos > 1 ? " for " + CountText(plan.dynos) + " dynos" : "";
}

// What a sentence says of a need that all dynos have together.
std::string WillStore(const PlannedUse& plan, double bytes) {
  const std::string whose = plan.dynos > 1 ? "The plans of all " + CountText(plan.dynos) +
                                                 " dynos, if they are like this one's,"
                                           : "The plan";
  return whose + " will store about " + BytesText(bytes);
}

PreflightCheck Unknown(std::string name, std::string value) {
  return {.name = std::move(name),
          .value = std::move(value),
          .outcome = Outcome::kUnknown,
          .sentence = ""};
}

PreflightCheck Fine(std::string name, std::string value) {
  return {.name = std::move(name),
          .value = std::move(value),
          .outcome = Outcome::kFine,
          .sentence = ""};
}

PreflightCheck Found(PreflightCheck check, Outcome outcome, std::string sentence) {
  check.outcome = outcome;
  check.sentence = std::move(sentence);
  return check;
}

std::optional<int> MajorVersion(std::string_view version) {
  int major = 0;
  const auto [stop, error] =
      std::from_chars(version.data(), version.data() + version.size(), major);
  if (error != std::errc()) return std::nullopt;
  return major;
}

PreflightCheck CheckVersion(const RedisInfo& info) {
  constexpr char kName[] = "Redis version";
  if (!info.version) return Unknown(kName, "not told");
  const std::optional<int> major = MajorVersion(*info.version);
  PreflightCheck check = Fine(kName, ServerVersion(info));
  if (!major) return Unknown(kName, ServerVersion(info));
  if (*major < kOldestMajorVersion) {
    return Found(std::move(check), Outcome::kDoubtful,
                 "Redis " + *info.version + " is older than " +
                     std::to_string(kOldestMajorVersion) +
                     ", with which redline has never been tried: use a newer one.");
  }
  return check;
}

PreflightCheck CheckMode(const RedisInfo& info) {
  constexpr char kName[] = "Redis mode";
  if (!info.mode) return Unknown(kName, "not told");
  PreflightCheck check = Fine(kName, *info.mode);
  if (*info.mode == "standalone") return check;
  if (*info.mode == "sentinel") {
    return Found(std::move(check), Outcome::kImpossible,
                 "This is a Sentinel, which watches Redis and stores nothing: give the "
                 "URL of the Redis itself.");
  }
  return Found(std::move(check), Outcome::kImpossible,
               "This Redis is a node of a " + *info.mode +
                   ", which would refuse the transactions of a task, since their keys "
                   "lie on several nodes: test a Redis that stands alone.");
}

PreflightCheck CheckRole(const RedisInfo& info) {
  constexpr char kName[] = "Redis role";
  if (!info.role) return Unknown(kName, "not told");
  PreflightCheck check = Fine(kName, *info.role);
  if (*info.role == "master") return check;
  if (*info.role == "active-replica") {
    return Found(
        std::move(check), Outcome::kDoubtful,
        "This Redis is an active replica, which takes writes and exchanges them "
        "with its peers: their writes are a load beside the test's, and what the "
        "test writes is a load for them.");
  }
  if (info.replica_read_only == false) {
    check.value += ", takes writes";
    return Found(
        std::move(check), Outcome::kDoubtful,
        "This Redis is a replica that takes writes (replica-read-only no): its "
        "master's writes are a load beside the test's, and the next full copy of "
        "the master deletes what the test has written. Give the URL of the "
        "master, unless this is what you want to know.");
  }
  return Found(std::move(check), Outcome::kImpossible,
               "This Redis is a replica, which takes no writes: give the URL of its "
               "master.");
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
  const std::string policy = info.max_memory_policy.value_or("policy not told");
  const std::string figures = "needs " + BytesText(needed) + ForAll(facts.plan) + ", " +
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
                         ", and at last refuse writes: " + kAskForLess);
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
  const std::string needs = "needs " + BytesText(needed) + ForAll(facts.plan);
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
    return Unknown(kName,
                   needs + "; no maxmemory, what its machine has free is not told");
  }
  const auto available = facts.system.memory_available;
  if (!available) return Unknown(kName, needs + "; what is free is not told");
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

PreflightCheck CheckMemory(const PreflightFacts& facts) {
  const auto dynos = std::max<std::uint64_t>(facts.plan.dynos, 1);
  const double needed =
      static_cast<double>(MemoryNeeded(facts.plan)) * static_cast<double>(dynos);
  const RedisInfo& info = facts.redis->info;
  if (!info.max_memory || !info.used_memory) {
    return Unknown("Redis memory", "needs " + BytesText(needed) + ForAll(facts.plan) +
                                       ", free is not told");
  }
  if (*info.max_memory > 0) return CheckMemoryLimit(facts, needed);
  return CheckMachineMemory(facts, needed);
}

PreflightCheck CheckClients(const PreflightFacts& facts) {
  constexpr char kName[] = "Redis clients";
  const RedisInfo& info = facts.redis->info;
  const PlannedUse& plan = facts.plan;
  const std::uint64_t needed =
      plan.dynos == 0
          ? plan.workers + kSupervisorsClients
          : plan.dynos * (plan.workers + kSupervisorsClients + kFleetsClients);
  const std::string needs = "needs " + CountText(needed) + ForAll(plan);
  if (!info.max_clients || !info.connected_clients) {
    return Unknown(kName, needs + ", allowed is not told");
  }
  // Not to be counted twice. The first dyno to come counts all of them.
  const std::uint64_t connected =
      std::min(plan.other_dynos_joined * (plan.workers + kSupervisorsClientsBefore),
               *info.connected_clients);
  const std::uint64_t free =
      *info.max_clients - std::min(*info.connected_clients, *info.max_clients);
  PreflightCheck check = Fine(
      kName,
      needs + (connected > 0 ? " (" + CountText(connected) + " of them connected)" : "") +
          ", " + CountText(free) + " free of " + CountText(*info.max_clients));
  if (needed <= free + connected) return check;
  const std::string whose =
      plan.dynos > 1
          ? "The " + CountText(plan.dynos) + " dynos, if they are like this one, need "
          : "The test needs ";
  return Found(std::move(check), Outcome::kImpossible,
               whose + Plural(needed, "connection") + " to Redis, which has " +
                   CountText(free) + " of its " + CountText(*info.max_clients) +
                   " left: use fewer workers, or raise its maxclients.");
}

PreflightCheck CheckRoundTrip(const PreflightFacts& facts) {
  constexpr char kName[] = "Redis round trip";
  if (!facts.redis->round_trip) return Unknown(kName, "not measured");
  const PlannedUse& plan = facts.plan;
  const double milliseconds = facts.redis->round_trip->count();
  PreflightCheck check = Fine(kName, FigureText(milliseconds) + " ms");
  const double task_seconds = plan.round_trips_per_task * milliseconds / 1000;
  const double workers_needed = plan.tasks_per_second * task_seconds;
  if (workers_needed <= static_cast<double>(plan.workers)) return check;
  return Found(
      std::move(check), Outcome::kDoubtful,
      "The " + Plural(plan.round_trips_per_task, "round trip") + " of a task take " +
          FigureText(1000 * task_seconds) + " ms, so that " +
          Plural(plan.workers, "worker") + " can do no more than " +
          FigureText(std::floor(static_cast<double>(plan.workers) / task_seconds)) +
          " of the asked " + FigureText(plan.tasks_per_second) +
          " tasks/s: use at least " + FigureText(std::ceil(workers_needed)) +
          " workers.");
}

// For what the system counts and limits.
PreflightCheck CheckAllowance(std::string name, std::string_view noun,
                              const std::optional<Allowance>& allowance,
                              std::uint64_t needed, std::string_view way_out) {
  if (!allowance)
    return Fine(std::move(name), "needs " + CountText(needed) + ", no limit");
  if (!allowance->used) {
    return Unknown(std::move(name), "needs " + CountText(needed) + ", the limit is " +
                                        CountText(allowance->limit) +
                                        ", how many there are is not told");
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
                   ": use fewer workers, or raise the limit (" + std::string(way_out) +
                   ").");
}

PreflightCheck CheckSharedMemory(const PreflightFacts& facts) {
  constexpr char kName[] = "/dev/shm";
  const auto needed = static_cast<double>(facts.plan.segment_bytes);
  if (!facts.system.shared_memory_free) {
    return Unknown(kName, "needs " + BytesText(needed) + ", free is not told");
  }
  const auto free = static_cast<double>(*facts.system.shared_memory_free);
  PreflightCheck check =
      Fine(kName, "needs " + BytesText(needed) + ", " + BytesText(free) + " free");
  if (needed <= free) return check;
  return Found(std::move(check), Outcome::kImpossible,
               "The test needs " + BytesText(needed) + " in /dev/shm, where " +
                   BytesText(free) +
                   " are free: use fewer workers or a smaller --max_worker_backlog, or "
                   "mount a larger one.");
}

}  // namespace

std::uint64_t MemoryNeeded(const PlannedUse& plan) {
  const double bytes =
      plan.bytes_stored + static_cast<double>(plan.workers) * kBytesPerClient;
  // Nobody has more; and more is not to overflow.
  constexpr double kMost = 1e18;
  return static_cast<std::uint64_t>(std::min(bytes, kMost));
}

reporting::Preflight CheckFacts(const PreflightFacts& facts) {
  reporting::Preflight preflight;
  const std::uint64_t workers = facts.plan.workers;
  std::uint64_t threads_per_worker = 1;
  auto& checks = preflight.checks;
  if (facts.redis) {
    const RedisInfo& info = facts.redis->info;
    preflight.round_trip = facts.redis->round_trip;
    if (facts.redis->host_is_a_name) ++threads_per_worker;
    checks.push_back(CheckVersion(info));
    checks.push_back(CheckMode(info));
    checks.push_back(CheckRole(info));
    checks.push_back(CheckMemory(facts));
    checks.push_back(CheckClients(facts));
    checks.push_back(CheckRoundTrip(facts));
    if (!facts.redis->info_error.empty()) {
      checks.front() = Found(
          std::move(checks.front()), Outcome::kDoubtful,
          "Redis does not tell of itself (" + facts.redis->info_error +
              "), so that its limits cannot be checked and its load will not be in the "
              "report: allow its user the command INFO.");
    }
  }
  checks.push_back(CheckAllowance("File descriptors", "file descriptor",
                                  facts.system.descriptors,
                                  workers + kSupervisorsDescriptors, "ulimit -n"));
  checks.push_back(CheckAllowance("Processes and threads", "thread", facts.system.threads,
                                  workers * threads_per_worker + kSupervisorsThreads,
                                  "ulimit -u, or pids.max of the control group"));
  checks.push_back(CheckSharedMemory(facts));
  return preflight;
}

std::string WhyImpossible(const reporting::Preflight& preflight) {
  std::string why;
  for (const PreflightCheck& check : preflight.checks) {
    if (check.outcome != Outcome::kImpossible) continue;
    why += check.sentence + ' ';
  }
  if (!why.empty()) why += "To run it nevertheless, use --force.";
  return why;
}

}  // namespace redline::runner
