// Whether a Redis runs on this machine, as far as its address tells: a Unix socket, or
// this machine's own name for itself. A tunnel to elsewhere looks the same.
#ifndef REDLINE_RUNNER_ON_THIS_MACHINE_H_
#define REDLINE_RUNNER_ON_THIS_MACHINE_H_

#include "redis/redis_url.h"

namespace redline::runner {

bool OnThisMachine(const redis::RedisUrl& url);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_ON_THIS_MACHINE_H_
