// The function that makes a worker's workload.
#ifndef REDLINE_WORKER_TASK_WORKLOAD_MAKER_H_
#define REDLINE_WORKER_TASK_WORKLOAD_MAKER_H_

#include <memory>
#include <string_view>

#include "redis/command_channel.h"
#include "worker/task/workload.h"
#include "worker/task/workload_settings.h"

namespace redline::worker {

// Makes the workload of this name. `channel` outlives it, and is null where Redis is
// not needed. Throws what keeps it from doing so.
using WorkloadMaker = std::unique_ptr<Workload> (*)(std::string_view name,
                                                    const WorkloadSettings& settings,
                                                    redis::CommandChannel* channel);

}  // namespace redline::worker

#endif  // REDLINE_WORKER_TASK_WORKLOAD_MAKER_H_
