// The classes into which failed commands are counted.
//
// A class is an index into an array of counters which lies in shared memory: the values
// are fixed, a new class gets the next one. Pure functions: any thread may call them.
#ifndef REDLINE_REDIS_ERROR_CLASS_H_
#define REDLINE_REDIS_ERROR_CLASS_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

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

inline constexpr std::size_t kErrorClassCount = 20;

// The class of a failure. One that was cancelled is none of Redis', and kOther.
ErrorClass Classify(const RedisError& error);

// The class of an error reply, by how it begins: the errors of Redis 6 to 8, Valkey and
// KeyDB, and those with which Envoy and twemproxy say that they cannot reach the Redis
// behind them. Of an EXECABORT or an error inside of a script, the class of what caused
// it if the reply tells.
ErrorClass ClassifyReply(std::string_view reply);

// What tables and JSON call it: "OOM", "connection lost".
std::string_view NameOf(ErrorClass error_class);

// What a user can do about it: sentences. Empty where the error says it all.
std::string_view WayOutOf(ErrorClass error_class);

// The same command may succeed later without anyone's doing. NOSCRIPT counts as such: the
// script is loaded again.
bool MayHeal(ErrorClass error_class);

// The same for a failure, whether to connect or of a command. False if it was cancelled.
bool MayHeal(const RedisError& error);

// Whether it may heal on another connection only: after a failover the same name may lead
// to another server.
bool NeedsReopening(const RedisError& error);

}  // namespace redline::redis

#endif  // REDLINE_REDIS_ERROR_CLASS_H_
