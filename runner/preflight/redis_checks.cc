#include "runner/preflight/redis_checks.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/text/number_text.h"
#include "runner/preflight/preflight_check.h"
#include "runner/preflight/redis_memory_check.h"

namespace redline::runner {
namespace {

using reporting::PreflightCheck;
using Outcome = PreflightCheck::Outcome;

// The first with UNLINK and with MULTI as we use it, out of support since 2020.
constexpr int kOldestMajorVersion = 4;
// The supervisor's own: for this preflight and the cleaning up, which is open already,
// and for the sampling.
constexpr std::uint64_t kSupervisorsClients = 2;
constexpr std::uint64_t kSupervisorsClientsBefore = 1;
// And one for the fleet, open as well.
constexpr std::uint64_t kFleetsClients = 1;

std::optional<int> MajorVersion(std::string_view version) {
  int major = 0;
  const auto [stop, error] =
      std::from_chars(version.data(), version.data() + version.size(), major);
  if (error != std::errc()) return std::nullopt;
  return major;
}

PreflightCheck CheckVersion(const RedisInfo& info) {
  constexpr char kName[] = "Redis version";
  if (!info.version) return Unknown(kName, "unknown");
  const std::optional<int> major = MajorVersion(*info.version);
  PreflightCheck check = Fine(kName, ServerVersion(info));
  if (!major) return Unknown(kName, ServerVersion(info));
  if (*major < kOldestMajorVersion) {
    return Found(std::move(check), Outcome::kDoubtful,
                 "Redis " + *info.version + " is older than " +
                     std::to_string(kOldestMajorVersion) +
                     ", which redline has never been tried with: use a newer one.");
  }
  return check;
}

PreflightCheck CheckMode(const RedisFacts& redis) {
  constexpr char kName[] = "Redis mode";
  const std::optional<std::string> mode =
      redis.refuses_keys_of_several_slots ? "cluster" : redis.info.mode;
  if (!mode) return Unknown(kName, "unknown");
  PreflightCheck check = Fine(kName, *mode);
  if (*mode == "standalone") return check;
  if (*mode == "sentinel") {
    return Found(std::move(check), Outcome::kImpossible,
                 "This is a Sentinel, which watches Redis and stores nothing: give the "
                 "URL of the Redis itself, or let the Sentinel name it with "
                 "redis+sentinel://HOST:26379/MASTER_NAME.");
  }
  return Found(std::move(check), Outcome::kImpossible,
               "This Redis is a node of a " + *mode +
                   ", which would refuse the transactions of a task, since their keys "
                   "lie on several nodes: test a standalone Redis.");
}

PreflightCheck CheckRole(const RedisInfo& info) {
  constexpr char kName[] = "Redis role";
  if (!info.role) return Unknown(kName, "unknown");
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

PreflightCheck CheckSave(const RedisInfo& info) {
  constexpr char kName[] = "Redis save";
  if (!info.saving) return Unknown(kName, "unknown");
  if (!*info.saving) return Fine(kName, "none running");
  return Found(Fine(kName, "running"), Outcome::kDoubtful,
               "Redis is writing its data to disk, which costs it CPU and memory: the "
               "test will show that as well. Start when it is done, or let redline wait "
               "for it longer with --redis_wait_seconds.");
}

PreflightCheck CheckClients(const PreflightFacts& facts) {
  constexpr char kName[] = "Redis clients";
  const RedisInfo& info = facts.redis->info;
  const PlannedUse& plan = facts.plan;
  const std::uint64_t workers = plan.workers * plan.connections;
  const bool is_fleet = plan.dynos > 0;
  const std::uint64_t fleets = is_fleet ? kFleetsClients : 0;
  const std::uint64_t needed =
      std::max<std::uint64_t>(plan.dynos, 1) * (workers + kSupervisorsClients + fleets);
  const std::string needs = "needs " + CountText(needed) + ForAll(plan);
  if (!info.max_clients || !info.connected_clients) {
    return Unknown(kName, needs + ", limit unknown");
  }
  // Not to be counted twice. The first dyno to come counts all of them.
  const std::uint64_t own = kSupervisorsClientsBefore + fleets;
  const std::uint64_t not_own =
      *info.connected_clients - std::min(own, *info.connected_clients);
  const std::uint64_t connected =
      std::min(plan.other_dynos_joined * (workers + own), not_own);
  const std::uint64_t free = *info.max_clients - std::min(not_own, *info.max_clients);
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
                   " left: use fewer workers" +
                   (plan.connections > 1 ? ", or fewer --worker_connections" : "") +
                   ", or raise its maxclients.");
}

PreflightCheck CheckRoundTrip(const PreflightFacts& facts) {
  constexpr char kName[] = "Redis round trip";
  if (!facts.redis->round_trip) return Unknown(kName, "not measured");
  const PlannedUse& plan = facts.plan;
  const double milliseconds = facts.redis->round_trip->count();
  // Without a number of round trips there is nothing more to say.
  PreflightCheck check = Fine(kName, FigureText(milliseconds) + " ms");
  const double task_seconds = plan.round_trips_per_task * milliseconds / 1000;
  const auto at_once = static_cast<double>(plan.concurrency);
  const double workers_needed = plan.tasks_per_second * task_seconds / at_once;
  if (workers_needed <= static_cast<double>(plan.workers)) return check;
  return Found(
      std::move(check), Outcome::kDoubtful,
      "The " + FigureText(plan.round_trips_per_task) + " round trips of a task take " +
          FigureText(1000 * task_seconds) + " ms, so that " +
          Plural(plan.workers, "worker") +
          (plan.concurrency > 1 ? " with " + CountText(plan.concurrency) + " each at once"
                                : "") +
          " can do no more than " +
          FigureText(
              std::floor(static_cast<double>(plan.workers) * at_once / task_seconds)) +
          " of the asked " + FigureText(plan.tasks_per_second) +
          " tasks/s: use at least " + FigureText(std::ceil(workers_needed)) +
          " workers.");
}

}  // namespace

std::vector<PreflightCheck> CheckRedis(const PreflightFacts& facts) {
  const RedisInfo& info = facts.redis->info;
  std::vector<PreflightCheck> checks = {
      CheckVersion(info), CheckMode(*facts.redis), CheckRole(info),      CheckSave(info),
      CheckMemory(facts), CheckClients(facts),     CheckRoundTrip(facts)};
  if (!facts.redis->info_error.empty()) {
    checks.front() = Found(std::move(checks.front()), Outcome::kDoubtful,
                           "INFO failed (" + facts.redis->info_error +
                               "), so Redis' limits cannot be checked and its load will "
                               "not be in the report: allow the user the command INFO.");
  }
  return checks;
}

}  // namespace redline::runner
