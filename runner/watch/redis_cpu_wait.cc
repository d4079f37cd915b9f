#include "runner/watch/redis_cpu_wait.h"

#include <sys/types.h>

#include "runner/watch/on_this_machine.h"

namespace redline::runner {

std::optional<CpuTime> RedisCpuWait(const RedisInfo& info) {
  if (!ProcessIsHere(info)) return std::nullopt;
  return CpuWaitOf(static_cast<pid_t>(*info.process_id));
}

}  // namespace redline::runner
