// Redis' INFO as a plain struct.
//
// The text is that of the command INFO (https://redis.io/docs/latest/commands/info/):
// sections that begin with "# ", and lines "field:value" that end in CRLF. Versions
// differ in their fields, hosted ones leave some out, and forks add their own: a field
// that is missing, or whose value is not of its type, is absent, and one that we do not
// know is passed over. No text is an error.
//
// Read from the sections Server, Clients, Memory, Persistence, Stats, Replication, CPU,
// Commandstats, Cluster and Keyspace. Pure: any thread may call it.
#ifndef REDLINE_RUNNER_WATCH_REDIS_INFO_H_
#define REDLINE_RUNNER_WATCH_REDIS_INFO_H_

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace redline::runner {

// Since the server has started, or since CONFIG RESETSTAT.
struct RedisCommandStats {
  std::uint64_t calls = 0;
  // Inside of the command, by the clock on the wall, without reading the request and
  // writing the reply. EXEC and EVALSHA include the commands that they run, which are
  // counted under their own names too.
  std::chrono::microseconds time{0};

  bool operator==(const RedisCommandStats&) const = default;
};

struct RedisInfo {
  using Seconds = std::chrono::duration<double>;

  // "7.0.15"; another server's is the version of Redis that it is compatible with.
  std::optional<std::string> version;
  std::optional<std::string> other_server;  // "Valkey 8.1.1", if it is not Redis.
  std::optional<std::string> os;            // "Linux 6.1.0-40-amd64 x86_64"
  std::optional<std::string> mode;          // "standalone", "cluster" or "sentinel"
  std::optional<std::string> role;  // "master" or "slave"; of KeyDB also "active-replica"
  std::optional<bool> replica_read_only;  // A replica's.
  std::optional<std::string> executable;  // Its path, where Redis runs.
  std::optional<std::uint64_t> process_id;
  // Differs between any two processes, so that a restarted server is recognised.
  std::optional<std::string> run_id;
  std::optional<std::chrono::seconds> uptime;
  std::optional<bool> loading;  // Its data, from disk: it answers little else until done.

  // A child of its writes its data to disk, or rewrites the append-only file.
  std::optional<bool> saving;

  std::optional<std::uint64_t> connected_clients;
  std::optional<std::uint64_t> max_clients;

  // Bytes. A maximum of 0 means none.
  std::optional<std::uint64_t> used_memory;
  std::optional<std::uint64_t> max_memory;
  std::optional<std::string> max_memory_policy;  // "noeviction", "volatile-lru", ...
  std::optional<std::uint64_t> total_system_memory;

  // CPU time of the process without its children, and, from 6.2 on, of its main thread,
  // the one which executes all commands. System and user time together.
  std::optional<Seconds> cpu;
  std::optional<Seconds> main_thread_cpu;

  // Those inside of EXEC and of scripts included.
  std::optional<std::uint64_t> commands_processed;
  std::optional<std::uint64_t> evicted_keys;
  // Keys with a time to live, of all databases; absent if the section was not asked for.
  std::optional<std::uint64_t> expiring_keys;

  // By name as Redis writes it: "hgetall", "config|get".
  std::map<std::string, RedisCommandStats, std::less<>> commands;
};

RedisInfo ParseRedisInfo(std::string_view text);

// The server and its version, as users know it: "7.0.15", "Valkey 8.1.1"; empty if
// unknown.
std::string ServerVersion(const RedisInfo& info);

// Whether both came from one run of one server, `earlier` before `later`, and nothing was
// set back in between: only then do differences of their counters mean anything.
bool SameServerRun(const RedisInfo& earlier, const RedisInfo& later);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_WATCH_REDIS_INFO_H_
