// The classes into which failed commands are counted.
//
// A class is an index into an array of counters which lies in shared memory: the values
// are fixed, a new class gets the next one. Pure functions: any thread may call them.
#ifndef REDLINE_REDIS_ERROR_CLASS_H_
#define REDLINE_REDIS_ERROR_CLASS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/enum_table.h"
#include "redis/redis_error.h"

namespace redline::redis {

enum class ErrorClass : std::uint8_t {
  kOther = 0,
  kConnectionLost = 1,  // Dropped, or not to be opened again (yet).
  kLoading = 2,         // Redis reads its data in after a start.
  kBusy = 3,            // A script runs for too long.
  kReadOnly = 4,        // A replica: in mid-run, a failover.
  kMasterDown = 5,      // A replica that has lost its master.
  kTryAgain = 6,        // A cluster moves the keys.
  kClusterDown = 7,
  kNoScript = 8,    // EVALSHA after SCRIPT FLUSH or a restart.
  kMaxClients = 9,  // The server accepts no further connection.
  kOutOfMemory = 10,
  kMisconf = 11,       // Redis cannot save to its disk, and so accepts no writes.
  kNoAuth = 12,        // Not logged in, or a wrong user or password.
  kNoPermission = 13,  // The ACL user may not do that.
  kWrongType = 14,     // The key holds something else.
  kExecAbort = 15,     // A transaction was discarded, without word of why.
  kNoReplicas = 16,    // Too few replicas follow: in mid-run, a failover.
  kUnblocked = 17,     // Thrown out of a wait, because a failover changed the role.
  kUpstream = 18,      // A proxy cannot reach the Redis behind it.
  kCluster = 19,       // A node of a cluster: the key lies elsewhere.
};

struct ErrorClassRow {
  ErrorClass value;
  std::string_view name;          // In tables and JSON.
  bool may_heal;                  // See MayHeal.
  std::string_view way_out = {};  // See WayOutOf.
};

inline constexpr std::array kErrorClasses = std::to_array<ErrorClassRow>({
    {ErrorClass::kOther, "other", false},
    {ErrorClass::kConnectionLost, "connection lost", true},
    {ErrorClass::kLoading, "LOADING", true},
    {ErrorClass::kBusy, "BUSY", true},
    {ErrorClass::kReadOnly, "READONLY", true,
     "It is a replica: give the URL of its master."},
    {ErrorClass::kMasterDown, "MASTERDOWN", true,
     "It is a replica: give the URL of its master."},
    {ErrorClass::kTryAgain, "TRYAGAIN", true},
    {ErrorClass::kClusterDown, "CLUSTERDOWN", true},
    {ErrorClass::kNoScript, "NOSCRIPT", true},
    {ErrorClass::kMaxClients, "max clients", true},
    {ErrorClass::kOutOfMemory, "OOM", false,
     "Raise its maxmemory, or ask for less (rate, duration, payload)."},
    {ErrorClass::kMisconf, "MISCONF", false,
     "It cannot save to its disk: its log says why."},
    {ErrorClass::kNoAuth, "NOAUTH", false},
    {ErrorClass::kNoPermission, "NOPERM", false,
     "Allow its user these commands and keys."},
    {ErrorClass::kWrongType, "WRONGTYPE", false},
    {ErrorClass::kExecAbort, "EXECABORT", false},
    {ErrorClass::kNoReplicas, "NOREPLICAS", true,
     "Fewer replicas follow it than its min-replicas-to-write asks for: check them, or "
     "lower that."},
    {ErrorClass::kUnblocked, "UNBLOCKED", true},
    {ErrorClass::kUpstream, "proxy", true,
     "The proxy does not reach the Redis behind it."},
    {ErrorClass::kCluster, "cluster", false,
     "It is a node of a cluster, and the keys of a task lie on several nodes: test a "
     "standalone Redis."},
});
constexpr const auto& TableOf(ErrorClass) { return kErrorClasses; }

inline constexpr std::size_t kErrorClassCount = kEnumSize<ErrorClass>;

// The class of a failure. A cancelled command is not an error of Redis': kOther.
ErrorClass Classify(const RedisError& error);

// The class of an error reply, by how it begins: the errors of Redis 6 to 8, Valkey and
// KeyDB, and those with which Envoy and twemproxy say that they cannot reach the Redis
// behind them. For an EXECABORT or an error inside a script, the class of its cause, if
// the reply tells.
ErrorClass ClassifyReply(std::string_view reply);

// The way out for a user: sentences. Empty where the error says it all.
constexpr std::string_view WayOutOf(ErrorClass error_class) {
  return RowOf(error_class).way_out;
}

// The same command may succeed later without anyone's doing. NOSCRIPT counts as such: the
// script is loaded again.
constexpr bool MayHeal(ErrorClass error_class) { return RowOf(error_class).may_heal; }

// The same for a failure, whether to connect or of a command. False if it was cancelled.
bool MayHeal(const RedisError& error);

// Whether it may heal on another connection only: after a failover the same name may lead
// to another server.
bool NeedsReopening(const RedisError& error);

}  // namespace redline::redis

#endif  // REDLINE_REDIS_ERROR_CLASS_H_
