// The facts from which to tell, before a run, whether it can work: plain values, and the
// functions that gather them. runner/preflight/preflight.h judges them.
//
// Facts that cannot be found out are absent; no function here fails for it.
#ifndef REDLINE_RUNNER_PREFLIGHT_PREFLIGHT_FACTS_H_
#define REDLINE_RUNNER_PREFLIGHT_PREFLIGHT_FACTS_H_

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "redis/redis_connection.h"
#include "redis/redis_url.h"
#include "runner/watch/redis_info.h"

namespace redline::runner {

struct RedisFacts {
  RedisInfo info;
  // A PING's: the median of 20.
  std::optional<std::chrono::duration<double, std::milli>> round_trip;
  // Why Redis did not answer INFO, in its own words; empty if it did.
  std::string info_error;
  bool on_this_machine = false;  // By its INFO.
  // It says that the keys of one command lie on several nodes; asked if INFO does not
  // tell its mode.
  bool refuses_keys_of_several_slots = false;
  // Each client, the supervisor too, has a thread for a moment that looks the name up.
  bool host_is_a_name = false;
};

// Something of which there is a limited number.
struct Allowance {
  std::optional<std::uint64_t> used;  // Nothing where nobody tells.
  std::uint64_t limit = 0;
};

struct SystemFacts {
  // RLIMIT_NOFILE, which each process has for itself.
  std::optional<Allowance> descriptors;
  // Threads, which is what the system counts: RLIMIT_NPROC (of this user; it does not
  // bind root) or the cgroup's pids.max, whichever leaves less. Absent if neither limits.
  std::optional<Allowance> threads;
  // Bytes that can still be allocated in /dev/shm.
  std::optional<std::uint64_t> shared_memory_free;
  // Bytes of memory that processes may still take: of the machine, or of the cgroup if
  // that leaves less.
  std::optional<std::uint64_t> memory_available;
};

// The plan's use, for this dyno.
struct PlannedUse {
  double tasks_per_second = 0;
  std::uint64_t workers = 0;
  std::uint64_t concurrency = 1;       // Tasks of a worker at once, and
  std::uint64_t connections = 1;       // connections of a worker.
  std::optional<double> bytes_stored;  // In Redis, by the tasks, if known.
  double round_trips_per_task = 0;     // To Redis.
  std::uint64_t segment_bytes = 0;     // In /dev/shm.
  // The fleet's dynos, this one included; 0 without a fleet. All are taken to be like
  // this one in their use of Redis, which they share.
  std::uint64_t dynos = 0;
  std::uint64_t other_dynos_joined = 0;  // These may be connected already.
};

struct PreflightFacts {
  PlannedUse plan;
  SystemFacts system;
  std::optional<RedisFacts> redis;  // Nothing if the workload has none.
};

// INFO, and 20 PINGs one after the other; if INFO does not tell whether it is a cluster,
// also whether keys of that prefix exist, which a cluster refuses. Throws RedisError if
// the connection fails; a command that Redis refuses leaves its facts absent. CONFIG is
// not asked: hosted ones forbid it, and INFO tells as much.
boost::asio::awaitable<RedisFacts> GatherRedisFacts(const redis::RedisUrl& url,
                                                    std::string key_prefix,
                                                    redis::RedisConnection& connection);

// From getrlimit(2), statvfs(3), proc(5) and cgroups(7), both versions. `root` is "/"
// except in tests, which lay out a file system of their own.
SystemFacts GatherSystemFacts(const std::filesystem::path& root = "/");

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_PREFLIGHT_PREFLIGHT_FACTS_H_
