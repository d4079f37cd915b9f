// How long a Redis on this machine has waited for a CPU, which it cannot tell itself.
#ifndef REDLINE_RUNNER_WATCH_REDIS_CPU_WAIT_H_
#define REDLINE_RUNNER_WATCH_REDIS_CPU_WAIT_H_

#include <optional>

#include "runner/machine/cpu_meter.h"
#include "runner/watch/redis_info.h"

namespace redline::runner {

// The main thread's, since it started; see CpuWaitOf. Nothing unless the process that
// Redis says it is runs its executable here: in a container it has another number, and
// at the end of a tunnel it is not here at all.
std::optional<CpuTime> RedisCpuWait(const RedisInfo& info);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_WATCH_REDIS_CPU_WAIT_H_
