// Whether a Redis runs on this machine.
#ifndef REDLINE_RUNNER_WATCH_ON_THIS_MACHINE_H_
#define REDLINE_RUNNER_WATCH_ON_THIS_MACHINE_H_

#include "redis/redis_url.h"
#include "runner/watch/redis_info.h"

namespace redline::runner {

// Whether the address is this machine's own: a Unix socket, or its name for itself. The
// near end of a tunnel to elsewhere looks the same.
bool IsOwnAddress(const redis::RedisUrl& url);

// Whether the process that Redis says it is runs its executable here. In a container it
// may have another number.
bool ProcessIsHere(const RedisInfo& info);

// Whether both the address and what Redis tells of itself are of this machine: its
// process, or else its kernel and memory. False where it does not tell.
bool OnThisMachine(const redis::RedisUrl& url, const RedisInfo& info);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_WATCH_ON_THIS_MACHINE_H_
